"""Behind a number in one game: the decisions of a player that it counts, each for itself.

Several decisions may lead to one event, so that events would be fewer than the number.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from msgspec import Struct

from games.domain.errors import InvalidField, PlayerNotFound
from replay import cast, decisions, recording, summary_facts
from replay.decided import texts
from replay.domain.statistics import adding
from replay.domain.statistics.moments import Behind
from replay.drawing import plain
from replay.recording import Recording
from replay.statistics import drill
from replay.statistics.asked import Query

PAGE = 100


class Counted(Struct, frozen=True):
    """A decision, how often it is counted, and where it is to be seen."""

    number: int
    sequence_number: int
    amount: int
    action: str
    href: str


class Within(Struct, frozen=True):
    """A page of a player's decisions that a number counts: ``total`` is the number."""

    of: str
    game_id: str
    shown_id: str
    player_id: int
    player: str
    total: int
    count: int
    rows: list[Counted]
    next: int | None


def find(query: Query) -> Within:
    """The page that a query asks for.

    Raises:
        GameNotFound, PlayerNotFound: there is none such.
        InvalidField: it is not decisions that the number counts.
    """
    game_id = next(iter(query.get("game", ())), "")
    behind, _, title = drill.read(query)
    if behind is None or not adding.counts_decisions(behind.of):
        name = next(iter(query.get("of", ())), "")
        raise InvalidField("of", name, "it counts no decisions")
    start = drill.start(query)
    player_id = drill.number({"player": next(iter(query.get("player", ())), "")}, "player") or 0
    opened = recording.open_game(game_id)
    rows = _counted(opened, player_id, behind)
    return Within(
        of=title,
        game_id=game_id,
        shown_id=plain.clip(game_id, drill.ID_CHARS),
        player_id=player_id,
        player=_name(opened, player_id),
        total=sum(one.amount for one in rows),
        count=len(rows),
        rows=rows[start : start + PAGE],
        next=start + PAGE if start + PAGE < len(rows) else None,
    )


def _counted(opened: Recording, player_id: int, behind: Behind) -> list[Counted]:
    """By their numbers."""
    index = decisions.index(opened)
    placed = sorted(index.of(player_id), key=lambda one: one.made.number)
    found = []
    # What came in between the two reads is for the next look.
    for one, told in zip(placed, summary_facts.told(opened, player_id), strict=False):
        if amount := adding.by(told, behind):
            seq = min(one.applied, opened.head)
            name = f"{player_id}.{one.made.number}"
            asked = urlencode({"seq": seq, "panel": "decision", "decision": name})
            href = f"{reverse('timeline', args=[opened.game_id])}?{asked}"
            action = texts.short(one.made.action, 60)
            found.append(Counted(one.made.number, seq, amount, action, href))
    return found


def _name(opened: Recording, player_id: int) -> str:
    for role, seat in zip(cast.of(opened), opened.setup.seats, strict=True):
        if seat.player_id == player_id:
            return role.name
    raise PlayerNotFound(opened.game_id, player_id)
