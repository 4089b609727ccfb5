"""The event list: all of a game's events, or those that pass a filter, a page of rows at a time."""

from __future__ import annotations

from bisect import bisect_left
from itertools import groupby

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.gzip import gzip_page
from msgspec import Struct

from games.domain.errors import InvalidField
from replay import addresses, filters, segments
from replay import frame as frames
from replay.domain.timeline import INTERVAL
from replay.drawing import entries
from replay.filters import Filter
from replay.pages import FOREVER, opened, page
from replay.panels import Context, Query
from replay.recording import Recording
from replay.segments import Line

ROWS = 64
"""Rows in one page of the list."""


class Window(Struct, frozen=True):
    """Some rows of the list: ``start`` is the index of the first among all ``total``."""

    start: int
    total: int
    lines: tuple[Line, ...]


@gzip_page
@page(*filters.NAMES, "v")
def rows(request: HttpRequest, game_id: str, number: int) -> HttpResponse:
    """The rows of one page of the list, numbered from 0; for ever the same once it is full."""
    recording = opened(request, game_id)
    chosen = filters.parse(request.GET)
    matching = _matching(recording, chosen)
    if not 0 <= number * ROWS < max(1, len(matching)):
        raise InvalidField("page", number, f"the list has {-(-len(matching) // ROWS)} pages")
    window = _window(recording, matching, number * ROWS)
    drawn = "".join(entries.draw_line(line, is_here=False) for line in window.lines)
    response = HttpResponse(drawn)
    is_full = len(window.lines) == ROWS
    if is_full and request.GET.get("v") == frames.version(recording):
        response["Cache-Control"] = FOREVER
    return response


@gzip_page
@page(*filters.NAMES, "v")
def matches(request: HttpRequest, game_id: str) -> HttpResponse:
    """The numbers of all events that pass a filter, each as its distance from the one before."""
    recording = opened(request, game_id)
    found = filters.numbers(recording, filters.parse(request.GET))
    gaps = [after - before for before, after in zip([0, *found], found, strict=False)]
    return JsonResponse({"head": recording.head, "count": len(found), "gaps": gaps})


def context(recording: Recording, wanted: int, query: Query) -> Context:
    """What the list's template needs: the filter's form, and the rows about the moment."""
    chosen = filters.parse(query)
    keep = addresses.kept(query)
    matching = _matching(recording, chosen)
    here = bisect_left(matching, wanted)
    window = _window(recording, matching, here // ROWS * ROWS)
    return {
        "filter": chosen,
        "options": filters.options(recording, chosen),
        "rows_a_page": ROWS,
        "window": window,
        "entries": [
            entries.draw_line(line, is_here=line.event.sequence_number == wanted, keep=keep)
            for line in window.lines
        ],
    }


def _matching(recording: Recording, chosen: Filter) -> range | list[int]:
    if chosen:
        return filters.numbers(recording, chosen)
    return range(recording.first, recording.head + 1)


def _window(recording: Recording, matching: range | list[int], start: int) -> Window:
    numbers = matching[start : start + ROWS]
    lines: list[Line] = []
    for _, near in groupby(numbers, key=lambda number: (number - recording.first) // INTERVAL):
        some = list(near)
        for segment in segments.covering(recording, some[0], some[-1]):
            lines += [segment.line(recording.dialect, number) for number in some]
    return Window(start, len(matching), tuple(lines))
