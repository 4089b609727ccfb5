"""`/compare/`: two boards side by side under one cursor."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page

from games.domain.errors import InvalidField
from replay import catalogue, reading, versus
from replay.drawing import ground
from replay.pages import is_fragment, page
from replay.panels import Context
from replay.recording import Recording
from replay.versus import By, Place


@gzip_page
@page("left", "left_seq", "right", "right_seq", "at", "by")
def compare(request: HttpRequest) -> HttpResponse:
    """Two moments: ``?left=&right=`` name the games, ``left_seq=&right_seq=`` where each stood when
    they were linked, ``at=`` where the left one stands now, ``by=`` what links them.
    """
    query = request.GET.dict()
    if not query.get("left") or not query.get("right"):
        context = {"query": query, "games": catalogue.page().items}
        return render(request, "compare_choose.html", context)
    left, right = (_place(query, name) for name in ("left", "right"))
    by = versus.parse_by(query)
    at = _number(query, "at", left.anchor)
    left.recording.check(at)
    there = versus.follow(left, right, at, by)
    context = _context(left, right, at, there, by)
    if is_fragment(request):
        response = render(request, "_compare.html", context)
        response["X-Sequence-Number"] = str(at)
        return response
    return render(
        request, "compare.html", context | {"ground": ground.draw(), "told": ground.told()}
    )


def _context(left: Place, right: Place, at: int, there: int, by: By) -> Context:
    first, second = left.recording, right.recording
    sides = (versus.side(first, at), versus.side(second, there))
    drawn = versus.lines(first, at, second, there)
    return {
        "sides": [
            ("left", sides[0], drawn[0], _address(left, right, by, at=at)),
            ("right", sides[1], drawn[1], _address(left, right, by, at=at)),
        ],
        "unlike": versus.unlike(first, at, second, there),
        "left": left,
        "right": right,
        "at": at,
        "there": there,
        "by": by.value,
        "steps": _steps(left, right, at, by),
        "swapped": f"?{urlencode(_query(right, left, by) | {'left_seq': there, 'right_seq': at})}",
        "by_event": _address(_at(left, at), _at(right, there), By.EVENT),
        "by_turn": _address(_at(left, at), _at(right, there), By.TURN),
    }


def _steps(left: Place, right: Place, at: int, by: By) -> list[tuple[str, str, str, int]]:
    """Ways to move both cursors: name, key, address, and where the left one comes to stand."""
    starts = reading.turn_starts(left.recording)
    lowest, highest = left.recording.first - 1, left.recording.head
    targets = [
        ("First", "Home", lowest),
        ("Previous turn", "PageUp", max((each for each in starts if each < at), default=lowest)),
        ("Previous event", "ArrowLeft", max(at - 1, lowest)),
        ("Next event", "ArrowRight", min(at + 1, highest)),
        ("Next turn", "PageDown", min((each for each in starts if each > at), default=highest)),
        ("Last", "End", highest),
    ]
    return [(name, key, _address(left, right, by, at=there), there) for name, key, there in targets]


def _address(left: Place, right: Place, by: By, at: int | None = None) -> str:
    query = _query(left, right, by)
    return f"?{urlencode(query if at is None else query | {'at': at})}"


def _query(left: Place, right: Place, by: By) -> dict[str, object]:
    return {
        "left": left.recording.game_id,
        "left_seq": left.anchor,
        "right": right.recording.game_id,
        "right_seq": right.anchor,
        "by": by.value,
    }


def _at(place: Place, anchor: int) -> Place:
    return Place(place.recording, anchor)


def _place(query: Mapping[str, str], name: str) -> Place:
    recording: Recording = reading.open_game(query[name])
    anchor = _number(query, f"{name}_seq", recording.head)
    recording.check(anchor)
    return Place(recording, anchor)


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    told = query.get(name, "").strip()
    try:
        return int(told) if told else default
    except ValueError:
        raise InvalidField(name, told, "not the number of an event") from None
