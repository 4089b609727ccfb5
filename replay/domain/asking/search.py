"""A question asked of a whole game: where a condition holds, and how a value goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from msgspec import Struct

from replay.domain.asking.evaluation import Evaluation, Row
from replay.domain.asking.language import Answer, Outcome
from replay.domain.asking.trace import Trace

BLOCK = 2_000
"""Events, or changes of the board, between two signs of progress."""


class FirstFailure(Struct, frozen=True):
    """The first event at which something could not be computed, and why."""

    sequence_number: int
    detail: str


class Tally:
    """Where something was asked in vain: ``absent`` what was not there, ``failed`` the rest."""

    def __init__(self) -> None:
        self.absent = 0
        self.failed = 0
        self.first: FirstFailure | None = None

    def add(self, first: int, last: int, outcome: Outcome, detail: str) -> None:
        """The events ``first..last`` gave nothing."""
        count = last - first + 1
        if outcome is Outcome.ABSENT:
            self.absent += count
            return
        self.failed += count
        if self.first is None:
            self.first = FirstFailure(first, detail)


class Hits:
    """The events after which a condition holds, as runs of events in a row."""

    def __init__(self) -> None:
        self.runs: list[tuple[int, int]] = []
        self.tally = Tally()

    @property
    def count(self) -> int:
        """How many events."""
        return sum(last - first + 1 for first, last in self.runs)

    def add(self, first: int, last: int, answer: Answer) -> None:
        """The answer after the events ``first..last``, which follow those added before."""
        outcome, result = answer
        if outcome is not Outcome.VALUE:
            self.tally.add(first, last, outcome, result)
        elif result is True:
            if self.runs and self.runs[-1][1] == first - 1:
                self.runs[-1] = (self.runs[-1][0], last)
            else:
                self.runs.append((first, last))
        elif result is not False:
            kind = type(result).__name__
            self.tally.add(first, last, Outcome.FAILED, f"it gives {kind}, not true or false")


class Course:
    """A watched value: where it became another one. None where there is none."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.values: list[float | int | None] = []
        self.tally = Tally()

    def add(self, first: int, last: int, answer: Answer) -> None:
        """The answer after the events ``first..last``, which follow those added before."""
        value = self._number(first, last, answer)
        if not self.values or value != self.values[-1]:
            self.numbers.append(first)
            self.values.append(value)

    def _number(self, first: int, last: int, answer: Answer) -> float | int | None:
        outcome, result = answer
        if outcome is not Outcome.VALUE:
            self.tally.add(first, last, outcome, result)
            return None
        if isinstance(result, bool | int):
            return int(result)
        if isinstance(result, float) and abs(result) < float("inf"):
            return result
        told = "no finite number" if isinstance(result, float) else type(result).__name__
        self.tally.add(first, last, Outcome.FAILED, f"it gives {told}, not a number")
        return None


type Kept = Hits | Course


class Search:
    """Evaluations that go through the same events together, and what is kept of each."""

    def __init__(self, asked: Iterable[tuple[Evaluation, Kept]], first: int, last: int) -> None:
        """About the events ``first..last`` of a game, one at least."""
        self._asked = tuple(asked)
        self._changes: list[list[tuple[int, int, Any]]] = []
        self.first = first
        self.last = last

    @property
    def needs_rows(self) -> bool:
        """Whether the events themselves have to be read: then use `over`, else `sweep`."""
        return any(evaluation.needs_rows for evaluation, _ in self._asked)

    def begin(self, trace: Trace) -> None:
        """Take from the trace all that is read of the board; it is not looked at again."""
        self._changes = [
            evaluation.changes(trace, self.first, self.last) for evaluation, _ in self._asked
        ]

    def over(self, rows: Iterable[Iterable[Row]]) -> Iterator[int]:
        """Ask at every event, in blocks of them; yields the last event of each block."""
        pending = self._pending()
        changed = next(pending, None)
        for block in rows:
            number = self.first - 1
            for row in block:
                number = row.sequence_number
                while changed is not None and changed[0] <= number:
                    _, evaluation, slot, value = changed
                    evaluation.set(slot, value)
                    changed = next(pending, None)
                for evaluation, kept in self._asked:
                    kept.add(number, number, evaluation.at(row))
            yield number

    def sweep(self) -> Iterator[int]:
        """Ask where what is read of the board changes; yields how far it has come."""
        for (evaluation, kept), changes in zip(self._asked, self._changes, strict=True):
            begin = self.first
            for done, (number, group) in enumerate(groupby(changes, key=itemgetter(0)), 1):
                kept.add(begin, number - 1, evaluation.at(None))
                for _, slot, value in group:
                    evaluation.set(slot, value)
                begin = number
                if done % BLOCK == 0:
                    yield number
            kept.add(begin, self.last, evaluation.at(None))
            yield self.last

    def _pending(self) -> Iterator[tuple[int, Evaluation, int, Any]]:
        found = [
            (number, evaluation, slot, value)
            for (evaluation, _), changes in zip(self._asked, self._changes, strict=True)
            for number, slot, value in changes
        ]
        return iter(sorted(found, key=itemgetter(0)))
