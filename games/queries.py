"""What is asked of the record. Plain synchronous queries: the repository, the API and the admin
share them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Count, F, IntegerField, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from games import stored
from games.domain.identity import game_uuid
from games.models import DecisionWords, Game, GameEvent, LLMDecision, Player

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Stream(TypedDict):
        """`head` is the last sequence number, -1 while there is none."""

        head: int
        event_count: int

    type StreamedGame = WithAnnotations[Game, Stream]

type Key = UUID | str
"""A game's primary key, or its game_id."""

# The payload stays text from the table to the socket.
_CATCH_UP = """
SELECT sequence_number, turn_number, event_type, timestamp, payload::text, actor_player_id
FROM game_events WHERE {} ORDER BY sequence_number LIMIT %s"""

# The ORM would take longer to write these three queries than to have them run.
_OUTLINE = """
SELECT game_id, status, created_at, started_at, finished_at, winner_id, total_turns,
  coalesce((SELECT max(sequence_number) FROM game_events WHERE game_uuid = games.id), -1),
  coalesce((SELECT jsonb_agg(to_jsonb(p) - 'id' - 'game_uuid' ORDER BY player_id)
    FROM players p WHERE game_uuid = games.id), '[]')::text,
  config::text, metadata::text
FROM games WHERE id = %s"""

# English, because prompts and reasoning of the engines are: "bid" shall find "bidding". Names of
# squares and players are stemmed the same way on both sides, so they still match.
SEARCH_LANGUAGE = "english"

# A longer word could not be in the index, and one of 2,046 bytes is an error in a tsquery.
LONGEST_SEARCH = 500
_LOOSE_MINUS = re.compile(r'-(?!"?[^\W_])')


def key(game: Key) -> UUID:
    """Return the primary key of the game, which needs no query."""
    return game if isinstance(game, UUID) else game_uuid(game)


def with_stream(games: QuerySet[Game]) -> QuerySet[StreamedGame]:
    """Add each game's head and count of events: two looks into an index, however long the stream.

    The count is exact, because the database lets no stream have a hole.
    """
    events = GameEvent.objects.filter(game=OuterRef("pk")).values("sequence_number")
    last = Subquery(events.order_by("-sequence_number")[:1])
    first = Subquery(events.order_by("sequence_number")[:1])
    return games.annotate(
        head=Coalesce(last, -1),
        event_count=Coalesce(last - first + 1, 0, output_field=IntegerField()),
    )


def outline(game: Key) -> tuple[Any, ...] | None:
    """Return what an engine is told of its game with every change, in one short query, or None.

    (game_id, status, created_at, started_at, finished_at, winner_id, total_turns, head; players,
    config and metadata as JSON texts)
    """
    with connection.cursor() as cursor:
        cursor.execute(_OUTLINE, [key(game)])
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def find(game: Key) -> StreamedGame | None:
    """Return the game with its stream and its players in seating order, or None."""
    return with_stream(_with_players()).filter(pk=key(game)).first()


def page(
    limit: int,
    *,
    status: str | None = None,
    q: str = "",
    after: tuple[datetime, UUID] | None = None,
    offset: int = 0,
) -> list[StreamedGame]:
    """Return games, the newest first, with stream and players: three queries for any page.

    `q` is looked for in game ids, players' names and models; `after` is (created_at, id) of the
    last game already seen.
    """
    games = _with_players()
    if status is not None:
        games = games.filter(status=status)
    if q:
        seats = Player.objects.filter(Q(name__icontains=q) | Q(llm_model_name__icontains=q))
        games = games.filter(Q(game_id__icontains=q) | Q(pk__in=seats.values("game")))
    if after is not None:
        created_at, last = after
        # The redundant first condition is what lets the index start at the cursor.
        games = games.filter(Q(created_at__lte=created_at)).filter(
            Q(created_at__lt=created_at) | Q(pk__lt=last)
        )
    return list(with_stream(games).order_by("-created_at", "-id")[offset : offset + limit])


def events(
    game: Key,
    *,
    from_sequence: int | None = None,
    to_sequence: int | None = None,
    turn_number: int | None = None,
) -> QuerySet[GameEvent]:
    """Return the events of a game in order; both ends are included."""
    found = GameEvent.objects.filter(game=key(game)).order_by("sequence_number")
    if from_sequence is not None:
        found = found.filter(sequence_number__gte=from_sequence)
    if to_sequence is not None:
        found = found.filter(sequence_number__lte=to_sequence)
    if turn_number is not None:
        found = found.filter(turn_number=turn_number)
    return found


def catch_up(
    game: Key,
    created_at: datetime,
    *,
    after: int = -1,
    limit: int,
    event_type: str | None = None,
    turn_number: int | None = None,
) -> Sequence[tuple[int, int, str, datetime, str, int | None]]:
    """Return up to `limit` events after number `after`, ascending, as rows for a stream.

    None of a game that was recorded in its place since `created_at`.
    (sequence_number, turn_number, event_type, timestamp, payload as JSON text, actor_player_id)
    """
    conditions = ["game_uuid = %s", "sequence_number > %s", stored.SAME_GAME]
    values: list[Any] = [key(game), after, key(game), created_at]
    if event_type is not None:
        conditions.append("event_type = %s")
        values.append(event_type)
    if turn_number is not None:
        conditions.append("turn_number = %s")
        values.append(turn_number)
    with connection.cursor() as cursor:
        cursor.execute(_CATCH_UP.format(" AND ".join(conditions)), [*values, limit])
        rows: list[tuple[int, int, str, datetime, str, int | None]] = cursor.fetchall()
    return rows


def head(game: Key) -> int:
    """Return the last sequence number of a game, -1 while there is none."""
    last = GameEvent.objects.filter(game=key(game)).aggregate(last=Max("sequence_number"))["last"]
    return -1 if last is None else int(last)


def count(game: Key, event_type: str | None = None) -> int:
    """Count a game's events, all or those of one type."""
    found = GameEvent.objects.filter(game=key(game))
    return (found if event_type is None else found.filter(event_type=event_type)).count()


def statistics(game: Key) -> dict[str, Any]:
    """Return `total_events`, `latest_sequence` (-1 if none) and `events_by_type`."""
    kinds = (
        GameEvent.objects.filter(game=key(game))
        .values("event_type")
        .annotate(count=Count("*"), last=Max("sequence_number"))
        .order_by("-count", "event_type")
    )
    return {
        "total_events": sum(kind["count"] for kind in kinds),
        "latest_sequence": max((kind["last"] for kind in kinds), default=-1),
        "events_by_type": {kind["event_type"]: kind["count"] for kind in kinds},
    }


def with_events(game: Key) -> Game | None:
    """Return the game with its players and all its events loaded, in order."""
    stream = Prefetch("events", GameEvent.objects.order_by("sequence_number"))
    return _with_players().prefetch_related(stream).filter(pk=key(game)).first()


def decisions(game: Key, player_id: int | None = None) -> QuerySet[LLMDecision]:
    """Return one player's decisions by their number, or all players' in the order of play."""
    found = LLMDecision.objects.filter(game=key(game))
    if player_id is not None:
        return found.filter(player_id=player_id).order_by("sequence_number")
    return found.order_by("turn_number", "timestamp", "player_id", "sequence_number")


def search(
    text: str, game: Key | None = None, player_id: int | None = None
) -> QuerySet[LLMDecision]:
    """Return decisions whose reasoning holds the words and "phrases" of `text`, the newest first.

    Any text is a valid search: `or` and a leading minus are understood, the rest are words. What
    lies beyond LONGEST_SEARCH characters is not read.
    """
    query = SearchQuery(searchable(text), config=SEARCH_LANGUAGE, search_type="websearch")
    words = DecisionWords.objects.filter(reasoning=query)
    found = LLMDecision.objects.filter(pk__in=words.values("pk"))
    if game is not None:
        found = found.filter(game=key(game))
    if player_id is not None:
        found = found.filter(player_id=player_id)
    return found.order_by("-timestamp", F("id").desc())


def searchable(text: str) -> str:
    """Return what PostgreSQL's websearch_to_tsquery takes, whatever `text` is."""
    storable = text[:LONGEST_SEARCH].replace("\0", " ").encode(errors="replace").decode()
    # Each minus nests what follows, and 32 levels are an error: keep those that stand at a word.
    return _LOOSE_MINUS.sub(" ", storable)


def _with_players() -> QuerySet[Game]:
    return Game.objects.prefetch_related(Prefetch("players", Player.objects.order_by("player_id")))
