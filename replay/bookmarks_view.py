"""Bookmarks by form: kept, changed, dropped; and as JSON."""

from __future__ import annotations

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from replay import addresses, bookmarks, reading
from replay.pages import action, is_fragment, page
from replay.recording import Recording


@action
def keep(request: HttpRequest, game_id: str) -> HttpResponse:
    """Keep a bookmark, or with ``bookmark`` change that one."""
    recording = reading.open_game(game_id)
    mark = bookmarks.parse(recording, request.POST.dict())
    known = request.POST.get("bookmark", "")
    if known:
        bookmarks.change(recording, known, mark)
    else:
        bookmarks.add(recording, mark)
    return _done(request, recording)


@action
def drop(request: HttpRequest, game_id: str) -> HttpResponse:
    """Drop the bookmark ``bookmark``."""
    recording = reading.open_game(game_id)
    bookmarks.remove(recording, request.POST.get("bookmark", ""))
    return _done(request, recording)


@page()
def listed(request: HttpRequest, game_id: str) -> HttpResponse:
    """A game's bookmarks as JSON: what `export_game` writes beside the record."""
    marks = bookmarks.marks(reading.open_game(game_id))
    return HttpResponse(msgspec.json.encode({"bookmarks": marks}), "application/json")


def _done(request: HttpRequest, recording: Recording) -> HttpResponse:
    if is_fragment(request):
        return HttpResponse(status=204)  # the script asks for the panel anew
    there = addresses.back(recording, request.POST, panel="notes")
    return HttpResponseRedirect(there, status=303)
