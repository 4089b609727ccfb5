"""The players of one game, by everything the engine calls them."""

from __future__ import annotations

from msgspec import Struct

from replay.domain import board, phrases
from replay.domain.setup import Setup

FIRST = 0
"""The player whose id the engine's mapper turns into null."""

_DEEDS = {board.SPACES[position].name: position for position in board.PROPERTIES}


class Table(Struct, frozen=True):
    """``seat`` and ``name`` by the engine's player id; ``seats_named``: all that have a name."""

    seat: dict[int, int]
    name: dict[int, str]
    seats_named: dict[str, list[int]]

    def seat_named(self, name: str) -> int:
        """The one player of that name. Raises KeyError, and ValueError where it is not one."""
        first, *others = self.seats_named[name]
        if others:
            raise ValueError(f"it names {name!r}, and {1 + len(others)} players have that name")
        return first


def lay(setup: Setup) -> Table:
    """The table of a game. Ids that are no integers are nobody's: this engine counts."""
    seat = {player: at for player, at in setup.seat_of().items() if isinstance(player, int)}
    seats_named: dict[str, list[int]] = {}
    for at, one in enumerate(setup.seats):
        seats_named.setdefault(one.name, []).append(at)
    return Table(
        seat=seat,
        name={player: phrases.names(setup.seats)[at] for player, at in seat.items()},
        seats_named=seats_named,
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
