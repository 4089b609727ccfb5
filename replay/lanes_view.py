"""Lanes by address: what the stream tells at once, what takes longer apart."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.gzip import gzip_page

from replay import auditing, cast, charts_view, decisions, lanes, reading, series
from replay.drawing import entries, plain
from replay.pages import FOREVER, opened, page


@gzip_page
@page("head", "v")
def stream(request: HttpRequest, game_id: str) -> HttpResponse:
    """Turns, net worth and landmarks up to ``?head=``: for ever the same under one ``?v=``."""
    recording = opened(request, game_id)
    head = charts_view.number(request.GET, "head", recording.head)
    course, roles = series.of(recording, head), cast.of(recording)
    names, initials = [role.name for role in roles], [role.initials for role in roles]
    response = JsonResponse(lanes.of(course, names, initials, head))
    is_final = "head" in request.GET and request.GET.get("v") == charts_view.version(recording)
    response["Cache-Control"] = FOREVER if is_final else "no-cache"
    return response


@gzip_page
@page()
def made(request: HttpRequest, game_id: str) -> HttpResponse:
    """Decisions and their errors. They may be posted long after their events: never kept."""
    recording = reading.open_game(game_id)
    seats = {seat.player_id: index for index, seat in enumerate(recording.setup.seats)}
    placed = decisions.index(recording).all
    return JsonResponse({"lanes": lanes.decisions(placed, seats, recording.head)})


@gzip_page
@page()
def found(request: HttpRequest, game_id: str) -> HttpResponse:
    """What the auditor finds. The first look at a long game takes it seconds."""
    recording = reading.open_game(game_id)
    return JsonResponse({"lanes": [lanes.findings(auditing.of(recording).report)]})


@page("v")
def sentence(request: HttpRequest, game_id: str, sequence_number: int) -> HttpResponse:
    """One event in words, for who points at a mark."""
    recording = opened(request, game_id)
    moment = reading.moment(recording, sequence_number)
    told = moment.line.sentence if moment.line else "Before the first event"
    response = JsonResponse({"sentence": plain.clip(told, entries.SENTENCE_CHARS)})
    is_final = request.GET.get("v") == charts_view.version(recording)
    response["Cache-Control"] = FOREVER if is_final else "no-cache"
    return response
