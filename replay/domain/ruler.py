"""Turns as the scale of an axis."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from replay.domain.course import Course
from replay.domain.landmarks import Turn

LARGEST = 2**53 - 1
"""Beyond it the numbers of a browser are no longer exact."""


class Ruler:
    """Places moments on an axis of turns: the turn's number and how much of it has passed.

    The numbers are the engine's own where they ascend; else turns are counted from 1, and
    ``is_counted`` says so. Before the first turn is the room below its number.
    """

    def __init__(self, course: Course) -> None:
        turns = course.landmarks.turns
        self.starts = [turn.sequence_number for turn in turns]
        self.is_counted = not _ascend(turns)
        self.numbers = [
            count if self.is_counted else turn.number for count, turn in enumerate(turns, 1)
        ]
        self._first, self._end = course.first, course.head + 1

    def place(self, sequence_number: int) -> float:
        """Where a moment is on the axis."""
        turn = bisect_right(self.starts, sequence_number) - 1
        if turn < 0:
            start, end = self._first, self.starts[0] if self.starts else self._end
            number = self.numbers[0] - 1 if self.numbers else 0
        else:
            start, number = self.starts[turn], self.numbers[turn]
            end = self.starts[turn + 1] if turn + 1 < len(self.starts) else self._end
        return round(number + (sequence_number - start) / max(1, end - start), 5)


def _ascend(turns: Sequence[Turn]) -> bool:
    numbers = [turn.number for turn in turns]
    return all(a < b for a, b in pairwise(numbers)) and all(
        abs(number) <= LARGEST for number in numbers
    )
