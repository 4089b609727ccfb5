"""Search in what models thought, were told and said, by JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from msgspec import Struct
from ninja import Query, Router

from games import searching
from games.api import access, cursors
from games.api.answers import answer
from games.api.contract import described
from games.searching import Hit, Place, Search, Where
from replay import finding

router = Router(tags=["search"], auth=access.reading)

MOST_HITS = 50


class Snippet(Struct, frozen=True):
    """Plain text, not HTML; ``highlights`` are [start, end) of the words found, in code points."""

    text: str
    highlights: list[tuple[int, int]]


class SearchHit(Struct, frozen=True):
    """A decision found; ``href`` is the page of the event at which it applies, with the words
    marked.

    ``is_doubtful``: nobody can prove that this reasoning is the model's own.
    """

    game_id: str
    player_id: int
    player: str
    model: str
    sequence_number: int
    turn_number: int
    timestamp: datetime
    rank: float
    is_doubtful: bool
    snippet: Snippet
    href: str


class SearchPage(Struct, frozen=True):
    """Hits, the best first; of equals the newest recorded.

    ``count`` is exact, or with ``is_more`` a bound: then the newest ``count`` found are ranked.
    ``is_empty``: ``q`` holds no word that can be looked for. ``searched``: how many characters at
    the beginning of each text are. ``next`` goes into ``cursor``.
    """

    count: int
    is_more: bool
    is_empty: bool
    searched: int
    hits: list[SearchHit]
    next: str | None


@router.get(
    "search",
    openapi_extra=described(answers={200: SearchPage}, errors=(401, 404)),
)
def search(
    request: HttpRequest,
    q: str = "",
    where: Where = Where.REASONING,
    game: str = "",
    player: Annotated[int | None, Query(ge=-(2**31), lt=2**31)] = None,
    model: str = "",
    limit: Annotated[int, Query(ge=1, le=MOST_HITS)] = 10,
    cursor: str | None = None,
) -> HttpResponse:
    """Decisions whose reasoning, prompt or table talk holds the words and "phrases" of `q`.

    No text is an error: `or` and a leading minus are understood, the rest are words.
    """
    after = None if cursor is None else Place(*cursors.read(cursor, tuple[float, UUID]))
    told = "" if player is None else str(player)
    wanted = finding.search(q, where.value, game, told, model)
    found = searching.find(wanted, limit, after)
    following = None if found.next is None else cursors.write((found.next.rank, found.next.id))
    page = SearchPage(
        count=found.count,
        is_more=found.is_more,
        is_empty=found.is_empty,
        searched=searching.READ[where],
        hits=[_told(hit, wanted) for hit in found.hits],
        next=following,
    )
    return answer(200, page)


def _told(hit: Hit, wanted: Search) -> SearchHit:
    return SearchHit(
        game_id=hit.game_id,
        player_id=hit.player_id,
        player=hit.player,
        model=hit.model,
        sequence_number=hit.number,
        turn_number=hit.turn,
        timestamp=hit.timestamp,
        rank=hit.place.rank,
        is_doubtful=hit.is_doubtful,
        snippet=_snippet(hit),
        href=finding.address(hit.game_id, hit.player_id, hit.number, wanted.text, wanted.where),
    )


def _snippet(hit: Hit) -> Snippet:
    text, highlights = "", list[tuple[int, int]]()
    for piece in hit.snippet:
        if piece.is_hit:
            highlights.append((len(text), len(text) + len(piece.text)))
        text += piece.text
    return Snippet(text, highlights)
