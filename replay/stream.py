"""Events of a game from the database, as the fold takes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from django.db import connection
from msgspec import Raw

from games.domain.envelope import Event
from games.domain.errors import GameNotFound
from replay.recording import Recording

CHUNK = 2_000
"""Rows in one read: a long game never lies in memory whole."""

# Moments come without their zone: psycopg reads those in a third of the time.
#
# The moment of recording is asked for again: a game that was deleted and recorded anew between two
# queries must not lend its new events to the old game's states.
_RANGE = """
    SELECT sequence_number, turn_number, event_type, "timestamp" AT TIME ZONE 'UTC', payload::text,
        actor_player_id
    FROM game_events
    WHERE game_uuid = %s AND sequence_number BETWEEN %s AND %s
        AND (SELECT created_at FROM games WHERE id = %s) = %s
    ORDER BY sequence_number
"""

_OF_TYPES = """
    SELECT sequence_number FROM game_events
    WHERE game_uuid = %s AND event_type = ANY(%s)
    ORDER BY sequence_number
"""


def between(recording: Recording, first: int, last: int) -> tuple[Event, ...]:
    """The events ``first..last`` (both included, within the stream), ascending; one query.

    Raises:
        GameNotFound: the game is gone since the recording was opened.
    """
    game = recording.uuid
    with connection.cursor() as cursor:
        cursor.execute(_RANGE, [game, first, last, game, recording.created_at])
        rows = cursor.fetchall()
    if len(rows) != last - first + 1:
        raise GameNotFound(recording.game_id)
    return tuple(
        Event(
            sequence_number=number,
            turn_number=turn,
            event_type=event_type,
            timestamp=moment.replace(tzinfo=UTC),
            payload=Raw(payload.encode()),
            actor_player_id=actor,
        )
        for number, turn, event_type, moment, payload, actor in rows
    )


def chunks(recording: Recording, first: int, last: int) -> Iterator[tuple[Event, ...]]:
    """The same in reads of `CHUNK`, each one query."""
    for start in range(first, last + 1, CHUNK):
        yield between(recording, start, min(last, start + CHUNK - 1))


def turn_starts(recording: Recording) -> list[int]:
    """The sequence numbers of the events that begin a turn, ascending; one query on their index."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_TYPES, [recording.uuid, list(recording.dialect.turn_starts)])
        return [number for (number,) in cursor.fetchall()]
