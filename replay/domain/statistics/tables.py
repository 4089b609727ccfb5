"""Games stacked to tables: of each kind of row, over all games, one array for each column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from replay.domain.statistics import sheet
from replay.domain.statistics.layout import LAYOUT, WORDS

type Array = NDArray[Any]

LATELY = 3
"""What is kept of things that may be asked for in any number of ways."""


class Rows:
    """Rows of one table by column; ``game``: the place of each one's game.

    Some of a table's rows are its columns and their places there: only what is asked for is copied.
    """

    __slots__ = ("_columns", "_derived", "_places", "_whole", "game")

    def __init__(self, columns: Mapping[str, Array], game: Array) -> None:
        self.game = game
        self._columns = columns
        self._derived: dict[str, Array] = {}
        self._whole: Rows | None = None  # not itself: in a cycle it would stay in memory
        self._places: Array | None = None

    def __len__(self) -> int:
        return len(self.game)

    def __getitem__(self, column: str) -> Array:
        return self._some(self._columns[column])

    def __contains__(self, column: str) -> bool:
        return column in self._columns

    @property
    def columns(self) -> list[str]:
        """Their names."""
        return list(self._columns)

    def row(self, place: int) -> dict[str, Any]:
        """One of them."""
        at = place if self._places is None else self._places[place]
        return {name: whole[at] for name, whole in self._columns.items()}

    def derived(self, name: str, work: Callable[[Rows], Array]) -> Array:
        """What follows from other columns: worked out for the whole table once, and kept."""
        found = self._derived.get(name)
        if found is None:
            found = self._derived[name] = work(self if self._whole is None else self._whole)
        return self._some(found)

    def where(self, mask: Array) -> Rows:
        """Those that a mask, or places, choose."""
        if mask.dtype == bool:
            if mask.all():
                return self
            mask = np.flatnonzero(mask)
        found = Rows(self._columns, self.game[mask])
        found._derived = self._derived
        found._whole = self if self._whole is None else self._whole
        found._places = mask if self._places is None else self._places[mask]
        return found

    def _some(self, whole: Array) -> Array:
        return whole if self._places is None else whole[self._places]


class Tables:
    """All tables of a number of games. ``words[code]`` is the text of a word."""

    def __init__(self, rows: dict[str, Rows], words: list[str]) -> None:
        self.rows = rows
        self.words = words
        self._lately: dict[Any, Any] = {}

    @classmethod
    def of(cls, sheets: Sequence[bytes]) -> Tables:
        """Stack games; their order is kept."""
        read = [sheet.decode(one) for one in sheets]
        words, codes = _interned([word for one in read for word in one.words])
        begins = np.cumsum([0, *(len(one.words) for one in read)])[:-1]
        rows = {}
        for name, dtype in LAYOUT.items():
            parts = [one.rows.get(name, b"") for one in read]
            data = np.frombuffer(b"".join(parts), dtype)
            counts = [len(part) // dtype.itemsize for part in parts]
            game = np.repeat(np.arange(len(read), dtype="i4"), counts)
            columns = {column: np.ascontiguousarray(data[column]) for column in dtype.names or ()}
            for column in WORDS[name]:
                columns[column] = codes[columns[column] + begins[game]]
            rows[name] = Rows(columns, game)
        return cls(rows, words)

    def __len__(self) -> int:
        return len(self.games)

    @property
    def games(self) -> Rows:
        """The one row of each game."""
        return self.rows["games"]

    @property
    def seats(self) -> Rows:
        """The players of all games, those of each in seating order."""
        return self.rows["seats"]

    @cached_property
    def first_seat(self) -> Array:
        """Where each game's seats begin."""
        players: Array = self.games["players"]
        begins: Array = np.cumsum(players, dtype="i8") - players
        return begins

    def seat_of(self, rows: Rows, column: str = "seat") -> Array:
        """The place among all seats of whom each row is about."""

        def find(whole: Rows) -> Array:
            found: Array = (self.first_seat[whole.game] + whole[column]).astype("i4")
            return found

        return rows.derived(f"seat of {column}", find)

    def lately[T](self, name: Any, work: Callable[[], T]) -> T:
        """What ``work`` makes of the tables, kept as long as not `LATELY` others were asked for."""
        found: T | None = self._lately.pop(name, None)
        if found is None:
            found = work()
        self._lately[name] = found
        for oldest in list(self._lately)[:-LATELY]:
            self._lately.pop(oldest, None)
        return found

    def code(self, word: str) -> int:
        """A word's code; -1 where no game has it."""
        return self._codes.get(word, -1)

    def word(self, code: int) -> str:
        """The text of a code."""
        return self.words[code]

    def take(self, places: Array, *others: Tables) -> Tables:
        """The games at these places, in this order, then those of the other tables."""
        words, codes = _interned([word for one in (self, *others) for word in one.words])
        if words[: len(self.words)] != self.words:
            raise AssertionError("the first table's words keep their codes")
        pieces = [_Piece(self, first, last, None) for first, last in _runs(places)]
        begin = len(self.words)
        for one in others:
            moved = codes[begin : begin + len(one.words)]
            pieces.append(_Piece(one, 0, len(one), moved))
            begin += len(one.words)
        return Tables({name: _stacked(name, pieces) for name in self.rows}, words)

    def joined(self, *others: Tables) -> Tables:
        """These games, then the other ones."""
        return self.take(np.arange(len(self)), *others) if others else self

    @cached_property
    def _codes(self) -> dict[str, int]:
        return {word: code for code, word in enumerate(self.words)}


class _Piece(Struct, frozen=True):
    """The games from ``first`` up to ``last`` of tables; ``codes`` are those its words get."""

    tables: Tables
    first: int
    last: int
    codes: Array | None


def _runs(places: Array) -> list[tuple[int, int]]:
    """Places as runs of such that follow each other: what stays together is copied as a whole."""
    if not len(places):
        return [(0, 0)]
    ends = np.flatnonzero(np.diff(places) != 1) + 1
    firsts = places[np.append(0, ends)]
    lasts = places[np.append(ends, len(places)) - 1] + 1
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))


def _stacked(name: str, pieces: Sequence[_Piece]) -> Rows:
    """One table of all pieces."""
    cuts = []
    for one in pieces:
        begin, end = np.searchsorted(one.tables.rows[name].game, [one.first, one.last])
        cuts.append(slice(begin, end))
    columns = {}
    for column in LAYOUT[name].names or ():
        parts = []
        for one, cut in zip(pieces, cuts, strict=True):
            part = one.tables.rows[name][column][cut]
            is_moved = column in WORDS[name] and one.codes is not None
            parts.append(one.codes[part] if is_moved else part)  # type: ignore[index]
        columns[column] = np.concatenate(parts)
    games, begin = [], 0
    for one, cut in zip(pieces, cuts, strict=True):
        games.append(one.tables.rows[name].game[cut] + np.int32(begin - one.first))
        begin += one.last - one.first
    return Rows(columns, np.concatenate(games))


def _interned(texts: Sequence[str]) -> tuple[list[str], Array]:
    """Every text once, and of each given one its place among them."""
    places: dict[str, int] = {}
    codes = np.array([places.setdefault(text, len(places)) for text in texts], "i4")
    return list(places), codes
