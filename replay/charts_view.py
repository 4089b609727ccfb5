"""Charts by address: their figures as JSON, and a page of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from msgspec import Struct

from games.domain.errors import InvalidField
from replay import cast, charts, reading, series
from replay.charts import Axis, Span
from replay.domain.course import Course
from replay.domain.series import Metric
from replay.drawing import amounts, plain
from replay.pages import FOREVER, opened, page
from replay.recording import Recording

ASKED = ("chart", "over")
"""Parameters that say what is to be drawn."""

ROWS = 200
"""Rows of one page of the table."""


class Choice(Struct, frozen=True):
    """What is to be drawn."""

    metric: Metric
    axis: Axis


@gzip_page
@page("over", "head", "first", "last", "v")
def figure(request: HttpRequest, game_id: str, metric: str) -> HttpResponse:
    """One chart up to ``?head=``, over ``?first=`` to ``?last=``, as a Plotly figure."""
    recording = opened(request, game_id)
    asked = choice({"chart": metric, "over": request.GET.get("over", Axis.EVENT)})
    head = number(request.GET, "head", recording.head)
    course = series.of(recording, head)
    span = _span(request.GET, course)
    names = [role.name for role in cast.of(recording)]
    drawn = charts.figure(course, asked.metric, asked.axis, names, span, head)
    if recording.reading.problem is not None:
        drawn["data"] = []
        drawn["about"]["notes"] = [problem(recording)]
    response = JsonResponse(drawn)
    is_final = "head" in request.GET and request.GET.get("v") == version(recording)
    response["Cache-Control"] = FOREVER if is_final else "no-cache"
    return response


@page("seq", "from", *ASKED)
def charts_page(request: HttpRequest, game_id: str) -> HttpResponse:
    """A chart as wide as the window, and all its values at the starts of turns."""
    recording = reading.open_game(game_id)
    wanted = number(request.GET, "seq", recording.head)
    recording.check(wanted)
    start = number(request.GET, "from", 0)
    context = context_of(recording, wanted, request.GET.dict(), start)
    context |= {"shown_id": plain.clip(game_id, 80), "recording": recording, "wanted": wanted}
    return render(request, "charts.html", context)


def context_of(
    recording: Recording, wanted: int, query: Mapping[str, str], start: int | None = None
) -> dict[str, Any]:
    """What a chart's template needs, as ``chart``: pages have names of their own besides.

    ``start``: the table's first row, None for the last few.
    """
    asked = choice(query)
    course = series.of(recording)
    names = [role.name for role in cast.of(recording)]
    is_read = recording.reading.problem is None
    told = charts.notes(course, asked.metric, names, recording.head)
    whole = {"seq": wanted, "chart": asked.metric.value, "over": asked.axis.value}
    about = {
        "metrics": [(metric.value, charts.TITLES[metric]) for metric in Metric],
        "metric": asked.metric.value,
        "axis": asked.axis.value,
        "title": charts.TITLES[asked.metric],
        "meaning": charts.MEANINGS[asked.metric],
        "figure": reverse("figure", args=[recording.game_id, asked.metric.value]),
        "version": version(recording),
        "head": recording.head,
        "plain_page": reverse("charts", args=[recording.game_id]),
        "whole": f"{reverse('charts', args=[recording.game_id])}?{urlencode(whole)}",
        "notes": told if is_read else [problem(recording)],
        "names": names,
        **(_table(course, asked.metric, wanted, start) if is_read else _NO_TABLE),
    }
    return {"chart": about, "here": reverse("timeline", args=[recording.game_id])}


def choice(query: Mapping[str, str]) -> Choice:
    """What a query asks to see.

    Raises:
        InvalidField: it names no chart or no axis.
    """
    try:
        metric = Metric(query.get("chart", Metric.NET_WORTH))
    except ValueError:
        known = f"not a chart; the charts are {', '.join(Metric)}"
        raise InvalidField("chart", query["chart"], known) from None
    try:
        return Choice(metric, Axis(query.get("over", Axis.EVENT)))
    except ValueError:
        known = f"not an axis; the axes are {', '.join(Axis)}"
        raise InvalidField("over", query["over"], known) from None


def number(query: Mapping[str, str], name: str, default: int) -> int:
    """A whole number of a query.

    Raises:
        InvalidField: it is something else.
    """
    told = query.get(name, "").strip()
    try:
        return int(told) if told else default
    except ValueError:
        raise InvalidField(name, told, "not a whole number") from None


def version(recording: Recording) -> str:
    """Names all that charts and lanes of this game depend on besides its head: for ``?v=``."""
    return f"{recording.tag}{_drawing_version()}"


def problem(recording: Recording) -> str:
    """Why nothing of a game can be drawn."""
    why = plain.clip(recording.reading.problem or "", 200)
    return f"This game cannot be read, so there is nothing to draw: {why}"


def _span(query: Mapping[str, str], course: Course) -> Span:
    first = max(course.first, number(query, "first", course.first))
    last = min(course.head, number(query, "last", course.head))
    if first > last:
        raise InvalidField("first", str(first), f"after the last event asked for, {last}")
    return Span(first, last)


def _table(course: Course, metric: Metric, wanted: int, start: int | None) -> dict[str, Any]:
    """The values at the starts of turns: a page of them, or the last few up to the moment."""
    turns = {turn.sequence_number: turn.number for turn in course.landmarks.turns}
    moments = sorted({course.first, course.head, *turns})
    if start is None:
        start = max(0, sum(at <= wanted for at in moments) - 5)
        shown = [at for at in moments[start:] if at <= wanted]
    else:
        start = max(0, min(start, len(moments) - 1))
        shown = moments[start : start + ROWS]
    rows = [
        (turns.get(at), at, [amounts.dollars(value) for value in values])
        for at, values in charts.table(course, metric, shown)
    ]
    return {
        "rows": rows,
        "rows_before": max(0, start - ROWS) if start else None,
        "rows_after": start + ROWS if start + ROWS < len(moments) else None,
        "rows_all": len(moments),
    }


_NO_TABLE: dict[str, Any] = {"rows": [], "rows_before": None, "rows_after": None, "rows_all": 0}


@cache
def _drawing_version() -> str:
    """Changes with any line that decides what a figure or a lane holds."""
    here = Path(__file__).parent
    sources = [*here.glob("chart*.py"), *here.glob("lanes*.py"), here / "domain/rules/holdings.py"]
    digest = hashlib.sha256()
    for source in sorted(sources):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:8]
