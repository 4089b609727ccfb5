"""Forks by form: asked for on the timeline page, and opened one by one."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from replay import reading
from replay.forking import forms, placing
from replay.forking.placing import Placed
from replay.pages import action, is_fragment

PATIENCE = 4.0
"""Seconds a form's answer waits for a single game."""


@action
def play_on(request: HttpRequest, game_id: str) -> HttpResponse:
    """Have forks played. One that is there already is shown beside what really happened."""
    recording = reading.open_game(game_id)
    order = forms.order(request.POST.dict(), request.POST.getlist("seats"))
    placed = placing.place(recording, order, PATIENCE)
    if is_fragment(request):
        response = HttpResponse(status=204)  # the script asks for the panel anew
        if placed.stored is not None:
            response["X-Fork"] = placed.stored
        return response
    return HttpResponseRedirect(_there(request, game_id, placed), status=303)


def _there(request: HttpRequest, game_id: str, placed: Placed) -> str:
    query = {"seq": request.POST.get("here", ""), "panel": "forks"}
    if placed.stored is not None:
        query["fork"] = placed.stored
    return f"{reverse('timeline', args=[game_id])}?{urlencode(query)}"
