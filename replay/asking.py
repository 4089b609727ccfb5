"""Questions to a recorded game: where a condition holds, how a value goes; kept while asked."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore, Lock
from typing import ClassVar

from cachetools import LRUCache
from msgspec import Struct

from games.domain.errors import InvalidField, Unavailable
from replay import asked_rows, decisions, traces
from replay.domain import snapshot
from replay.domain.asking import problems
from replay.domain.asking.answer import Found, Mode, Watched
from replay.domain.asking.evaluation import ON_THE_BOARD, Evaluation
from replay.domain.asking.language import Asked
from replay.domain.asking.reads import Source
from replay.domain.asking.search import Course, Hits, Search
from replay.domain.timeline import Break
from replay.recording import Recording
from replay.traces import Held

SECONDS = 10.0
"""The time one question may take, waiting for its turn included."""

AT_ONCE = 2
"""Questions that compute at the same time, per process."""

CACHED_RUNS = 100_000
"""Runs of hits kept, over all answers: a question is asked again at every step of a debugger."""


class Question(Struct, frozen=True):
    """What is asked about the events ``first..last`` (None: as far as there are any).

    ``condition`` and ``watch`` are expressions; either may be empty, but not both.
    """

    condition: str = ""
    watch: str = ""
    first: int | None = None
    last: int | None = None


class Progress(Struct, frozen=True):
    """How far an answer is: ``done`` of ``steps`` events were read, or asked about."""

    done: int
    steps: int


class Answer(Struct, frozen=True):
    """The answer about the events ``first..last``; ``found`` and ``watched`` as asked for.

    ``evaluated``: how often an expression was computed. ``broken``: the fold broke there, so that
    nothing is known from that event on, and ``last`` is the one before it. ``warnings``: why the
    board may not be the engine's own, where it was asked about.
    """

    question: Question
    first: int
    last: int
    found: Found | None
    watched: Watched | None
    evaluated: int
    broken: Break | None
    warnings: tuple[str, ...]


@dataclass(eq=False)
class TooManyQuestions(Unavailable):
    """All places for questions are taken."""

    code: ClassVar[str] = "too_many_questions"
    sentence = "Too many questions are being answered at once: ask again in a moment."


def ask(recording: Recording, question: Question) -> Answer:
    """The answer to a question; see `steps` for what is raised."""
    for step in steps(recording, question):
        if isinstance(step, Answer):
            return step
    raise AssertionError("steps end with the answer")


def steps(recording: Recording, question: Question) -> Iterator[Progress | Answer]:
    """The answer, and before it how far it has come; whoever stops listening stops the work.

    Raises:
        InvalidExpression: it cannot be asked.
        InvalidField: it asks for events that there are not.
        QuestionTooSlow: it took longer than `SECONDS`.
        TooManyQuestions: no place became free in that time.
    """
    clock = _Clock()
    asked = _Asked(recording, question, clock)
    with _lock:
        known = _answers.get(asked.key)
    if known is not None:
        yield known
        return
    work = asked.work()
    while True:
        # A place is held while something is computed, not while a slow reader takes it in.
        with _place(clock):
            step = next(work)
        if isinstance(step, Answer):
            with _lock:
                if (weight := _weight(step)) <= CACHED_RUNS // 4 and weight:
                    _answers[asked.key] = step
            yield step
            return
        yield step


def is_known(recording: Recording, question: Question) -> bool:
    """Whether the answer is at hand; raises as `steps` does for what cannot be asked."""
    key = _Asked(recording, question, _Clock()).key
    with _lock:
        return key in _answers


def check(recording: Recording, question: Question) -> None:
    """Refuse what cannot be asked, as `steps` does, without asking it."""
    _Asked(recording, question, _Clock())


def forget_all() -> None:
    """Empty the memory, as after a restart."""
    traces.forget_all()
    with _lock:
        _answers.clear()


class _Clock:
    """How long a question has been at it, and how far it has come."""

    def __init__(self) -> None:
        self.reached = 0
        self._end = time.monotonic() + SECONDS

    @property
    def left(self) -> float:
        """Seconds, never less than 0."""
        return max(self._end - time.monotonic(), 0.0)

    def tick(self) -> None:
        """Raise when the time is over."""
        if not self.left:
            raise problems.QuestionTooSlow(SECONDS, self.reached)


class _Asked:
    """One question on its way."""

    def __init__(self, recording: Recording, question: Question, clock: _Clock) -> None:
        self._recording = recording
        self._question = question
        self._clock = clock
        self._first, self._last = _span(recording, question)
        compiled = (
            (Asked.CONDITION, question.condition, Hits()),
            (Asked.WATCH, question.watch, Course()),
        )
        self._pairs = [
            (Evaluation(text, recording.setup, asked, clock.tick), kept)
            for asked, text, kept in compiled
            if text.strip()
        ]
        if not self._pairs:
            raise problems.at("", 0, "there is no expression")
        self._sources = frozenset[Source]().union(
            *(evaluation.expression.reads.sources for evaluation, _ in self._pairs)
        )

    @property
    def key(self) -> tuple[object, ...]:
        """Equal keys, equal answers."""
        made = 0
        if Source.DECISION in self._sources:
            made = len(decisions.index(self._recording).all)
        # A live game's last decision leads to events that were not there before.
        return (
            self._recording.tag,
            self._first,
            self._last,
            made,
            self._recording.status,
            *((self._question.condition, self._question.watch)),
        )

    def work(self) -> Iterator[Progress | Answer]:
        """Read what is not known yet of the game, then ask."""
        held = traces.of(self._recording)
        for done in held.catch_up(self._recording):
            self._clock.tick()
            yield Progress(done - self._recording.first + 1, self._steps)
        last = min(self._last, held.trace.head)
        if last >= self._first:
            for number in self._search(held, last):
                self._clock.reached = number
                self._clock.tick()
                read = self._recording.head - self._recording.first + 1
                yield Progress(read + number - self._first + 1, self._steps)
        yield self._answer(held, last)

    @property
    def _steps(self) -> int:
        read = self._recording.head - self._recording.first + 1
        return read + self._last - self._first + 1

    def _search(self, held: Held, last: int) -> Iterator[int]:
        search = Search(self._pairs, self._first, last)
        with held.lock:
            search.begin(held.trace)
        if not search.needs_rows:
            return search.sweep()
        reads = [read for one, _ in self._pairs for read in one.expression.reads.values]
        return search.over(asked_rows.blocks(self._recording, reads, self._first, last))

    def _answer(self, held: Held, last: int) -> Answer:
        found, watched = None, None
        for evaluation, kept in self._pairs:
            if isinstance(kept, Hits):
                reads = evaluation.expression.reads.sources
                found = Found.of(kept, Mode.EDGES if reads <= {Source.NOW} else Mode.EVERY)
            else:
                watched = Watched.of(kept, self._first, last)
        evaluated = sum(evaluation.evaluated for evaluation, _ in self._pairs)
        broken = held.trace.broken
        if broken is not None and broken.sequence_number > self._last:
            broken = None
        doubts: list[str] = []
        if self._sources & ON_THE_BOARD:
            doubts = snapshot.warnings(held.trace.state, self._recording.reading.problem)
        return Answer(
            question=self._question,
            first=self._first,
            last=last,
            found=found,
            watched=watched,
            evaluated=evaluated,
            broken=broken,
            warnings=tuple(doubts),
        )


def _span(recording: Recording, question: Question) -> tuple[int, int]:
    first = recording.first if question.first is None else question.first
    last = recording.head if question.last is None else question.last
    first = max(first, recording.first)
    if last > recording.head:
        recording.check(last)
    if question.last is not None and last < first:
        raise InvalidField("to", last, f"it must not be before from, which is {first}")
    return first, last


@contextmanager
def _place(clock: _Clock) -> Iterator[None]:
    if not _places.acquire(timeout=clock.left):
        raise TooManyQuestions
    try:
        yield
    finally:
        _places.release()


def _weight(answer: Answer) -> int:
    return 10 + len(answer.found.runs if answer.found else ())


_lock = Lock()
_places = BoundedSemaphore(AT_ONCE)
_answers: LRUCache[tuple[object, ...], Answer] = LRUCache(CACHED_RUNS, getsizeof=_weight)
