"""The first walk over a log: its numbering, its damage, and what it proves.

A stream should count up by one. What else is found becomes a `Problem`, none is mended here. An
engine that was started twice into one file begins to count anew: each count is a `Run`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import msgspec

from games.importing import lines, problems
from games.importing.problems import Kind, Problem

MAX_HOLE = 100_000
"""A larger jump is a damaged number, not events that were lost: it is never filled."""


class Facts[Envelope](Protocol):
    """What a reader wants to know of a run before it gives its events."""

    def see(self, line: int, envelope: Envelope) -> None: ...


@dataclass(frozen=True, slots=True)
class LogFormat[Envelope, Known: Facts[Any]]:
    """How one form of log is read. `start` gives the number a log should begin with, from the one
    it does begin with."""

    decode: Callable[[bytes], Envelope]
    number: Callable[[Envelope], int]
    start: Callable[[int], int]
    facts: Callable[[], Known]


@dataclass(slots=True)
class Run[Known]:
    """One count from its start to its last number, in lines `first_line` to `last_line`."""

    file: str
    start: int
    first_line: int
    facts: Known
    last_line: int = 0
    head: int = field(init=False)
    count: int = 0
    holes: int = 0
    problems: list[Problem] = field(default_factory=list)
    _gaps: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.head = self.start - 1

    def take(self, line: int, number: int) -> bool:
        """Count one number in; false if it has no place here."""
        self.last_line = line
        if number <= self.head:
            self.problems.append(self._misplaced(line, number))
            return False
        if number > self.head + 1 + MAX_HOLE:
            text = f"number {number} follows {self.head}: too far to be a hole"
            self.problems.append(Problem(Kind.MALFORMED, self.file, line, text))
            return False
        if number > self.head + 1:
            self._gaps.append((self.head + 1, number - 1))
            self.holes += number - self.head - 1
            self.problems.append(problems.hole(self.file, line, self.head + 1, number - 1))
        self.head = number
        self.count += 1
        return True

    def _misplaced(self, line: int, number: int) -> Problem:
        late = any(first <= number <= last for first, last in self._gaps)
        if late:
            text = f"number {number} comes after {self.head}, out of order"
            return Problem(Kind.OUT_OF_ORDER, self.file, line, text)
        return Problem(Kind.DUPLICATE, self.file, line, f"number {number} was there already")


@dataclass(frozen=True, slots=True)
class Survey[Known]:
    path: Path
    runs: tuple[Run[Known], ...]
    truncated_line: int | None
    unnumbered: tuple[Problem, ...] = ()
    """Damage in a log that holds no event at all."""

    def chosen(self, run: int | None) -> Run[Known] | None:
        """The run asked for (from 1); the only one if none is asked for."""
        wanted = 1 if run is None and len(self.runs) == 1 else run
        if wanted is None or not 1 <= wanted <= len(self.runs):
            return None
        return self.runs[wanted - 1]

    def restarts(self) -> list[Problem]:
        """One problem per run, where there is more than one."""
        if len(self.runs) < 2:
            return []
        return [
            Problem(
                Kind.RESTART,
                run.file,
                run.first_line,
                f"run {number} of {len(self.runs)}, numbers {run.start} to {run.head}",
                last_line=run.last_line,
                remedy=f"--run {number} imports this one",
            )
            for number, run in enumerate(self.runs, 1)
        ]


def survey[Envelope, Known: Facts[Any]](
    path: Path, form: LogFormat[Envelope, Known]
) -> Survey[Known]:
    """Walk the whole log once, in bounded memory.

    Raises:
        OSError: the file cannot be read.
    """
    walk = _Walk(path, form)
    for line, is_last in _marked(lines.read(path)):
        walk.take(line, is_last=is_last)
    return Survey(path, tuple(walk.runs), walk.truncated_line, tuple(walk.early))


class _Walk[Envelope, Known: Facts[Any]]:
    def __init__(self, path: Path, form: LogFormat[Envelope, Known]) -> None:
        self.path = path
        self.form = form
        self.runs: list[Run[Known]] = []
        self.truncated_line: int | None = None
        self.early: list[Problem] = []
        self._after_damage = False

    def take(self, line: lines.Line, *, is_last: bool) -> None:
        if line.broken is not None:
            self._truncated(line.number, line.broken)
            return
        try:
            line.text.decode()
            envelope = self.form.decode(line.text)
        except msgspec.ValidationError as error:
            self._damaged(line.number, Kind.MALFORMED, str(error))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            if is_last and not line.ended:
                self._truncated(line.number, "the last line is cut off")
            else:
                self._damaged(line.number, Kind.NOT_JSON, f"not JSON ({error})")
        else:
            self._count(line.number, envelope)

    def _count(self, line: int, envelope: Envelope) -> None:
        number = self.form.number(envelope)
        if not self.runs or self._restarts(number):
            self._open(line, number)
        run = self.runs[-1]
        if run.take(line, number):
            run.facts.see(line, envelope)
        self._after_damage = False

    def _restarts(self, number: int) -> bool:
        run = self.runs[-1]
        if number > run.head:
            return False
        # A second run appended after a cut line shares that line: its first event is lost with it.
        return number == run.start or (self._after_damage and number == run.start + 1)

    def _open(self, line: int, number: int) -> None:
        start = self.runs[0].start if self.runs else self.form.start(number)
        run = Run(self.path.name, start, line, self.form.facts(), last_line=line)
        run.problems.extend(self.early)
        self.early.clear()
        self.runs.append(run)

    def _damaged(self, line: int, kind: Kind, text: str) -> None:
        self._note(Problem(kind, self.path.name, line, text))
        self._after_damage = True

    def _truncated(self, line: int, text: str) -> None:
        self.truncated_line = line
        self._note(problems.truncated(self.path.name, line, text))

    def _note(self, problem: Problem) -> None:
        (self.runs[-1].problems if self.runs else self.early).append(problem)


def _marked(walk: Iterator[lines.Line]) -> Iterator[tuple[lines.Line, bool]]:
    """Each line, and whether it is the last."""
    held = next(walk, None)
    while held is not None:
        following = next(walk, None)
        yield held, following is None
        held = following
