"""Which games a demo has. The same ones every time, so that a second demo finds them recorded."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec import Struct

from replay.domain.rules.house import House
from replay.players.seats import Seat
from replay.playing import Table

LIVE = "live-"
"""How the games to be watched are called, each with its moment."""

_SITTINGS = (
    ("greedy", "cautious", "trader", "random"),
    ("trader", "greedy", "cautious"),
    ("cautious", "greedy"),
    ("greedy", "trader", "greedy", "cautious"),
    ("trader", "random", "cautious", "greedy", "trader"),
    ("cautious", "trader", "greedy", "random", "greedy", "cautious"),
)
_HOUSE = House(turn_limit=500)
_WATCHED = ("trader", "greedy", "cautious", "trader")


class Planned(Struct, frozen=True):
    """One game: who plays, by which seed, and how it is called."""

    game_id: str
    table: Table
    seed: int


def finished(count: int) -> list[Planned]:
    """The games that are played as fast as it goes."""
    return [
        Planned(f"demo-{number:02}", _table(_SITTINGS[number % len(_SITTINGS)]), number)
        for number in range(1, count + 1)
    ]


def live(now: datetime) -> Planned:
    """A game to be watched, another one each time."""
    moment = now.astimezone(UTC)
    return Planned(f"{LIVE}{moment:%Y%m%d-%H%M%S}", _table(_WATCHED), int(moment.timestamp()))


def _table(sitting: tuple[str, ...]) -> Table:
    return Table(tuple(Seat(kind) for kind in sitting), _HOUSE)
