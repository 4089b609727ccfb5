"""What a question was answered: hits to jump to, and a curve to draw."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from enum import StrEnum
from itertools import islice
from typing import cast

from msgspec import Struct

from replay.domain.asking.search import Course, FirstFailure, Hits, Tally
from replay.domain.sampling import moments
from replay.domain.series import Track

POINTS = 400
"""Points of a curve at the most; least and greatest values between them are kept."""


class Mode(StrEnum):
    """Which events count as hits."""

    EDGES = "edges"
    """Those at which the condition became true."""
    EVERY = "every"
    """All after which it holds."""


class InVain(Struct, frozen=True):
    """At how many events there was nothing to ask about, and at how many it failed, and how."""

    absent: int
    failed: int
    first: FirstFailure | None

    @classmethod
    def of(cls, tally: Tally) -> InVain:
        """What was counted."""
        return cls(tally.absent, tally.failed, tally.first)


class Found(Struct, frozen=True):
    """Where a condition holds: the first and last event of every run, ascending."""

    runs: tuple[tuple[int, int], ...]
    count: int
    usual: Mode
    in_vain: InVain

    @classmethod
    def of(cls, hits: Hits, usual: Mode) -> Found:
        """What was collected; ``usual`` is the mode where nobody asks for another."""
        return cls(tuple(hits.runs), hits.count, usual, InVain.of(hits.tally))

    def size(self, mode: Mode) -> int:
        """How many hits."""
        return len(self.runs) if mode is Mode.EDGES else self.count

    def hits(self, mode: Mode, after: int, limit: int) -> list[int]:
        """Up to ``limit`` hits after the event ``after``, ascending."""
        start = bisect_right(self.runs, (after, 2**63))
        if mode is Mode.EDGES:
            return [first for first, _ in self.runs[start : start + limit]]
        begun = self.runs[start - 1 : start] if start else ()
        every = (
            number
            for first, last in (*begun, *self.runs[start:])
            for number in range(max(first, after + 1), last + 1)
        )
        return list(islice(every, limit))

    def before(self, mode: Mode, at: int, limit: int) -> list[int]:
        """The last ``limit`` hits before the event ``at``, ascending."""
        end = bisect_left(self.runs, (at, -1))
        if mode is Mode.EDGES:
            return [first for first, _ in self.runs[max(0, end - limit) : end]]
        every = (
            number
            for first, last in reversed(self.runs[:end])
            for number in range(min(last, at - 1), first - 1, -1)
        )
        return list(islice(every, limit))[::-1]

    def rank(self, mode: Mode, at: int) -> int:
        """How many hits there are up to the event ``at``, itself included."""
        end = bisect_right(self.runs, (at, 2**63))
        if mode is Mode.EDGES:
            return end
        return sum(min(last, at) - first + 1 for first, last in self.runs[:end])


class Watched(Struct, frozen=True):
    """How a value went: ``points`` are events and what it was from there on, null where none.

    ``is_complete``: no change lies between two points. ``least`` and ``greatest`` are exact.
    """

    points: tuple[tuple[int, float | int | None], ...]
    is_complete: bool
    changes: int
    least: float | int | None
    greatest: float | int | None
    in_vain: InVain

    @classmethod
    def of(cls, course: Course, first: int, last: int) -> Watched:
        """What was collected, thinned out."""
        numbers = [value for value in course.values if value is not None]
        kept = _kept(course, first, last)
        return cls(
            points=tuple((number, _at(course, number)) for number in kept),
            is_complete=set(course.numbers) <= set(kept),
            changes=len(course.numbers),
            least=min(numbers, default=None),
            greatest=max(numbers, default=None),
            in_vain=InVain.of(course.tally),
        )


def _kept(course: Course, first: int, last: int) -> list[int]:
    """Gaps are a track of their own, so that none is lost."""
    if not course.numbers:
        return []
    held: list[float] = []
    for value in course.values:
        held.append(value if value is not None else (held[-1] if held else 0))
    there = [int(value is not None) for value in course.values]
    at = tuple(course.numbers)
    # A track's values are dollars elsewhere; nothing that thins one out needs them whole.
    tracks = [Track(at, cast("tuple[int, ...]", tuple(held))), Track(at, tuple(there))]
    return moments(tracks, first, last, POINTS)


def _at(course: Course, number: int) -> float | int | None:
    return course.values[max(bisect_right(course.numbers, number) - 1, 0)]
