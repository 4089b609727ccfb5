"""What is wrong with a log, where, and which option answers it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    HOLE = "hole"
    RESTART = "restart"
    TRUNCATED = "truncated"
    NOT_JSON = "not_json"
    MALFORMED = "malformed"
    DUPLICATE = "duplicate"
    OUT_OF_ORDER = "out_of_order"
    UNKNOWN_PLAYER = "unknown_player"
    UNMATCHED_RUNS = "unmatched_runs"


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` and `last_line` count from 1 in `file`; `remedy` is the option that answers it."""

    kind: Kind
    file: str
    line: int
    text: str
    last_line: int | None = None
    remedy: str | None = None

    @property
    def sentence(self) -> str:
        lines = f"line {self.line}"
        if self.last_line is not None and self.last_line != self.line:
            lines = f"lines {self.line} to {self.last_line}"
        answer = self.remedy or "mend the file"
        return f"{self.file}, {lines}: {self.text} ({answer})"


MARK_GAPS = "--mark-gaps puts an explicit 'missing' event in each hole"
DROP_TRUNCATED = "--drop-truncated leaves it out"


def hole(file: str, line: int, first: int, last: int) -> Problem:
    numbers = f"number {first} is" if first == last else f"numbers {first} to {last} are"
    return Problem(Kind.HOLE, file, line, f"{numbers} missing before it", remedy=MARK_GAPS)


def truncated(file: str, line: int, reason: str) -> Problem:
    return Problem(Kind.TRUNCATED, file, line, reason, remedy=DROP_TRUNCATED)
