"""Rows summed up game by game."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from replay.domain.statistics.tables import Array, Rows, Tables


class Runs:
    """Rows that belong to games, of which each game's are to be summed up.

    Args:
        game: any number that games differ in, of each row.

    ``games``: those there are, ascending.
    """

    def __init__(self, game: Array) -> None:
        is_sorted = bool((game[1:] >= game[:-1]).all())
        self._order = None if is_sorted else np.argsort(game, kind="stable")
        if self._order is not None:
            game = game[self._order]
        begins = np.ones(len(game), bool)
        begins[1:] = game[1:] != game[:-1]
        self._first = np.flatnonzero(begins)
        self.games: Array = game[self._first]
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


class Seated:
    """Some players, and what they sum up to game by game, in the order of ``games``.

    Where they are all who sat in these games, sums are those that are kept for the tables.
    """

    def __init__(self, tables: Tables, mask: Array) -> None:
        self.rows = tables.seats.where(mask)
        self._tables, self._runs = tables, Runs(self.rows.game)
        self.games = self._runs.games
        self._is_all = int(tables.games["players"][self.games].sum()) == len(self.rows)

    def sums(self, name: str, work: Callable[[Rows], Array]) -> Array:
        """Of each game and column the sum of ``work``, a column or more of players.

        ``name`` tells it from all other works.
        """
        if not self._is_all:
            return self._runs.sums(work(self.rows))

        def find(games: Rows) -> Array:
            seats = self._tables.seats
            runs = Runs(seats.game)
            found = runs.sums(work(seats))
            kept = np.zeros((len(games), *found.shape[1:]))
            kept[runs.games] = found
            return kept

        kept = self._tables.games.derived(f"{name} by game", find)
        return kept if len(self.games) == len(kept) else kept.take(self.games, axis=0)
