"""What a query asks of the statistics, and the games it chooses; both kept for the next asker."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from threading import Lock
from typing import Any
from urllib.parse import urlencode

import numpy as np
from cachetools import LRUCache
from django.urls import reverse
from msgspec import Struct

from games.domain.errors import InvalidField
from replay.domain.statistics import filters
from replay.domain.statistics.chosen import Chosen, LeftOut, choose
from replay.domain.statistics.filters import BadFilter, Filters
from replay.domain.statistics.groups import By, Group, Grouping
from replay.domain.statistics.tables import Array, Tables
from replay.statistics import shelf
from replay.statistics.shelf import Look

MOST_OPTIONS = 100
"""Values of one filter that are offered, the commonest."""

MOST_RESULTS = 48
MOST_CHOSEN = 6

type Query = Mapping[str, Sequence[str]]


class Option(Struct, frozen=True):
    """A value of a filter, and how many games or players have it."""

    value: str
    count: int
    is_chosen: bool


class Asked(Struct, frozen=True, dict=True):
    """A question, and what it is asked of."""

    filters: Filters
    by: By
    chosen: Chosen
    look: Look

    @property
    def mark(self) -> tuple[str, Filters, By]:
        """Names all that an answer depends on, as long as this process lives."""
        return self.look.mark, self.filters, self.by

    @property
    def groups(self) -> Grouping:
        """The chosen players, put together as asked."""
        found: Grouping = result(self, "groups", lambda: Grouping(self.chosen, self.by))
        return found

    @property
    def query(self) -> list[tuple[str, str]]:
        """The question as an address has it."""
        by = [] if self.by is By.MODEL else [("by", self.by.value)]
        return [*self.filters.query(), *by]

    def behind(self, of: str, who: Group | None = None, **more: Any) -> str:
        """The address of the games and moments behind a number; ``more`` may replace filters."""
        own = who.query if who else []
        instead = {*more, *(name for name, _ in own)}
        page, filters_ = self._behind
        told = [pair for name, pair in filters_ if name not in instead]
        told.append(urlencode([*own, ("of", of), *more.items()]))
        return f"{page}?{'&'.join(told)}"

    @cached_property
    def _behind(self) -> tuple[str, list[tuple[str, str]]]:
        """What all its addresses have in common: a page has hundreds of them."""
        pairs = [(pair[0], urlencode([pair])) for pair in self.filters.query()]
        return reverse("statistics-games"), pairs


def read(query: Query, look: Look | None = None) -> Asked:
    """The question of a query, as of now or of a look taken before.

    Raises:
        InvalidField: a filter, or ``by``, is none.
    """
    try:
        wanted = filters.read(query)
    except BadFilter as bad:
        raise InvalidField(bad.field, bad.value, bad.wrong) from None
    by = [one for one in query.get("by", ()) if one]
    if by and by[-1] not in set(By):
        raise InvalidField("by", by[-1], f"players are put together by {', '.join(By)}")
    return of(wanted, By(by[-1]) if by else By.MODEL, look)


def of(wanted: Filters, by: By = By.MODEL, look: Look | None = None) -> Asked:
    """The question of these filters, as of now or of a look taken before."""
    look = look or shelf.look()
    key = look.mark, wanted
    with _lock:
        if _held.tables is not look.tables:
            # What was chosen of other tables would keep all of those in memory.
            _chosen.clear()
            _results.clear()
            _held.tables = look.tables
        chosen = _chosen.get(key)
    if chosen is None:
        chosen = choose(look.tables, wanted, look.outdated)
        with _lock:
            _chosen[key] = chosen
    return Asked(wanted, by, chosen, look)


def result[T](asked: Asked, name: str, work: Callable[[], T]) -> T:
    """What ``work`` makes of the chosen games, kept under a name."""
    key = (*asked.mark, name)
    with _lock:
        found = _results.get(key)
    if found is None:
        found = work()
        with _lock:
            _results[key] = found
    return found


def options(asked: Asked) -> dict[str, list[Option]]:
    """What each filter can choose from, among all games."""
    tables = asked.look.tables
    columns = {
        "model": tables.seats["model"],
        "agent": tables.seats["agent"],
        "strategy": tables.seats["strategy"],
        "status": tables.games["status"],
        "dialect": tables.games["dialect"],
        "tag": tables.rows["tags"]["word"],
    }
    found = {
        name: _options(codes, tables.word, getattr(asked.filters, name))
        for name, codes in columns.items()
    }
    sizes = tuple(str(size) for size in asked.filters.players)
    found["players"] = sorted(
        _options(tables.games["players"], str, sizes), key=lambda one: int(one.value)
    )
    return found


def left_out(asked: Asked) -> dict[LeftOut, int]:
    """How many games that the filters choose are in no number, by reason."""
    return {reason: int(mask.sum()) for reason, mask in asked.chosen.left_out.items() if mask.any()}


def forget_all() -> None:
    """Empty the memory, as after a restart."""
    with _lock:
        _chosen.clear()
        _results.clear()
        _held.tables = None
    shelf.clear()


def _options(codes: Array, word: Callable[[int], str], wanted: Sequence[str]) -> list[Option]:
    found, counts = np.unique(codes, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    listed = [(word(int(found[at])), int(counts[at])) for at in order]
    known = [one for one in listed if one[0]][:MOST_OPTIONS]
    names = {name for name, _ in known}
    known += [(name, dict(listed).get(name, 0)) for name in wanted if name not in names]
    return [Option(name, count, name in wanted) for name, count in known]


class _Held(Struct):
    """The tables that is kept of."""

    tables: Tables | None = None


_lock = Lock()
_held = _Held()
_chosen: LRUCache[Any, Chosen] = LRUCache(MOST_CHOSEN)
_results: LRUCache[Any, Any] = LRUCache(MOST_RESULTS)
