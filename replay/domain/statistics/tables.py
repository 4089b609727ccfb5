"""Games stacked to tables: of each kind of row, over all games, one array for each column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from replay.domain.statistics import sheet
from replay.domain.statistics.layout import LAYOUT, WORDS

type Array = NDArray[Any]


class Rows:
    """Rows of one table by column; ``game``: the place of each one's game.

    Some of a table's rows are its columns and their places there: only what is asked for is copied.
    """

    __slots__ = ("_columns", "_derived", "_places", "_whole", "game")

    def __init__(self, columns: Mapping[str, Array], game: Array) -> None:
        self.game = game
        self._columns = columns
        self._derived: dict[str, Array] = {}
        self._whole = self
        self._places: Array | None = None

    def __len__(self) -> int:
        return len(self.game)

    def __getitem__(self, column: str) -> Array:
        return self._some(self._columns[column])

    def __contains__(self, column: str) -> bool:
        return column in self._columns

    @property
    def places(self) -> Array:
        """Where each is in the whole table."""
        return np.arange(len(self)) if self._places is None else self._places

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
            found = self._derived[name] = work(self._whole)
        return self._some(found)

    def where(self, mask: Array) -> Rows:
        """Those that a mask, or places, choose."""
        if mask.dtype == bool:
            if mask.all():
                return self
            mask = np.flatnonzero(mask)
        found = Rows(self._columns, self.game[mask])
        found._derived, found._whole = self._derived, self._whole
        found._places = mask if self._places is None else self._places[mask]
        return found

    def _some(self, whole: Array) -> Array:
        return whole if self._places is None else whole[self._places]


class Tables:
    """All tables of a number of games. ``words[code]`` is the text of a word."""

    def __init__(self, rows: dict[str, Rows], words: list[str]) -> None:
        self.rows = rows
        self.words = words

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

    def code(self, word: str) -> int:
        """A word's code; -1 where no game has it."""
        return self._codes.get(word, -1)

    def word(self, code: int) -> str:
        """The text of a code."""
        return self.words[code]

    def take(self, places: Array) -> Tables:
        """The games at these places, in this order."""
        places = np.asarray(places, "i8")
        taken = {}
        for name, rows in self.rows.items():
            begins = np.searchsorted(rows.game, np.arange(len(self) + 1))
            counts = begins[places + 1] - begins[places]
            at = np.repeat(begins[places] - (np.cumsum(counts) - counts), counts)
            at += np.arange(len(at))
            game = np.repeat(np.arange(len(places), dtype="i4"), counts)
            taken[name] = Rows({column: rows[column][at] for column in rows.columns}, game)
        return Tables(taken, self.words)

    def joined(self, *others: Tables) -> Tables:
        """These games, then the other ones."""
        if not others:
            return self
        parts = (self, *others)
        words, codes = _interned([word for one in parts for word in one.words])
        if words[: len(self.words)] != self.words:
            raise AssertionError("the first table's words keep their codes")
        moved = np.split(codes, np.cumsum([len(one.words) for one in parts])[:-1])
        firsts = np.cumsum([0, *(len(one) for one in parts)])
        rows = {}
        for name, own in self.rows.items():
            all_of = [one.rows[name] for one in parts]
            columns = {
                column: np.concatenate([one[column] for one in all_of]) for column in own.columns
            }
            for column in WORDS[name]:
                told = [new[one[column]] for new, one in zip(moved, all_of, strict=True)]
                columns[column] = np.concatenate(told)
            games = [one.game + np.int32(first) for first, one in zip(firsts, all_of, strict=False)]
            rows[name] = Rows(columns, np.concatenate(games))
        return Tables(rows, words)

    @cached_property
    def _codes(self) -> dict[str, int]:
        return {word: code for code, word in enumerate(self.words)}


def _interned(texts: Sequence[str]) -> tuple[list[str], Array]:
    """Every text once, and of each given one its place among them."""
    places: dict[str, int] = {}
    codes = np.array([places.setdefault(text, len(places)) for text in texts], "i4")
    return list(places), codes
