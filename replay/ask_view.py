"""Questions by address: progress, hits to mark, and watches to keep."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.gzip import gzip_page
from msgspec import Struct

from games.api.answers import encoder, lines
from games.domain.errors import NotOneOf, RewindError
from replay import addresses, asking, reading, watches
from replay.asking import Progress, Question
from replay.domain.asking.answer import Mode
from replay.pages import action, page
from replay.recording import Recording

MOST_MARKS = 10_000


class Line(Struct, frozen=True, omit_defaults=True):
    """How far an answer is; at last that it is there, or what stopped it."""

    done: int = 0
    steps: int = 0
    is_ready: bool = False
    problem: str = ""


@page("ask", "value")
def progress(request: HttpRequest, game_id: str) -> HttpResponse:
    """How far the answer is, a line of JSON at a time; then the panel has it at hand."""
    recording = reading.open_game(game_id)
    question = _question(request)
    response: HttpResponseBase = lines(request, _lines(recording, question))
    response["X-Accel-Buffering"] = "no"
    return response  # type: ignore[return-value]


@gzip_page
@page("ask", "hits")
def marks(request: HttpRequest, game_id: str) -> HttpResponse:
    """The hits of a condition, for the lanes: the first `MOST_MARKS` of ``total``."""
    recording = reading.open_game(game_id)
    found = asking.ask(recording, Question(_question(request).condition)).found
    assert found is not None  # noqa: S101 - a condition was asked, or it was refused
    asked = request.GET.get("hits", "")
    if asked and asked not in set(Mode):
        raise NotOneOf("hits", asked, allowed=tuple(Mode))
    mode = Mode(asked) if asked else found.usual
    return JsonResponse(
        {
            "mode": mode,
            "total": found.size(mode),
            "seqs": found.hits(mode, recording.first - 1, MOST_MARKS),
        }
    )


@page()
def kept(request: HttpRequest, game_id: str) -> HttpResponse:
    """The game's watches."""
    recording = reading.open_game(game_id)
    return JsonResponse(
        {
            "watches": [
                {"lane": one.lane, "name": one.name, "ask": one.condition, "value": one.value}
                for one in watches.of(recording)
            ]
        }
    )


@action
def keep(request: HttpRequest, game_id: str) -> HttpResponse:
    """Keep the question of a form under its name, and go back to where it was sent from."""
    recording = reading.open_game(game_id)
    question = Question(request.POST.get("ask", ""), request.POST.get("value", ""))
    watches.keep(recording, request.POST.get("name", ""), question)
    return _back(request, recording)


@action
def remove(request: HttpRequest, game_id: str) -> HttpResponse:
    """Remove a watch."""
    recording = reading.open_game(game_id)
    watches.remove(recording, request.POST.get("watch", ""))
    return _back(request, recording)


def _question(request: HttpRequest) -> Question:
    return Question(request.GET.get("ask", ""), request.GET.get("value", ""))


def _lines(recording: Recording, question: Question) -> Iterator[bytes]:
    try:
        for step in asking.steps(recording, question):
            if isinstance(step, Progress):
                yield encoder.encode(Line(step.done, step.steps)) + b"\n"
        yield encoder.encode(Line(is_ready=True)) + b"\n"
    except RewindError as error:
        yield encoder.encode(Line(problem=error.detail)) + b"\n"


def _back(request: HttpRequest, recording: Recording) -> HttpResponse:
    there = addresses.back(recording, request.POST, panel="ask")
    return HttpResponseRedirect(there, status=303)
