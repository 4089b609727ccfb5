"""Search in what models were told, thought and said: ranked, with the words found marked.

The words are those of `DecisionWords`. Any text is a valid search, and none takes longer than
`SECONDS`: of more than `MOST` decisions found, the newest are ranked and nobody counts on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import psycopg
from django.db import OperationalError, connection, transaction
from msgspec import Struct

from games import queries, tuning
from games import searching_ways as ways
from games.domain.errors import SearchTooLong
from games.queries import SEARCH_LANGUAGE
from games.searching_ways import Way

SECONDS = 2.0
"""Longest time of one search in the database."""


LONGEST_PIECE = 240


class Where(StrEnum):
    """Which words of a decision are meant."""

    REASONING = "reasoning"
    PROMPT = "prompt"
    TALK = "talk"


MOST = {Where.REASONING: 1000, Where.PROMPT: 400, Where.TALK: 1000}
"""Decisions that are ranked: the words of a prompt take 0.2 ms to read, those of a thought 0.02."""

READ = {Where.REASONING: 100_000, Where.PROMPT: 30_000, Where.TALK: 20_000}
"""Characters at the beginning of a text that are searched, as in the migration 0005."""


class Search(Struct, frozen=True):
    """What is looked for: `text` as typed, in one game, of one player_id, of one model."""

    text: str
    where: Where = Where.REASONING
    game: UUID | None = None
    player: int | None = None
    model: str = ""


class Place(Struct, frozen=True):
    """Where a page of hits ended."""

    rank: float
    id: UUID


class Piece(Struct, frozen=True):
    """A part of a snippet; `is_hit` where it is one of the words looked for."""

    text: str
    is_hit: bool


class Hit(Struct, frozen=True):
    """A decision found. `model` and `player` are "" where the record does not tell them.

    `is_doubtful`: it is reasoning, and no answer of the model is kept that proves it the model's.
    """

    place: Place
    game_id: str
    player_id: int
    player: str
    model: str
    number: int
    turn: int
    timestamp: datetime
    is_doubtful: bool
    snippet: tuple[Piece, ...]


class Found(Struct, frozen=True):
    """One page of hits, the best first. `count` is exact unless `is_more`: then there are more.

    `is_empty`: the text holds no word that can be looked for. `next`: None on the last page.
    """

    hits: tuple[Hit, ...] = ()
    count: int = 0
    is_more: bool = False
    is_empty: bool = False
    next: Place | None = None


_QUERY = f"websearch_to_tsquery('{SEARCH_LANGUAGE}', %(text)s)"

_TEXTS = {
    Where.REASONING: "d.reasoning",
    Where.PROMPT: "d.prompt",
    Where.TALK: "coalesce(nullif(d.chosen_action->>'public_message', ''),"
    " nullif(d.chosen_action->>'say', ''))",
}

# Marks of the words found: private characters, which are taken out of the text itself before.
_OPEN, _CLOSE = "\ue000", "\ue001"
_OPTIONS = (
    f"StartSel={_OPEN}, StopSel={_CLOSE}, MaxFragments=2, MaxWords=28, MinWords=10,"
    ' FragmentDelimiter=" … "'
)

# As replay.domain.dialects.answers.doubt judges.
_DOUBTFUL = """d.model_version <> '' AND (
    coalesce(d.chosen_action->'reasoning_fabricated' <> ALL(%(nothing)s::jsonb[]), false)
    OR coalesce(d.chosen_action->'fallback' <> ALL(%(nothing)s::jsonb[]), false)
    OR NOT jsonb_path_exists(d.chosen_action,
        '$.attempts[*].raw_response ? (@.type() == "object" && exists(@.*)
            || @.type() == "string" && @ != "")'))"""
_NOTHING = ["null", "false", '""', "0", "[]", "{}"]

_FOUND = """
WITH every AS {fence} (
    SELECT id, game_uuid FROM llm_decision_words
    WHERE {where} @@ {query} AND {scope} AND {whose}
), found AS MATERIALIZED (
    SELECT id, game_uuid FROM every ORDER BY id DESC LIMIT %(most)s + 1
), ranked AS MATERIALIZED (
    SELECT w.id, w.game_uuid, ts_rank(w.{where}, {query}, 1)::float8 AS rank
    FROM (SELECT id, game_uuid FROM found ORDER BY id DESC LIMIT %(most)s) AS newest
    JOIN llm_decision_words AS w USING (game_uuid, id)
), page AS MATERIALIZED (
    SELECT id, game_uuid, rank FROM ranked {after} ORDER BY rank DESC, id DESC LIMIT %(limit)s + 1
)
SELECT (SELECT count(*) FROM found), page.rank, page.id, g.game_id, d.player_id,
    coalesce(p.name, ''), coalesce(nullif(d.model_version, ''), p.llm_model_name, ''),
    d.sequence_number, d.turn_number, d.timestamp, {doubtful},
    ts_headline('{language}', translate(left({text}, %(read)s), %(marks)s, '  '), {query},
        %(options)s)
FROM (VALUES (1)) AS always (one)
LEFT JOIN (page JOIN llm_decisions AS d USING (game_uuid, id)
    JOIN games AS g ON g.id = page.game_uuid
    LEFT JOIN players AS p ON p.game_uuid = page.game_uuid AND p.player_id = d.player_id) ON true
ORDER BY page.rank DESC, page.id DESC
"""


def find(search: Search, limit: int, after: Place | None = None) -> Found:
    """Return up to `limit` hits after that place, the best first; of equals the newest recorded.

    Raises:
        SearchTooLong: it took more than `SECONDS`.
    """
    text = queries.searchable(search.text)
    with _bounded(search.text), connection.cursor() as cursor:
        cursor.execute(f"SELECT numnode({_QUERY})", {"text": text})
        if cursor.fetchone() == (0,):
            return Found(is_empty=True)
        values = _values(search, text, limit, after)
        way = _way(search, values)
        with tuning.during(way.settings):
            cursor.execute(_statement(search, after, way), values)
            rows = cursor.fetchall()
    count, most = rows[0][0], MOST[search.where]
    hits = tuple(_hit(row, search.where) for row in rows if row[2] is not None)
    more = hits[limit - 1].place if len(hits) > limit else None
    return Found(hits[:limit], min(count, most), is_more=count > most, next=more)


def _way(search: Search, values: dict[str, Any]) -> Way:
    # A game's own are few, and have an index.
    if search.game is not None:
        return ways.INDEX
    return ways.choose(search.where.value, _QUERY, _condition(search), values)


def _statement(search: Search, after: Place | None, way: Way = ways.INDEX) -> str:
    return _FOUND.format(
        fence=way.fence,
        where=search.where.value,
        text=_TEXTS[search.where],
        query=_QUERY,
        language=SEARCH_LANGUAGE,
        doubtful=_DOUBTFUL,
        scope="true" if search.game is None else "game_uuid = %(game)s",
        whose=_condition(search),
        after="" if after is None else "WHERE (rank, id) < (%(rank)s::float8, %(id)s::uuid)",
    )


def _values(search: Search, text: str, limit: int, after: Place | None) -> dict[str, Any]:
    return {
        "text": text,
        "game": search.game,
        "whose": _whose(search),
        "most": MOST[search.where],
        "limit": limit,
        "rank": None if after is None else after.rank,
        "id": None if after is None else after.id,
        "read": READ[search.where],
        "marks": _OPEN + _CLOSE,
        "options": _OPTIONS,
        "nothing": _NOTHING,
    }


def _condition(search: Search) -> str:
    return "whose @> %(whose)s::text[]" if _whose(search) else "true"


def _whose(search: Search) -> list[str]:
    """As in the migration 0006."""
    player = [] if search.player is None else [f"player {search.player}"]
    return player + ([f"model {_storable(search.model)}"] if search.model else [])


def _hit(row: tuple[Any, ...], where: Where) -> Hit:
    _, rank, key, game_id, player_id, player, model, number, turn, moment, doubtful, headline = row
    return Hit(
        place=Place(rank, key),
        game_id=game_id,
        player_id=player_id,
        player=player,
        model=model,
        number=number,
        turn=turn,
        timestamp=moment,
        is_doubtful=where is Where.REASONING and bool(doubtful),
        snippet=tuple(_pieces(headline)),
    )


def _pieces(headline: str) -> Iterator[Piece]:
    """The snippet cut at its marks, white space as single spaces."""
    plain, *marked = " ".join(headline.split()).split(_OPEN)
    yield from _piece(plain, is_hit=False)
    for part in marked:
        word, _, rest = part.partition(_CLOSE)
        yield from _piece(word, is_hit=True)
        yield from _piece(rest, is_hit=False)


def _piece(text: str, *, is_hit: bool) -> Iterator[Piece]:
    """One piece; of a long one both ends, as a text without spaces counts as one word."""
    if len(text) > LONGEST_PIECE:
        text = f"{text[: LONGEST_PIECE // 2]} … {text[-LONGEST_PIECE // 2 :]}"
    if text:
        yield Piece(text, is_hit)


def _storable(text: str) -> str:
    return text.replace("\0", " ").encode(errors="replace").decode()


@contextmanager
def _bounded(text: str) -> Iterator[None]:
    """At most so long in the database, for what is done within."""
    try:
        with transaction.atomic(), tuning.during({"statement_timeout": f"{SECONDS * 1000:.0f}"}):
            yield
    except OperationalError as problem:
        if isinstance(problem.__cause__, psycopg.errors.QueryCanceled):
            raise SearchTooLong(text, SECONDS) from None
        raise
