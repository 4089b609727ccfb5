"""Playing: whoever's turn it is is asked, and the rules go on from there."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from random import Random

from msgspec import Struct

from games.domain.envelope import Event
from replay.domain import match
from replay.domain.dialects import Dialect, registry
from replay.domain.phrases import clip
from replay.domain.rules import engine
from replay.domain.rules.chance import Chance, Seeded
from replay.domain.rules.game import Follow, Game
from replay.domain.rules.house import House
from replay.domain.setup import Setup
from replay.domain.state import State
from replay.players import Decided, Moment, Player

NEWS = 12
"""Events a player who reads them is told of."""
_LONGEST_NEWS = 200


class Step(Struct, frozen=True):
    """One choice: the decision recorded of it, if any, and then the events it led to.

    ``state`` is the game's own board as it stands then, and goes on with it: look, don't keep.
    """

    events: tuple[Event, ...]
    state: State
    decided: Decided | None = None


def play(setup: Setup, players: Sequence[Player], seed: int, house: House) -> Iterator[Step]:
    """A whole game, its opening first. With pure agents the events are those of `match.play`.

    Raises:
        InvalidSetup, ValueError: see `match.play`.
    """
    chance = Seeded(Random(f"{seed} chance"))  # noqa: S311
    game = engine.begin(setup, house, match.follow(setup), chance)
    yield Step(tuple(game.told), game.state)
    yield from play_on(game, players, chance, seed)


def play_on(game: Game, players: Sequence[Player], chance: Chance, seed: int) -> Iterator[Step]:
    """From wherever a game stands to its end. ``players`` by seat; ``game`` goes with them."""
    minds = [Random(f"{seed} seat {seat}") for seat in range(len(players))]  # noqa: S311
    news: deque[str] = deque(maxlen=NEWS)
    if any(player.reads_news for player in players):
        dialect = registry.bind(game.setup)
        news.extend(_sentence(dialect, game.state, event) for event in game.told)
        game.follow = _listening(game.follow, dialect, news)
    while choices := engine.legal_choices(game):
        seat = choices[0].seat
        view = match.view(game, choices)
        moment = Moment(game.setup, view, choices, tuple(news))
        made = players[seat].choose(moment, minds[seat])
        talk = _say(game, seat, made.says)
        events = engine.advance(game, made.choice, chance, choices)
        yield Step((*talk, *events), game.state, made.decided)


def _say(game: Game, seat: int, words: str) -> tuple[Event, ...]:
    if not words:
        return ()
    game.told.clear()
    game.tell("message", seat, player_id=game.id(seat), text=words)
    return tuple(game.told)


def _listening(follow: Follow, dialect: Dialect, news: deque[str]) -> Follow:
    """Put every event into words before the board follows it."""

    def carry(state: State, event: Event) -> None:
        news.append(_sentence(dialect, state, event))
        follow(state, event)

    return carry


def _sentence(dialect: Dialect, before: State, event: Event) -> str:
    return clip(dialect.tell(event, before), _LONGEST_NEWS)
