"""The pages: the list of games, and a game's timeline with its frames."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from games import outages
from games.domain.errors import (
    Conflict,
    GameNotFound,
    Invalid,
    InvalidField,
    NotFound,
    RewindError,
    SequenceNotFound,
    Unavailable,
)
from games.domain.status import Status
from replay import catalogue, reading, steps
from replay import frame as frames
from replay.drawing import ground, plain
from replay.recording import Recording

FOREVER = "private, max-age=31536000, immutable"

type View = Callable[..., HttpResponse]

_STATUSES = ((NotFound, 404), (Conflict, 409), (Invalid, 400), (Unavailable, 503))


def page(view: View) -> View:
    """A view that is only read, and says for people what went wrong."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except RewindError as error:
            response = _problem(request, error)
        except (DatabaseError, InterfaceError) as problem:
            outage = outages.outage(problem)
            if outage is None:
                raise
            response = _problem(request, outage)
        patch_vary_headers(response, ["HX-Request"])
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

    return require_safe(wrapped)


@page
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
    return render(request, "_games.html" if _is_fragment(request) else "games.html", context)


@page
def timeline(request: HttpRequest, game_id: str) -> HttpResponse:
    """The timeline page at ``?seq=`` (default: the head), or only its frame."""
    recording = reading.open_game(game_id)
    wanted = _wanted(request, recording)
    step = request.GET.get("go", "")
    if step:
        there = steps.follow(recording, wanted, step)
        return HttpResponseRedirect(f"{reverse('timeline', args=[game_id])}?seq={there}")
    if _is_fragment(request):
        return _frame(request, recording, wanted)
    moment = reading.moment(recording, wanted, frames.AROUND)
    context = {
        **frames.context(recording, moment),
        "recording": recording,
        "shown_id": plain.clip(game_id, 80),
        "version": frames.version(recording),
        "ground": ground.draw(),
        "site": request.build_absolute_uri("/"),
    }
    return render(request, "timeline.html", context)


@page
def frame(request: HttpRequest, game_id: str, sequence_number: int) -> HttpResponse:
    """What changes with the cursor; for ever the same under the ``?v=`` that the page names."""
    return _frame(request, reading.open_game(game_id), sequence_number)


@page
def turns(request: HttpRequest, game_id: str) -> HttpResponse:
    """Where turns begin, and how far the game has come, for stepping without asking again."""
    recording = reading.open_game(game_id)
    return JsonResponse({"head": recording.head, "turn_starts": reading.turn_starts(recording)})


def _frame(request: HttpRequest, recording: Recording, wanted: int) -> HttpResponse:
    recording.check(wanted)
    version = frames.version(recording)
    # The events listed after this one may not have happened yet: until then a frame still grows.
    end = min(recording.head, wanted + frames.AROUND)
    etag = f'"{version}.{wanted}.{end}"'
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        moment = reading.moment(recording, wanted, frames.AROUND)
        response = HttpResponse(frames.render(recording, moment))
    is_final = end == wanted + frames.AROUND and request.GET.get("v") == version
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


def _is_fragment(request: HttpRequest) -> bool:
    return (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-History-Restore-Request") != "true"
    )


def _problem(request: HttpRequest, error: RewindError) -> HttpResponse:
    status = next((code for family, code in _STATUSES if isinstance(error, family)), 500)
    context = {
        "code": error.code,
        "detail": plain.visible(error.detail),
        "game_id": getattr(error, "game_id", ""),
        "head": getattr(error, "head", None),
        "is_no_game": isinstance(error, GameNotFound),
        "is_no_event": isinstance(error, SequenceNotFound),
        "is_busy": isinstance(error, Unavailable),
    }
    template = "_problem.html" if _is_fragment(request) else "problem.html"
    response = render(request, template, context, status=status)
    if isinstance(error, Unavailable):
        response["Retry-After"] = str(error.retry_after)
    return response
