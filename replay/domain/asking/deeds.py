"""Names, groups and prices of the deeds, as a question knows them."""

from __future__ import annotations

from functools import cache

from replay.domain import board

NAMES: dict[int, str] = {position: board.SPACES[position].name for position in board.PROPERTIES}

POSITIONS: dict[str, int] = {name: position for position, name in NAMES.items()}

STREET_GROUPS: tuple[str, ...] = tuple(
    dict.fromkeys(
        board.SPACES[position].group
        for position in board.PROPERTIES
        if board.SPACES[position].kind is board.Kind.STREET
    )
)
"""The groups of streets: to own a whole one is a monopoly."""


@cache
def members(group: str) -> tuple[int, ...]:
    """The positions of a group's deeds, ascending."""
    return tuple(position for position in board.PROPERTIES if board.SPACES[position].group == group)
