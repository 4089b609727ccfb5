"""What a search asks for, read from an address; and the address of the moment of each hit."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.urls import reverse

from games import queries
from games.domain.errors import DecisionNotFound, GameNotFound, InvalidField, NotOneOf
from games.models import Game, LLMDecision
from games.searching import Search, Where
from replay import decisions
from replay.recording import Recording

LONGEST_MODEL = 500

# Thai, Lao, Burmese, Khmer, Japanese and Chinese.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)


def search(text: str, where: str, game: str = "", player: str = "", model: str = "") -> Search:
    """The search meant by these words of an address; "" is "not told" everywhere.

    Raises:
        GameNotFound: no game is called ``game``.
        InvalidField: ``where`` is no place to search, or ``player`` no player_id.
    """
    if where and where not in set(Where):
        raise NotOneOf("where", where, allowed=tuple(Where))
    uuid = queries.key(game) if game else None
    if uuid is not None and not Game.objects.filter(pk=uuid).exists():
        raise GameNotFound(game)
    return Search(
        text=text,
        where=Where(where or Where.REASONING),
        game=uuid,
        player=_player(player) if player else None,
        model=model[:LONGEST_MODEL],
    )


def is_unspaced(text: str) -> bool:
    """Whether some of it is written as languages are that put no spaces between words."""
    return _UNSPACED.search(text) is not None


def is_in_vain() -> bool:
    """Whether there is no decision to be found, whatever is looked for."""
    return not LLMDecision.objects.exists()


def moment(recording: Recording, player_id: int, number: int) -> int:
    """The event at which a decision applies; the head while nothing has come of it.

    Raises:
        DecisionNotFound: there is none of that number.
    """
    placed = decisions.index(recording).find(player_id, number)
    if placed is None:
        raise DecisionNotFound(recording.game_id, player_id, number)
    return min(placed.applied, recording.head)


def address(game_id: str, player_id: int, number: int, words: str, where: Where) -> str:
    """Where a decision is to be seen, with the words marked that were found."""
    query = urlencode({"words": words, "where": where.value})
    return f"{reverse('decision', args=[game_id, player_id, number])}?{query}"


def _player(told: str) -> int:
    try:
        number = int(told)
    except ValueError:
        number = 2**31
    if not -(2**31) <= number < 2**31:
        raise InvalidField("player", told, "it is not the player_id of a player")
    return number
