"""What is wrong with a question, and where."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from games.domain.errors import Invalid


@dataclass(eq=False)
class InvalidExpression(Invalid):
    """A question that cannot be asked; ``line`` and ``column`` count characters from 1."""

    problem: str
    line: int
    column: int
    suggestions: list[str] = field(default_factory=list)
    code: ClassVar[str] = "invalid_expression"

    @property
    def detail(self) -> str:
        """The problem, where it stands, and what may have been meant."""
        place = f"column {self.column}"
        if self.line > 1:
            place = f"line {self.line}, {place}"
        meant = f" Did you mean {' or '.join(self.suggestions)}?" if self.suggestions else ""
        return f"{self.problem} ({place}).{meant}"


@dataclass(eq=False)
class QuestionTooSlow(Invalid):
    """The time one question may take was over before its last event."""

    seconds: float
    reached: int
    code: ClassVar[str] = "question_too_slow"
    sentence = (
        "The question took more than {seconds} s and was stopped after event {reached}: "
        "ask a simpler one, or about fewer events with from and to."
    )


def at(text: str, offset: int, problem: str, suggestions: Iterable[str] = ()) -> InvalidExpression:
    """A problem at a character of the text."""
    before = text[: max(offset, 0)]
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    return InvalidExpression(problem, line, column, list(suggestions))


def near(word: str, known: Iterable[str]) -> list[str]:
    """Up to three known words that look like this one, the nearest first."""
    names = {name.lower(): name for name in known}
    found = difflib.get_close_matches(word.lower(), names, n=3, cutoff=0.6)
    return [names[name] for name in found]
