"""The pages: the list of games, and a game's timeline with its frames."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page

from games.domain.errors import InvalidField
from games.domain.status import Status
from replay import addresses, catalogue, charts_view, keyboard, log_view, panel_view, reading, steps
from replay import frame as frames
from replay.drawing import ground, plain, spaces
from replay.pages import FOREVER, is_fragment, opened, page
from replay.recording import Recording


@gzip_page
@page("status", "q", "before")
def games(request: HttpRequest) -> HttpResponse:
    """The games list, or only its rows."""
    asked = {name: request.GET.get(name, "").strip()[:200] for name in ("status", "q", "before")}
    if asked["status"] and asked["status"] not in set(Status):
        known = f"games are {', '.join(Status)}"
        raise InvalidField("status", asked["status"], known)
    found = catalogue.page(asked["status"], asked["q"].replace("\0", ""), asked["before"])
    kept = {name: value for name, value in asked.items() if value and name != "before"}
    context = {
        "page": found,
        "asked": asked,
        "statuses": list(Status),
        "newest": f"?{urlencode(kept)}",
        "older": f"?{urlencode({**kept, 'before': found.older})}" if found.older else "",
        "site": request.build_absolute_uri("/"),
    }
    return render(request, "_games.html" if is_fragment(request) else "games.html", context)


@gzip_page
@page(*panel_view.ASKED)
def timeline(request: HttpRequest, game_id: str) -> HttpResponse:
    """The timeline page at ``?seq=`` (default: the head), or only its frame."""
    recording = reading.open_game(game_id)
    wanted = _wanted(request, recording)
    step = request.GET.get("go", "")
    if step:
        there = steps.follow(recording, wanted, step, request.GET.dict())
        query = {"seq": there, **addresses.carried(request.GET.dict())}
        return HttpResponseRedirect(f"{reverse('timeline', args=[game_id])}?{urlencode(query)}")
    if is_fragment(request):
        return _frame(request, recording, wanted)
    moment = reading.moment(recording, wanted)
    keep = addresses.kept(request.GET.dict(), "panel", "path")
    context = {
        **panel_view.inspector(request, recording, wanted),
        **log_view.context(recording, wanted, request.GET.dict()),
        **frames.context(recording, moment, keep),
        "recording": recording,
        "shown_id": plain.clip(game_id, 80),
        "version": frames.version(recording),
        "lanes_version": charts_view.version(recording),
        "ground": ground.draw(),
        "key_groups": keyboard.GROUPS,
        "spaces": spaces.draw(wanted, keep),
        "site": request.build_absolute_uri("/"),
    }
    return render(request, "timeline.html", context)


@gzip_page
@page("v")
def frame(request: HttpRequest, game_id: str, sequence_number: int) -> HttpResponse:
    """What changes with the cursor; for ever the same under the ``?v=`` that the page names."""
    return _frame(request, opened(request, game_id), sequence_number)


@gzip_page
@page()
def turns(request: HttpRequest, game_id: str) -> HttpResponse:
    """Where turns begin, and how far the game has come, for stepping without asking again."""
    recording = reading.open_game(game_id)
    return JsonResponse({"head": recording.head, "turn_starts": reading.turn_starts(recording)})


def _frame(request: HttpRequest, recording: Recording, wanted: int) -> HttpResponse:
    recording.check(wanted)
    version = frames.version(recording)
    etag = f'"{version}.{wanted}"'
    # What was compressed on its way comes back as a weak tag.
    if request.headers.get("If-None-Match", "").removeprefix("W/") == etag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(frames.render(recording, reading.moment(recording, wanted)))
    is_final = request.GET.get("v") == version
    response["Cache-Control"] = FOREVER if is_final else "no-cache"
    response["ETag"] = etag
    response["X-Sequence-Number"] = str(wanted)
    return response


def _wanted(request: HttpRequest, recording: Recording) -> int:
    asked = request.GET.get("seq", "").strip()
    if not asked:
        return recording.head
    try:
        wanted = int(asked)
    except ValueError:
        raise InvalidField("seq", asked, "not the number of an event") from None
    recording.check(wanted)
    return wanted
