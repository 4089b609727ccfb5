"""The inspector beside the board: one panel as a fragment, or within the page."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from markupsafe import Markup
from msgspec import Struct

from replay import addresses, filters, panels
from replay import frame as frames
from replay.pages import FOREVER, is_fragment, opened, page
from replay.panels import Context, Panel
from replay.recording import Recording


class Tab(Struct, frozen=True):
    """One tab, and where it leads. ``follows``: its content is another at another moment."""

    name: str
    title: str
    address: str
    is_open: bool
    follows: bool


ASKED = (
    *(*addresses.CURSOR, "panel", *filters.NAMES),
    *(name for each in panels.PANELS for name in each.asked),
)
"""All that the address of a moment may say: the page's parameters, and those of every panel."""


@gzip_page
@page(*ASKED)
def panel(request: HttpRequest, game_id: str, name: str, sequence_number: int) -> HttpResponse:
    """One panel at one moment; without script, the page with the panel open."""
    recording = opened(request, game_id)
    recording.check(sequence_number)
    chosen = panels.find(name)
    if not is_fragment(request):
        query = {"seq": sequence_number, **addresses.carried(request.GET.dict()), "panel": name}
        return HttpResponseRedirect(f"{reverse('timeline', args=[game_id])}?{urlencode(query)}")
    context = build(request, recording, chosen, sequence_number)
    response = render(request, chosen.template, context)
    response["X-Sequence-Number"] = str(sequence_number)
    is_final = chosen.lasts and request.GET.get("v") == frames.version(recording)
    if is_final and sequence_number < recording.head:
        response["Cache-Control"] = FOREVER
    return response


def inspector(request: HttpRequest, recording: Recording, wanted: int) -> Context:
    """The tabs, and the panel that is open, for the whole page."""
    kept = addresses.carried(request.GET.dict())
    name = kept.get("panel", panels.IN_FRAME)
    chosen = None if name == panels.IN_FRAME else panels.find(name)
    context: Context = {
        "panels": panels.PANELS,
        "tabs": _tabs(wanted, kept, name),
        "panel": chosen,
        "open": name,
        "kept": kept,
        "keep": addresses.kept(kept),
        "content": "",
    }
    if chosen is not None:
        # On its own, as the fragment is: a name of the page's must not stand in for the panel's.
        own = build(request, recording, chosen, wanted)
        context["content"] = Markup(loader.render_to_string(chosen.template, own, request))  # noqa: S704
    return context


def build(request: HttpRequest, recording: Recording, chosen: Panel, wanted: int) -> Context:
    """What the panel's template needs, with the names that every panel has."""
    query = request.GET.dict()
    shared: Context = {
        "recording": recording,
        "game_id": recording.game_id,
        "wanted": wanted,
        "here": reverse("timeline", args=[recording.game_id]),
        "site": request.build_absolute_uri("/"),
        "kept": addresses.carried(query),
        "address": addresses.Here(wanted, chosen.name, query),
    }
    return shared | chosen.build(recording, wanted, query)


def _tabs(wanted: int, kept: dict[str, str], name: str) -> list[Tab]:
    told = [(panels.IN_FRAME, "Events", True)]
    told += [(each.name, each.title, each.follows) for each in panels.PANELS]
    return [
        Tab(
            each,
            title,
            f"?{urlencode({'seq': wanted, **kept, 'panel': each})}",
            each == name,
            follows,
        )
        for each, title, follows in told
    ]
