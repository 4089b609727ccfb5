"""What changed between two texts, word by word, in bounded time however long they are.

Texts are cut into lines, and lines at commas and brackets, because a prompt is often one line of
JSON. Pieces that differ are compared again by words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import accumulate

from msgspec import Struct

MOST_CHARACTERS = 200_000
"""Of each text that are looked at, after what both begin with."""

MOST_WORK = 1_500_000
"""Steps of the comparison; less than a second."""

CONTEXT = 80
"""Characters shown around a change."""

_MANY = 200
"""From so many pieces on, difflib starts no match from what every hundredth of them is."""

_PIECE = re.compile(r"[^\n,;{}\[\]]*[\n,;{}\[\]]|[^\n,;{}\[\]]+")
_WORD = re.compile(r"\w+|\s+|[^\w\s]")


class Kind(StrEnum):
    """What a part of the comparison is."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    SKIPPED = "skipped"


class Part(Struct, frozen=True):
    """A stretch of text; of a skipped one only how long it is, in characters."""

    kind: Kind
    text: str
    length: int


class Compared(Struct, frozen=True):
    """The parts in order. ``is_rough``: the bound was met, and more may be the same than is shown.

    ``unread`` are the characters at the end of the longer text that were not looked at.
    """

    parts: tuple[Part, ...]
    is_rough: bool
    unread: int

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        return not any(part.kind in {Kind.GONE, Kind.NEW} for part in self.parts)


def compare(before: str, after: str) -> Compared:
    """The changes from one text to another, each with a little of what is around it."""
    start = _common(before, after)
    left, right = before[start:], after[start:]
    unread = max(0, max(len(left), len(right)) - MOST_CHARACTERS)
    budget = _Budget(MOST_WORK)
    pairs = _pairs(_PIECE, left[:MOST_CHARACTERS], right[:MOST_CHARACTERS], budget)
    parts = [(Kind.SAME, before[:start])] if start else []
    for same, gone, new in pairs:
        parts += _refined(gone, new, budget)
        if same:
            parts.append((Kind.SAME, same))
    return Compared(tuple(_shortened(_merged(parts))), budget.is_spent, unread)


class _Budget:
    """Work that may still be done."""

    def __init__(self, left: int) -> None:
        self._left = left
        self.is_spent = False

    def take(self, work: int) -> bool:
        """Whether there was room for it."""
        if work > self._left:
            self.is_spent = True
            return False
        self._left -= work
        return True


def _common(before: str, after: str) -> int:
    """How many characters both begin with, up to the last whole piece."""
    low, high = 0, min(len(before), len(after))
    while low < high:
        middle = (low + high + 1) // 2
        if before.startswith(after[low:middle], low):
            low = middle
        else:
            high = middle - 1
    ends = [before.rfind(mark, 0, low) for mark in "\n,;{}[]"]
    return max(ends) + 1


def _refined(gone: str, new: str, budget: _Budget) -> list[tuple[Kind, str]]:
    """What replaced what, by words where both are there."""
    if not gone or not new:
        return [(Kind.GONE, gone), (Kind.NEW, new)]
    parts = []
    for same, left, right in _pairs(_WORD, gone, new, budget):
        parts += [(Kind.GONE, left), (Kind.NEW, right), (Kind.SAME, same)]
    return parts


def _pairs(
    cut: re.Pattern[str], before: str, after: str, budget: _Budget
) -> list[tuple[str, str, str]]:
    """(what is the same, what was gone before it, what is new before it), in order."""
    left, right = cut.findall(before), cut.findall(after)
    found, at_left, at_right = [], 0, 0
    for start, other, size in [*_blocks(left, right, budget), (len(left), len(right), 0)]:
        gone, new = "".join(left[at_left:start]), "".join(right[at_right:other])
        found.append(("".join(left[start : start + size]), gone, new))
        at_left, at_right = start + size, other + size
    return found


def _blocks(
    left: Sequence[str], right: Sequence[str], budget: _Budget
) -> list[tuple[int, int, int]]:
    """difflib's matching blocks, as far as the budget goes."""
    matcher = SequenceMatcher(None, left, right)
    counts = Counter(right)
    often = len(right) // 100 + 1 if len(right) >= _MANY else len(right)
    steps = (1 + (counts[each] if counts[each] <= often else 0) for each in left)
    costs = list(accumulate(steps, initial=0))
    waiting, blocks = [(0, len(left), 0, len(right))], []
    while waiting:
        low, high, other_low, other_high = waiting.pop()
        if low >= high or other_low >= other_high or not budget.take(costs[high] - costs[low]):
            continue
        at, other, size = matcher.find_longest_match(low, high, other_low, other_high)
        if size:
            blocks.append((at, other, size))
            waiting.append((low, at, other_low, other))
            waiting.append((at + size, high, other + size, other_high))
    return sorted(blocks)


def _merged(parts: list[tuple[Kind, str]]) -> list[tuple[Kind, str]]:
    """Neighbours of one kind as one; of a change, what is gone first."""
    merged: list[tuple[Kind, str]] = []
    gone, new = "", ""
    for kind, text in [*parts, (Kind.SAME, " ")]:
        if kind is Kind.GONE:
            gone += text
        elif kind is Kind.NEW:
            new += text
        elif text and merged and not gone and not new:
            merged[-1] = (kind, merged[-1][1] + text)
        elif text:
            merged += [part for part in ((Kind.GONE, gone), (Kind.NEW, new)) if part[1]]
            merged.append((kind, text))
            gone, new = "", ""
    end = merged.pop()[1][:-1]
    return [*merged, (Kind.SAME, end)] if end else merged


def _shortened(parts: list[tuple[Kind, str]]) -> list[Part]:
    """Long stretches of the same, shortened to what is next to a change."""
    shown: list[Part] = []
    for index, (kind, text) in enumerate(parts):
        if kind is not Kind.SAME:
            shown.append(Part(kind, text, len(text)))
            continue
        head = CONTEXT if index else 0
        tail = CONTEXT if index < len(parts) - 1 else 0
        if len(text) <= head + tail + CONTEXT:
            shown.append(Part(kind, text, len(text)))
            continue
        begin, end = text[:head], text[len(text) - tail :]
        skipped = len(text) - head - tail
        shown += [Part(kind, begin, head)] if begin else []
        shown.append(Part(Kind.SKIPPED, "", skipped))
        shown += [Part(kind, end, tail)] if end else []
    return shown
