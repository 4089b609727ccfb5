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
"""Rows in one piece, at the most."""


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


def pieces(frame: Frame, rows: Iterator[Row], most: int) -> Iterator[list[Row]]:
    """The rows, so many at a time that their texts have about ``most`` characters."""
    texts = [at for at, (_, kind) in enumerate(frame.columns) if kind is Type.TEXT]
    piece: list[Row] = []
    weight = 0
    for row in rows:
        piece.append(row)
        weight += sum(len(row[at] or "") for at in texts)
        if len(piece) == ROWS or weight >= most:
            yield piece
            piece, weight = [], 0
    if piece:
        yield piece
