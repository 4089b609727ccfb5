"""`/statistics/within/`: the decisions of a player behind a number, in one game."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page

from replay.pages import page
from replay.statistics import drill, questions, view, within


@gzip_page
@page("game", "player", "of", *questions.DECIDED, "start")
def within_(request: HttpRequest) -> HttpResponse:
    """``?game=&player=&of=``, with what else the number asks for."""
    query = view.query_of(request)
    found, start = within.find(query), drill.start(query)
    kept = [(name, one) for name, values in query.items() for one in values if name != "start"]
    earlier = max(0, start - within.PAGE)
    context = {
        "sections": view.SECTIONS.values(),
        "here": "games",
        "query": "",
        "found": found,
        "earlier": f"?{urlencode([*kept, ('start', earlier)])}" if start else "",
        "later": "" if found.next is None else f"?{urlencode([*kept, ('start', found.next)])}",
    }
    return render(request, "statistics/within.html", context)
