"""Ratings of thousands of games take seconds: they are worked out beside, and kept.

Games that have finished since are rated at once, going on from what was believed before.
"""

from __future__ import annotations

import hashlib
import logging
import time
import weakref
from collections import deque
from collections.abc import Iterator
from threading import Condition, Thread

from cachetools import LRUCache
from msgspec import Struct

from replay.domain.statistics import ratings
from replay.domain.statistics.chosen import Chosen
from replay.domain.statistics.groups import By
from replay.domain.statistics.ratings import Course, Ratings
from replay.domain.statistics.tables import Tables

log = logging.getLogger(__name__)

AT_ONCE = 150
"""Games that are rated while one waits: 30 ms."""

BREATH = 0.001
"""Seconds between two tellings of progress, so that pages meanwhile need not wait for their turn.

Without it the interpreter lets a page go on after 5 ms only, each time it waited for anything.
"""

MOST_KEPT = 64
MOST_WAITING = 8


type Step = tuple[int, int, Ratings | None]


class Rated(Struct, frozen=True):
    """The ratings, or how many of the games are rated yet; ``is_refused``: too much is waiting."""

    ratings: Ratings | None
    done: int = 0
    total: int = 0
    is_refused: bool = False


class _Waiting:
    """Ratings that are to be worked out, and of which tables: those themselves are not held."""

    def __init__(self, key: str, steps: Iterator[Step], tables: weakref.ref[Tables]) -> None:
        self.key, self.steps, self.tables = key, steps, tables


class Rater:
    """One thread that rates, and what it has found out."""

    def __init__(self) -> None:
        self._kept: LRUCache[str, Rated] = LRUCache(MOST_KEPT)
        self._beliefs = ratings.Kept()
        self._waiting: deque[_Waiting] = deque()
        self._changed = Condition()
        self._thread: Thread | None = None

    def find(self, chosen: Chosen, by: By) -> Rated:
        """The ratings of all who sat in the chosen games, or how far they are."""
        course = chosen.once(("course", by), lambda: Course(chosen, by))
        key = chosen.once(("ratings", by), lambda: _key(course, by))
        with self._changed:
            known = self._kept.get(key)
        if known is not None and known.ratings is not None:
            return known
        if len(course) - self._beliefs.longest(course)[0] <= AT_ONCE:
            return chosen.once(("rated", by), lambda: self._rated(course))
        with self._changed:
            known = self._kept.get(key)
            if known is not None:
                return known
            self._drop_old(chosen)
            if len(self._waiting) >= MOST_WAITING:
                return Rated(None, 0, len(course), is_refused=True)
            self._kept[key] = Rated(None, 0, len(course))
            steps = ratings.rate(course, self._beliefs)
            self._waiting.append(_Waiting(key, steps, weakref.ref(chosen.tables)))
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._work, name="ratings", daemon=True)
                self._thread.start()
            self._changed.notify_all()
            return self._kept[key]

    def _rated(self, course: Course) -> Rated:
        *_, (done, total, found) = ratings.rate(course, self._beliefs)
        return Rated(found, done, total)

    def _drop_old(self, chosen: Chosen) -> None:
        """Games finished since: nobody will ask for the ratings of before."""
        for one in list(self._waiting):
            if one.tables() is not chosen.tables:
                self._waiting.remove(one)
                self._kept.pop(one.key, None)

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._waiting:
                    self._changed.wait()
                waiting = self._waiting.popleft()
                key = waiting.key
            try:
                for done, total, found in waiting.steps:
                    with self._changed:
                        self._kept[key] = Rated(found, done, total)
                    time.sleep(BREATH)
            except Exception:
                log.exception("Ratings could not be worked out")
                with self._changed:
                    self._kept.pop(key, None)


def _key(course: Course, by: By) -> str:
    """Names all that ratings depend on: who sat in the games that are over, and their places."""
    told = course.names([len(course)])[len(course)]
    return hashlib.sha256(told + f"{by} {course.groups}".encode()).hexdigest()


_rater = Rater()
find = _rater.find
