"""The games and players that filters choose, and what is left out of them, for what reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

import numpy as np

from replay.domain.statistics.filters import NONE, Filters
from replay.domain.statistics.layout import DOUBTS
from replay.domain.statistics.tables import Array, Rows, Tables
from replay.domain.summary.game import Doubt


class LeftOut(StrEnum):
    """Why games that a filter chooses are in no number."""

    OUTDATED = "outdated"
    DOUBTFUL = "doubtful"
    FORK = "fork"


_DOUBTFUL = frozenset(
    {Doubt.UNREADABLE, Doubt.BROKEN, Doubt.UNREAD, Doubt.MISSING}
    | {Doubt.CONTESTED, Doubt.EXCESSIVE}
)


class Chosen:
    """The games and players that filters choose of the tables.

    ``games`` and ``own`` are masks over all games and over all players; ``left_out`` has a mask of
    games for each reason.
    """

    def __init__(
        self, tables: Tables, games: Array, own: Array, left_out: Mapping[LeftOut, Array]
    ) -> None:
        self.tables = tables
        self.games = games
        self.own = own
        self.left_out = left_out
        self._worked_out: dict[Any, Any] = {}

    def __len__(self) -> int:
        return int(self.games.sum())

    def once[T](self, name: Any, work: Callable[[], T]) -> T:
        """What ``work`` makes of it, kept under a name: neither it nor its tables ever change."""
        found: T | None = self._worked_out.get(name)
        if found is None:
            found = self._worked_out[name] = work()
        return found

    def game(self, column: str) -> Array:
        """A column of the chosen games."""
        found: Array = self.tables.games[column][self.games]
        return found

    def seat(self, column: str) -> Array:
        """A column of the chosen players."""
        found: Array = self.tables.seats[column][self.own]
        return found

    @property
    def seat_game(self) -> Array:
        """The game of each chosen player."""
        return self.tables.seats.game[self.own]

    def rows(self, name: str) -> Rows:
        """The rows of the chosen games."""
        rows = self.tables.rows[name]
        return rows.where(self.games[rows.game])

    def own_rows(self, name: str, column: str = "seat") -> Rows:
        """The rows that are about a chosen player."""
        rows = self.tables.rows[name]
        return rows.where(self.own[self.tables.seat_of(rows, column)])


def choose(tables: Tables, filters: Filters, outdated: Array | None = None) -> Chosen:
    """What filters choose. ``outdated``: games whose rows no longer hold, which are left out."""
    games, seats = tables.games, tables.seats
    own = np.ones(len(seats), bool)
    for name in ("model", "agent", "strategy"):
        own &= _is_one_of(tables, seats[name], getattr(filters, name))
    mask = _is_one_of(tables, games["status"], filters.status)
    mask &= _is_one_of(tables, games["dialect"], filters.dialect)
    if filters.players:
        mask &= np.isin(games["players"], filters.players)
    if filters.tag:
        tags = tables.rows["tags"]
        tagged = tags.game[_is_one_of(tables, tags["word"], filters.tag)]
        mask &= np.isin(np.arange(len(tables)), tagged)
    mask &= _is_within(games["dated"], filters)
    if not own.all():
        mask &= np.bincount(seats.game[own], minlength=len(tables)) > 0
    left_out = _left_out(tables, mask, filters, outdated)
    for dropped in left_out.values():
        mask &= ~dropped
    return Chosen(tables, mask, own & mask[seats.game], left_out)


def everyone(chosen: Chosen) -> Chosen:
    """The same games with all who sat in them."""

    def choose_all() -> Chosen:
        own = chosen.games[chosen.tables.seats.game]
        return Chosen(chosen.tables, chosen.games, own, chosen.left_out)

    return chosen.once("everyone", choose_all)


def _left_out(
    tables: Tables, mask: Array, filters: Filters, outdated: Array | None
) -> dict[LeftOut, Array]:
    """Each game by the first reason only."""
    doubts = tables.games["doubts"]
    reasons = {
        LeftOut.OUTDATED: np.zeros(len(tables), bool) if outdated is None else outdated,
        LeftOut.FORK: _has(doubts, {Doubt.RESTORED}) & (not filters.forks),
        LeftOut.DOUBTFUL: _has(doubts, _DOUBTFUL) & (not filters.doubtful),
    }
    left, found = mask.copy(), {}
    for reason, has_it in reasons.items():
        found[reason] = left & has_it
        left &= ~has_it
    return found


def _has(doubts: Array, wanted: frozenset[Doubt] | set[Doubt]) -> Array:
    bits = sum(1 << at for at, doubt in enumerate(DOUBTS) if doubt in wanted)
    found: Array = (doubts & np.uint32(bits)) != 0
    return found


def _is_one_of(tables: Tables, codes: Array, wanted: Sequence[str]) -> Array:
    if not wanted:
        return np.ones(len(codes), bool)
    words = ["" if word == NONE else word for word in wanted]
    return np.isin(codes, [tables.code(word) for word in words])


def _is_within(dated: Array, filters: Filters) -> Array:
    mask = np.ones(len(dated), bool)
    if filters.since is not None:
        mask &= dated >= _midnight(filters.since)
    if filters.until is not None:
        mask &= dated < _midnight(filters.until) + timedelta(days=1).total_seconds()
    return mask


def _midnight(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
