"""Lanes as data: what is drawn along the slider, packed for the way to the browser.

Numbers that ascend travel as differences: a game of 30,000 events makes some tens of kilobytes,
compressed. The browser needs no rule of the game to draw them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from replay.domain import sampling
from replay.domain.course import Course
from replay.domain.invariants.findings import KEPT, RULES, Report
from replay.domain.landmarks import Lane
from replay.domain.placing import Placed
from replay.domain.ruler import LARGEST
from replay.domain.series import Metric

type Json = dict[str, Any]

SPARK = 1_000
"""Moments of the net worth drawn over the whole game."""

WORDS = {
    Lane.AUCTION: ("Auctions", "auction"),
    Lane.TRADE: ("Trades", "trade"),
    Lane.JAIL: ("Jail", "time in jail"),
    Lane.BANKRUPTCY: ("Bankruptcies", "bankruptcy"),
    Lane.UNREAD: ("Not read", "event nobody could read"),
}

TOLD_ELSEWHERE = {"unprovable", "fallback", "unfinished"}
"""Rules whose findings are no marks: every decision would have one, or a lane of its own has."""


def of(course: Course, names: Sequence[str], initials: Sequence[str], head: int) -> Json:
    """All that the stream alone tells: turns, net worth, landmarks."""
    turns = course.landmarks.turns
    return {
        "first": course.first,
        "known": course.head,
        "head": head,
        "seats": [
            {"name": name, "initials": mark} for name, mark in zip(names, initials, strict=True)
        ],
        "turns": {
            "at": packed(turn.sequence_number for turn in turns),
            "number": packed(_small(turn.number) for turn in turns),
            "seat": [turn.seat for turn in turns],
        },
        "worth": _worth(course),
        "lanes": [_lane(course, lane) for lane in Lane],
    }


def decisions(placed: Sequence[Placed], seats: dict[int, int], head: int) -> list[Json]:
    """The models' decisions, and those among them with an error or a fallback.

    Args:
        placed: in the order in which they apply.
        seats: seat by ``player_id``.
        head: decisions no event has come of yet are put to it.
    """
    lanes = []
    for name, label, one, chosen in (
        ("decision", "Decisions", "decision", placed),
        ("error", "Errors", "decision with errors", [it for it in placed if it.made.is_flawed]),
    ):
        at = [min(it.applied, head) for it in chosen]
        lane = {"name": name, "label": label, "one": one, "count": len(chosen), "at": packed(at)}
        lanes.append(lane | {"seat": [seats.get(it.made.player_id) for it in chosen]})
    return lanes


def findings(report: Report) -> Json:
    """What the auditor found up to the event ``known``, where it names an event."""
    kept = sorted(
        (found.sequence_number, found.rule)
        for found in report.findings
        if found.sequence_number is not None and found.rule not in TOLD_ELSEWHERE
    )
    counts = {rule: n for rule, n in report.counts.items() if rule not in TOLD_ELSEWHERE}
    rules = sorted({rule for _, rule in kept})
    return {
        "name": "finding",
        "label": "Findings",
        "one": "finding",
        "known": report.head,
        "count": sum(counts.values()),
        "at": packed(number for number, _ in kept),
        "note": _cut(counts),
        "says": [RULES[rule].title for rule in rules],
        "say": [rules.index(rule) for _, rule in kept],
        "mild": [index for index, rule in enumerate(rules) if not RULES[rule].is_severe],
    }


def packed(numbers: Iterable[int]) -> list[int]:
    """The first number, then each one's distance from the one before it."""
    told = [0, *numbers]
    return [after - before for before, after in pairwise(told)]


def _lane(course: Course, lane: Lane) -> Json:
    label, one = WORDS[lane]
    marks = [mark for mark in course.landmarks.marks if mark.lane is lane]
    return {
        "name": lane.value,
        "label": label,
        "one": one,
        "count": len(marks),
        "at": packed(mark.first for mark in marks),
        "long": [(course.head if mark.last is None else mark.last) - mark.first for mark in marks],
        "seat": [mark.seat for mark in marks],
    }


def _worth(course: Course) -> Json:
    """Everybody's net worth at the moments that show all highs and lows."""
    tracks = course.tracks[Metric.NET_WORTH]
    kept = sampling.moments(tracks, course.first, course.head, SPARK)
    return {
        "at": packed(kept),
        "seats": [packed(_small(track.after(at)) for at in kept) for track in tracks],
        "is_complete": sampling.is_complete(tracks, kept),
    }


def _small(number: int) -> int:
    """A number as a browser can hold it; only a log that makes no sense has others."""
    return max(-LARGEST, min(LARGEST, number))


def _cut(counts: dict[str, int]) -> str:
    """Which findings are only counted: the audit keeps the first of each rule."""
    cut = [RULES[rule].title for rule, count in counts.items() if count > KEPT]
    return f"of {', '.join(cut)}, the first {KEPT} each are marked" if cut else ""
