"""Rows for a data frame: their columns, and how they are read off the chosen games.

Every download reads the database as it goes, piece by piece: none of them lies in memory whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct

from replay.statistics.asked import Asked

ROWS = 5_000
"""Rows in one piece."""


class Type(StrEnum):
    """What a column holds; any of them may be null."""

    INT = "int"
    FLOAT = "float"
    BOOL = "bool"
    TEXT = "text"
    TIME = "time"


type Row = Sequence[Any]


class Frame(Struct, frozen=True):
    """A kind of rows: its columns, and how they are read off the chosen games."""

    name: str
    about: str
    columns: tuple[tuple[str, Type], ...]
    rows: Callable[[Asked], Iterator[Row]]


def pieces(frame: Frame, asked: Asked) -> Iterator[list[Row]]:
    """All rows, `ROWS` at a time."""
    piece: list[Row] = []
    for row in frame.rows(asked):
        piece.append(row)
        if len(piece) == ROWS:
            yield piece
            piece = []
    if piece:
        yield piece
