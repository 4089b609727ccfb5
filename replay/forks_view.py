"""Forks by form: asked for on the timeline page, and opened one by one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from replay import addresses, reading
from replay.forking import forms, placing
from replay.forking.placing import Placed
from replay.pages import action, is_fragment
from replay.recording import Recording

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
    return HttpResponseRedirect(_there(request, recording, placed), status=303)


def _there(request: HttpRequest, recording: Recording, placed: Placed) -> str:
    shown = {} if placed.stored is None else {"fork": placed.stored}
    return addresses.back(recording, request.POST, panel="forks", **shown)
