"""Events of a game from the database, as the fold takes them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from uuid import UUID

from django.db import connection
from msgspec import Raw

from games.domain.envelope import Event

CHUNK = 2_000
"""Rows in one read: a long game never lies in memory whole."""

_RANGE = """
    SELECT sequence_number, turn_number, event_type, "timestamp", payload::text, actor_player_id
    FROM game_events
    WHERE game_uuid = %s AND sequence_number BETWEEN %s AND %s
    ORDER BY sequence_number
"""

_OF_TYPES = """
    SELECT sequence_number FROM game_events
    WHERE game_uuid = %s AND event_type = ANY(%s)
    ORDER BY sequence_number
"""


def between(game_uuid: UUID, first: int, last: int) -> tuple[Event, ...]:
    """The events ``first..last`` (both included), ascending; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_RANGE, [game_uuid, first, last])
        return tuple(
            Event(
                sequence_number=number,
                turn_number=turn,
                event_type=kind,
                timestamp=moment,
                payload=Raw(payload.encode()),
                actor_player_id=actor,
            )
            for number, turn, kind, moment, payload, actor in cursor.fetchall()
        )


def chunks(game_uuid: UUID, first: int, last: int) -> Iterator[tuple[Event, ...]]:
    """The same in reads of `CHUNK`, each one query."""
    while first <= last:
        events = between(game_uuid, first, min(last, first + CHUNK - 1))
        if not events:
            return
        yield events
        first = events[-1].sequence_number + 1


def numbers_of_types(game_uuid: UUID, event_types: Collection[str]) -> list[int]:
    """The sequence numbers of all events of some types, ascending; one query on their index."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_TYPES, [game_uuid, list(event_types)])
        return [number for (number,) in cursor.fetchall()]
