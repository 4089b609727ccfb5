"""`/statistics/compare/`: two choices of players side by side."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from msgspec import structs

from replay.domain.statistics.estimates import Estimate
from replay.domain.statistics.filters import NONE
from replay.pages import page
from replay.statistics import comparing, view, words


@gzip_page
@page(*comparing.NAMES, many=comparing.NAMES)
def compare(request: HttpRequest) -> HttpResponse:
    """Two choices side by side: ``left.model=…&right.model=…``, and so with every filter."""
    found = comparing.compare(view.query_of(request))
    pairs = {side: getattr(found, side).asked.filters.query() for side in comparing.SIDES}
    other_way = {"left": pairs["right"], "right": pairs["left"]}
    context = {
        "sections": view.SECTIONS.values(),
        "here": "compare",
        "query": "",
        "sides": [_side(side, found, pairs) for side in comparing.SIDES],
        "lines": [_line(found, one) for one in found.lines if one.left.n or one.right.n],
        "untold": [one.title for one in found.lines if not (one.left.n or one.right.n)],
        "shared": found.shared,
        "swapped": f"?{urlencode(comparing.addressed(other_way))}",
        "is_same": found.left.asked.filters == found.right.asked.filters,
        "NONE": NONE,
    }
    return render(request, "statistics/compare.html", context)


def _side(
    side: str, found: comparing.Comparison, pairs: dict[str, list[tuple[str, str]]]
) -> dict[str, Any]:
    told: comparing.Side = getattr(found, side)
    return {
        "name": side,
        "title": {"left": "Left", "right": "Right"}[side],
        "fields": view.fields(told.asked, f"{side}."),
        "filters": told.asked.filters,
        "chips": [
            (title, value, f"?{urlencode(comparing.addressed(pairs | {side: rest}))}")
            for title, value, rest in _without(pairs[side])
        ],
        "coverage": view.coverage(told.asked),
        "leaderboard": f"{reverse('statistics')}?{urlencode(pairs[side])}",
    }


def _without(
    pairs: list[tuple[str, str]],
) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Each filter and its value, with all the others."""
    return [
        (view.CHIPS[name], value, [one for one in pairs if one != (name, value)])
        for name, value in pairs
    ]


def _line(found: comparing.Comparison, line: comparing.Line) -> dict[str, Any]:
    """One number of both sides, each with the way behind it."""
    kind = _DIFFERENCES.get(line.kind, line.kind)
    left, right = found.left.asked, found.right.asked
    games = f"{line.left.games:,} and {words.games(line.right.games)}"
    return {
        "title": line.title,
        "left": words.estimate(line.left, line.kind, left.behind(line.of)),
        "right": words.estimate(line.right, line.kind, right.behind(line.of)),
        "difference": structs.replace(words.estimate(line.difference, kind), of=games),
        "is_clear": _is_clear(line.difference),
    }


_DIFFERENCES = {words.Kind.SHARE: words.Kind.POINTS, words.Kind.DOLLARS: words.Kind.CHANGE}


def _is_clear(difference: Estimate) -> bool:
    """Whether the interval does not hold zero."""
    low, high = difference.low, difference.high
    return low is not None and high is not None and (low > 0 or high < 0)
