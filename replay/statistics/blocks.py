"""What a page of statistics is made of: tables, and the charts that draw them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct, structs

from replay.statistics.figures import LEAST_DRAWN
from replay.statistics.words import Cell


class Column(Struct, frozen=True):
    """A column's head. ``key`` is what it is sorted by, "" where it can't be."""

    title: str
    key: str = ""
    hint: str = ""


class Chart(Struct, frozen=True):
    """A drawing of a table: ``name`` is that of its figure, ``label`` says what is to be seen.

    ``games``: of how many games it is. ``omitted``: rows of too few games to be drawn.
    """

    name: str
    label: str
    games: int
    omitted: int = 0

    @property
    def is_drawn(self) -> bool:
        """Whether it is of enough games to be worth drawing."""
        return self.games >= LEAST_DRAWN


class Block(Struct, frozen=True):
    """A table with its title, what it means, and its chart.

    Rows begin with the cell that names them. ``empty``: what to say where there are no rows.
    ``note``: what to keep in mind. ``beyond``: how many rows there are that are not shown.
    """

    key: str
    title: str
    intro: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str
    chart: Chart | None = None
    note: str = ""
    beyond: int = 0
    is_folded: bool = False


def block(
    key: str,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    **more: Any,
) -> Block:
    """A block of rows as lists."""
    told = {"intro": "", "empty": "No chosen game tells of this.", **more}
    return Block(
        key=key,
        title=title,
        columns=tuple(columns),
        rows=tuple(tuple(row) for row in rows),
        **told,
    )


def ordered(one: Block, sort: str) -> Block:
    """The rows by a column: ascending, or falling after a minus; those without a value last."""
    key = sort.removeprefix("-")
    place = next((at for at, column in enumerate(one.columns) if column.key == key), None)
    if not key or place is None:
        return one
    known = [row for row in one.rows if row[place].value is not None]
    unknown = [row for row in one.rows if row[place].value is None]
    known.sort(key=lambda row: row[place].value, reverse=sort.startswith("-"))  # type: ignore[arg-type, return-value]
    return structs.replace(one, rows=(*known, *unknown))
