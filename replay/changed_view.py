"""Where a value changes, seen from one moment: what a click on a value asks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from games.domain.errors import InvalidField
from replay import changes, comparison, history, reading
from replay import frame as frames
from replay.pages import FOREVER, opened, page


@page("path", "at", "all")
def changed(request: HttpRequest, game_id: str) -> HttpResponse:
    """The events at which the value ``?path=`` changed last and next, from ``?at=``.

    ``last`` and ``next`` are null where there is none, and ``said`` is a sentence of it. With
    ``?all=1``, ``events`` are all that change it, as far as the game has come.
    """
    recording = reading.open_game(game_id)
    at = _number(request, "at")
    recording.check(at)
    path = request.GET.get("path", "")[:100]
    value = history.value(recording, path, at)
    told: dict[str, Any] = {
        "path": path,
        "name": value.name,
        "value": value.shown,
        "last": value.last,
        "next": value.next,
        "rank": value.rank,
        "count": value.count,
        "said": value.said,
    }
    if request.GET.get("all") == "1":
        told["events"] = changes.numbers(recording, path)
    return JsonResponse(told)


@page("pin", "v")
def differing(request: HttpRequest, game_id: str, sequence_number: int) -> HttpResponse:
    """The paths of the values that are other ones at a moment than at the pinned one, ``?pin=``."""
    recording = opened(request, game_id)
    found = comparison.of(recording, _number(request, "pin"), sequence_number)
    response = JsonResponse({"paths": [told.path for told in found.changes]})
    if request.GET.get("v") == frames.version(recording):
        response["Cache-Control"] = FOREVER
    return response


def _number(request: HttpRequest, name: str) -> int:
    asked = request.GET.get(name, "")
    try:
        return int(asked)
    except ValueError:
        raise InvalidField(name, asked, "not the number of an event") from None
