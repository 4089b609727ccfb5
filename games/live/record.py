"""What followers read of the record. Synchronous: see `threads` for how the event loop does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from msgspec import Raw, Struct

from games.domain.envelope import Event
from games.live import sse

MOST_EVENTS = 500
BLOCK_BYTES = 256 * 1024

_LOOK = """
SELECT id, created_at, status,
    (SELECT max(sequence_number) FROM game_events WHERE game_uuid = games.id)
FROM games WHERE id = ANY(%s)"""

# Payloads may be a megabyte each: as many rows as fit, and always the first.
_BLOCK = """
SELECT sequence_number, turn_number, event_type, timestamp, payload, actor_player_id FROM (
    SELECT *, sum(octet_length(payload)) OVER (ORDER BY sequence_number) AS bytes FROM (
        SELECT sequence_number, turn_number, event_type, timestamp, payload::text, actor_player_id
        FROM game_events WHERE game_uuid = %s AND sequence_number > %s
            AND EXISTS (SELECT FROM games WHERE id = game_uuid AND created_at = %s)
        ORDER BY sequence_number LIMIT %s
    ) AS following
) AS measured WHERE bytes - octet_length(payload) < %s ORDER BY sequence_number"""


class Seen(Struct, frozen=True):
    """A game at the moment of looking; `head` is -1 while it has no events.

    `created_at` tells apart two games that bore one game_id after each other.
    """

    created_at: datetime
    status: str
    head: int


class Block(Struct, frozen=True):
    """The events after number `after` up to `last`, as they are sent; `last` is `after` if none."""

    created_at: datetime
    after: int
    last: int
    text: bytes


def look(games: Sequence[UUID]) -> dict[UUID, Seen]:
    """How far these games have come; those that do not exist are left out. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [list(games)])
        rows: list[tuple[UUID, datetime, str, int | None]] = cursor.fetchall()
    return {
        game: Seen(created_at, status, -1 if head is None else head)
        for game, created_at, status, head in rows
    }


def block(game: UUID, created_at: datetime, after: int) -> Block:
    """The next events of a game, at most `MOST_EVENTS` and about `BLOCK_BYTES` of payload.

    None of another game that was recorded in its place since.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BLOCK, [game, after, created_at, MOST_EVENTS, BLOCK_BYTES])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    events = [
        Event(
            sequence_number=number,
            turn_number=turn,
            event_type=kind,
            timestamp=moment,
            payload=Raw(payload.encode()),
            actor_player_id=actor,
        )
        for number, turn, kind, moment, payload, actor in rows
    ]
    last = events[-1].sequence_number if events else after
    return Block(created_at, after, last, b"".join(map(sse.event, events)))
