"""Games stacked to tables: one array for each kind of row, over all games."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from replay.domain.statistics import sheet
from replay.domain.statistics.layout import LAYOUT, WORDS

type Array = NDArray[Any]


class Rows:
    """Rows of one table: ``data`` by its columns, and ``game``, the place of each one's game."""

    __slots__ = ("data", "game")

    def __init__(self, data: Array, game: Array) -> None:
        self.data = data
        self.game = game

    def __len__(self) -> int:
        return len(self.data)

    def __getitem__(self, column: str) -> Array:
        return self.data[column]

    def where(self, mask: Array) -> Rows:
        """Those that a mask, or places, choose."""
        return Rows(self.data[mask], self.game[mask])


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
            data = np.frombuffer(bytearray(b"".join(parts)), dtype)
            counts = [len(part) // dtype.itemsize for part in parts]
            game = np.repeat(np.arange(len(read), dtype="i4"), counts)
            for column in WORDS[name]:
                data[column] = codes[data[column] + begins[game]]
            rows[name] = Rows(data, game)
        return cls(rows, words)

    def __len__(self) -> int:
        return len(self.games)

    @property
    def games(self) -> Array:
        """The one row of each game."""
        return self.rows["games"].data

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
        found: Array = self.first_seat[rows.game] + rows[column]
        return found

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
            taken[name] = Rows(rows.data[at], np.repeat(np.arange(len(places), dtype="i4"), counts))
        return Tables(taken, self.words)

    def joined(self, other: Tables) -> Tables:
        """These games, then the other ones."""
        words, codes = _interned([*self.words, *other.words])
        if len(words) < len(self.words) or words[: len(self.words)] != self.words:
            raise AssertionError("the first table's words keep their codes")
        moved = codes[len(self.words) :]
        rows = {}
        for name, own in self.rows.items():
            more = other.rows[name]
            data = more.data.copy()
            for column in WORDS[name]:
                data[column] = moved[data[column]]
            game = np.concatenate([own.game, more.game + np.int32(len(self))])
            rows[name] = Rows(np.concatenate([own.data, data]), game)
        return Tables(rows, words)

    @cached_property
    def _codes(self) -> dict[str, int]:
        return {word: code for code, word in enumerate(self.words)}


def _interned(texts: Sequence[str]) -> tuple[list[str], Array]:
    """Every text once, and of each given one its place among them."""
    places: dict[str, int] = {}
    codes = np.array([places.setdefault(text, len(places)) for text in texts], "i4")
    return list(places), codes
