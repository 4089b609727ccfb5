"""`/statistics/` and its sections, what is behind a number, and two choices side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page

from replay.domain.statistics.chosen import LeftOut
from replay.domain.statistics.filters import NAMES, NONE
from replay.domain.statistics.groups import By
from replay.pages import page
from replay.statistics import asked as asking
from replay.statistics import blocks, drill, figures, files, words
from replay.statistics.asked import Asked
from replay.statistics.files import Format
from replay.statistics.frames import FRAMES
from replay.statistics.sections import Section, decisions, economy, leaderboard, luck, properties

SECTIONS: dict[str, Section] = {
    module.SECTION.key: module.SECTION
    for module in (leaderboard, luck, properties, economy, decisions)
}

_TITLES = {
    "model": "Model",
    "agent": "Agent",
    "strategy": "Strategy",
    "players": "Players at the table",
    "status": "Status",
    "dialect": "Dialect",
    "tag": "Tag",
}

CHIPS = {
    **_TITLES,
    "since": "Since",
    "until": "Until",
    "doubtful": "Doubtful games",
    "forks": "Forks",
}

_WHY = {
    LeftOut.OUTDATED: ("went on", "since the last summing up, which is being done again"),
    LeftOut.FORK: ("began in the middle of another game", "(forks)"),
    LeftOut.DOUBTFUL: (
        "left open what happened",
        ": events are missing, unknown, unreadable, or cannot have been so",
    ),
}


@gzip_page
@page(*NAMES, "by", "sort", many=NAMES)
def statistics(request: HttpRequest, section: str = "leaderboard") -> HttpResponse:
    """One section's tables and charts."""
    shown = _section(section)
    query = query_of(request)
    asked = asking.read(query)
    sort = request.GET.get("sort", "")
    context = {
        **_frame(asked, shown.key),
        "section": shown,
        "blocks": [blocks.ordered(one, sort) for one in shown.blocks(asked)],
        "sort": sort,
        "least_drawn": figures.LEAST_DRAWN,
        "waits": shown.key == "leaderboard" and leaderboard.waits(asked),
    }
    return render(request, "statistics/section.html", context)


@gzip_page
@page(*NAMES, "by", many=NAMES)
def figure(request: HttpRequest, section: str, name: str) -> HttpResponse:
    """One chart, as a Plotly figure."""
    drawn = _section(section).figures.get(name)
    if drawn is None:
        raise Http404
    return JsonResponse(drawn(asking.read(query_of(request))))


@gzip_page
@page(*NAMES, "by", *drill.PARTS, "start", many=NAMES)
def games(request: HttpRequest) -> HttpResponse:
    """What is behind a number."""
    query = query_of(request)
    asked = asking.read(query)
    start = drill.start(query)
    found = drill.find(asked, query, start)
    kept = [(name, one) for name, values in query.items() for one in values if name != "start"]
    context = {
        **_frame(asked, "games"),
        "found": found,
        "start": start,
        "sums": found.per is not None or found.total != found.count,
        "total": words.number(found.total, found.kind),
        "per": None if found.per is None else words.number(found.per, words.Kind.COUNT),
        "amounts": [words.number(row.amount, found.kind) for row in found.rows],
        "earlier": f"?{urlencode([*kept, ('start', max(0, start - drill.PAGE))])}" if start else "",
        "later": "" if found.next is None else f"?{urlencode([*kept, ('start', found.next)])}",
    }
    return render(request, "statistics/games.html", context)


@page(*NAMES, "by", "shown", many=NAMES)
def growing(request: HttpRequest) -> HttpResponse:
    """What is still to be summed up, for a page that shows the numbers of ``?shown=`` games."""
    query = query_of(request)
    asked = asking.read(query)
    shown = drill.number({"shown": query.get("shown", [""])[-1]}, "shown")
    context = {
        "coverage": coverage(asked),
        "shown_games": len(asked.chosen) if shown is None else shown,
        "query": urlencode(asked.query),
    }
    return render(request, "statistics/_growing.html", context)


@page(*NAMES, "by", many=NAMES)
def exports(request: HttpRequest) -> HttpResponse:
    """What can be taken along of the chosen games."""
    asked = asking.read(query_of(request))
    context = {
        **_frame(asked, "export"),
        "frames": FRAMES.values(),
        "forms": list(Format),
        "site": request.build_absolute_uri("/"),
    }
    return render(request, "statistics/export.html", context)


@page(*NAMES, many=NAMES)
def download(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """One of them, streamed."""
    frame = FRAMES.get(name)
    if frame is None or form not in set(Format):
        raise Http404
    told = files.response(request, frame, asking.read(query_of(request)), Format(form))
    return cast("HttpResponse", told)


def _section(key: str) -> Section:
    if key not in SECTIONS:
        raise Http404
    return SECTIONS[key]


def query_of(request: HttpRequest) -> dict[str, list[str]]:
    """The address' query: each parameter's values, in order."""
    return {name: request.GET.getlist(name) for name in request.GET}


def _frame(asked: Asked, here: str) -> dict[str, Any]:
    """What every page of the statistics has around its numbers.

    Nothing of it leads to the tables: Jinja's contexts hold themselves, and so all that is in them,
    until the garbage is collected, while each game that finishes makes new tables.
    """
    query = asked.query
    return {
        "sections": SECTIONS.values(),
        "here": here,
        "filters": asked.filters,
        "by": asked.by,
        "query": urlencode(query),
        "filter_query": urlencode(asked.filters.query()),
        "coverage": coverage(asked),
        "shown_games": len(asked.chosen),
        "fields": fields(asked, ""),
        "filter_chips": _chips(query),
        "chips_open": False,
        "ways": [(by.value, _with(query, "by", by.value)) for by in By],
        "exports": reverse("statistics-export"),
        "NONE": NONE,
    }


def coverage(asked: Asked) -> dict[str, Any]:
    """Of which games the numbers are, and which are left out."""
    left = asking.left_out(asked)
    return {
        "games": len(asked.chosen),
        "seats": int(asked.chosen.own.sum()),
        "all": len(asked.look.tables) + asked.look.unsummed,
        "unsummed": asked.look.unsummed,
        "left_out": [
            (
                count,
                " ".join(_WHY[reason]).replace(" :", ":"),
                asked.behind(reason.value),
                _taken_in(asked, reason),
            )
            for reason, count in left.items()
        ],
        "games_href": asked.behind("games"),
        "is_growing": bool(asked.look.unsummed or left.get(LeftOut.OUTDATED)),
    }


def _taken_in(asked: Asked, reason: LeftOut) -> str:
    """The same question with those games taken in; "" where that cannot be."""
    flag = {LeftOut.FORK: "forks", LeftOut.DOUBTFUL: "doubtful"}.get(reason)
    return f"?{urlencode([*asked.query, (flag, '1')])}" if flag else ""


def fields(asked: Asked, prefix: str) -> list[dict[str, Any]]:
    """The filters' fields: what each can choose from, and what it has chosen."""
    offered = asking.options(asked)
    return [
        {
            "name": f"{prefix}{name}",
            "title": title,
            "options": offered[name],
            "chosen": sum(one.is_chosen for one in offered[name]),
        }
        for name, title in _TITLES.items()
        if len(offered[name]) > 1 or any(one.is_chosen for one in offered[name])
    ]


def _chips(query: Sequence[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """What is chosen: its filter, its value, and the address without it."""
    titles = {
        **_TITLES,
        "since": "Since",
        "until": "Until",
        "doubtful": "Doubtful games",
        "forks": "Forks",
    }
    return [
        (titles[name], value, f"?{urlencode([one for one in query if one != (name, value)])}")
        for name, value in query
        if name in NAMES
    ]


def _with(query: Sequence[tuple[str, str]], name: str, value: str) -> str:
    return f"?{urlencode([*((key, one) for key, one in query if key != name), (name, value)])}"
