"""`/search/`: what models thought, were told and said; and the way from a hit to its moment."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from markupsafe import Markup, escape
from msgspec import Struct

from games import searching
from games.api import cursors
from games.queries import LONGEST_SEARCH
from games.searching import READ, Found, Hit, Place, Search, Where
from replay import finding, reading
from replay.cast import NAME_CHARS
from replay.drawing import plain
from replay.pages import page

PAGE = 10

NAMES = {
    Where.REASONING: "Reasoning",
    Where.PROMPT: "Prompts",
    Where.TALK: "Table talk",
}

_ASKED = ("q", "where", "game", "player", "model")


class Shown(Struct, frozen=True):
    """A hit as the page shows it."""

    game: str
    player: str
    model: str
    turn: int
    number: int
    address: str
    snippet: Markup
    is_doubtful: bool


@gzip_page
@page(*_ASKED, "after")
def search(request: HttpRequest) -> HttpResponse:
    """Hits of ``?q=``, the best first; ``where=``, ``game=``, ``player=``, ``model=`` narrow it."""
    asked = {name: request.GET.get(name, "").strip() for name in _ASKED}
    # Refused or not, what was asked for is looked at even where there are no words yet.
    wanted = finding.search(
        asked["q"], asked["where"], asked["game"], asked["player"], asked["model"]
    )
    found = searching.find(wanted, PAGE, _after(request)) if asked["q"] else Found()
    kept = {name: value for name, value in asked.items() if value}
    context = {
        "asked": asked | {"where": wanted.where.value},
        "names": NAMES.items(),
        "found": found,
        "hits": [_shown(hit, wanted) for hit in found.hits],
        "read": READ[wanted.where],
        "is_unspaced": finding.is_unspaced(asked["q"]),
        "is_in_vain": not found.hits and finding.is_in_vain(),
        "most": searching.MOST[wanted.where],
        "longest": LONGEST_SEARCH,
        "first": f"?{urlencode(kept)}" if request.GET.get("after") else "",
        "next": _next(kept, found.next),
        "everywhere": f"?{urlencode({'q': asked['q'], 'where': wanted.where.value})}",
    }
    return render(request, "search.html", context)


@page("words", "where")
def decision(request: HttpRequest, game_id: str, player_id: int, number: int) -> HttpResponse:
    """On to the event at which a decision applies, with its panel open and what was found in it."""
    seq = finding.moment(reading.open_game(game_id), player_id, number)
    query = {"seq": seq, "panel": "decision", "decision": f"{player_id}.{number}"}
    query |= request.GET.dict()
    return HttpResponseRedirect(f"{reverse('timeline', args=[game_id])}?{urlencode(query)}")


def _after(request: HttpRequest) -> Place | None:
    told = request.GET.get("after", "")
    return Place(*cursors.read(told, tuple[float, UUID])) if told else None


def _next(kept: dict[str, str], place: Place | None) -> str:
    if place is None:
        return ""
    return f"?{urlencode({**kept, 'after': cursors.write((place.rank, place.id))})}"


def _shown(hit: Hit, wanted: Search) -> Shown:
    return Shown(
        game=plain.clip(hit.game_id, 80),
        player=plain.clip(hit.player or f"player {hit.player_id}", NAME_CHARS),
        model=plain.clip(hit.model, NAME_CHARS),
        turn=hit.turn,
        number=hit.number,
        address=finding.address(hit.game_id, hit.player_id, hit.number, wanted.text, wanted.where),
        snippet=_marked(hit),
        is_doubtful=hit.is_doubtful,
    )


def _marked(hit: Hit) -> Markup:
    """Every piece is escaped by itself; the only tags are ours."""
    pieces = ((escape(plain.visible(each.text)), each.is_hit) for each in hit.snippet)
    tag = Markup("<mark>{}</mark>")
    return Markup("").join(tag.format(text) if is_hit else text for text, is_hit in pieces)
