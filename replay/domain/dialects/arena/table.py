"""The players of one game, by everything the engine calls them."""

from __future__ import annotations

from msgspec import Struct

from replay.domain import board
from replay.domain.setup import Setup

FIRST = 0
"""The player whose id the engine's mapper turns into null."""

_DEEDS = {board.SPACES[position].name: position for position in board.PROPERTIES}


class Table(Struct, frozen=True):
    """``seat`` and ``name`` by the engine's player id, ``seat_named`` by a player's name."""

    seat: dict[int, int]
    name: dict[int, str]
    seat_named: dict[str, int]


def lay(setup: Setup) -> Table:
    """The table of a game. Ids that are no integers are nobody's: this engine counts."""
    seat = {player: at for player, at in setup.seat_of().items() if isinstance(player, int)}
    return Table(
        seat=seat,
        name={player: setup.seats[at].name for player, at in seat.items()},
        seat_named={one.name: at for at, one in enumerate(setup.seats)},
    )


def deed(position: int | None, name: str | None = None) -> int:
    """The position of a deed told by position or, failing that, by name.

    Raises:
        ValueError: there is no such deed.
    """
    at = _DEEDS.get(name or "") if position is None else position
    if at is None or board.SPACES[at].name not in _DEEDS:
        raise ValueError(f"no deed has position {position!r} or name {name!r}")
    return at
