"""Numbers each once, and sums by them: what sorting does, without sorting where there is room."""

from __future__ import annotations

import numpy as np

from replay.domain.statistics.tables import Array

ROOM = 16
"""Places for each number, up to which a table of all numbers there could be beats sorting."""


def distinct(numbers: Array, count: int) -> tuple[Array, Array]:
    """Every number once, ascending, and of each given one its place among them.

    Args:
        numbers: each from 0 to ``count - 1``.
    """
    if count > ROOM * len(numbers):
        found, places = np.unique(numbers, return_inverse=True)
        return found, places
    seen = np.zeros(count, bool)
    seen[numbers] = True
    return np.flatnonzero(seen), (np.cumsum(seen) - 1)[numbers]


class Runs:
    """Rows that belong to games, of which each game's are to be summed up.

    Args:
        game: any number that games differ in, of each row.
    """

    def __init__(self, game: Array) -> None:
        is_sorted = bool((game[1:] >= game[:-1]).all())
        self._order = None if is_sorted else np.argsort(game, kind="stable")
        if self._order is not None:
            game = game[self._order]
        begins = np.ones(len(game), bool)
        begins[1:] = game[1:] != game[:-1]
        self._first = np.flatnonzero(begins)
        length = np.diff(self._first, append=len(game))
        # Of games with more rows than one where each further row is: nobody sits at a long table.
        self._further = []
        for number in range(1, int(length.max(initial=1))):
            games = np.flatnonzero(length > number)
            self._further.append((games, self._first[games] + number))

    def __len__(self) -> int:
        """How many games there are."""
        return len(self._first)

    def sums(self, values: Array) -> Array:
        """Of each game and column the sum of its rows."""
        rows = values if self._order is None else values[self._order]
        if len(rows) == len(self):
            return rows.astype("f8", copy=False)
        found: Array = rows.take(self._first, axis=0).astype("f8", copy=False)
        for games, places in self._further:
            if len(games) == len(found):
                found += rows.take(places, axis=0)
            else:
                found[games] += rows.take(places, axis=0)
        return found
