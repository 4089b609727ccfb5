"""Events of a game from the database, as the fold takes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from django.db import connection
from msgspec import Raw

from games.domain.envelope import Event
from games.domain.errors import GameNotFound
from replay.recording import Recording

CHUNK = 2_000
MOST_BYTES = 4_000_000
"""Of one read: neither a long game nor one of huge payloads lies in memory whole.

Bytes are those stored; a payload that is stored compressed counts eightfold, and one of more bytes
than all is read alone.
"""

# Moments come without their zone: psycopg reads those in a third of the time.
#
# The moment of recording is asked for again: a game that was deleted and recorded anew between two
# queries must not lend its new events to the old game's states.
_RANGE = """
    SELECT {columns} FROM game_events
    WHERE game_uuid = %s AND sequence_number BETWEEN %s AND %s
        AND (SELECT created_at FROM games WHERE id = %s) = %s
    ORDER BY sequence_number
"""

# The size of a payload is known without reading it: long ones lie elsewhere.
_SOME = """
    SELECT {columns} FROM (
        SELECT {names},
            sum(size) OVER (ORDER BY sequence_number ROWS UNBOUNDED PRECEDING) - size AS before
        FROM (
            SELECT {names}, pg_column_size(payload)
                * CASE WHEN pg_column_compression(payload) IS NULL THEN 1 ELSE 8 END AS size
            FROM game_events
            WHERE game_uuid = %s AND sequence_number BETWEEN %s AND %s
                AND (SELECT created_at FROM games WHERE id = %s) = %s
            ORDER BY sequence_number
        ) AS sized
    ) AS summed
    WHERE before < %s ORDER BY sequence_number
"""

_NAMES = 'sequence_number, turn_number, event_type, "timestamp", payload, actor_player_id'
MOMENT = "\"timestamp\" AT TIME ZONE 'UTC'"
_COLUMNS = f"sequence_number, turn_number, event_type, {MOMENT}, payload::text, actor_player_id"

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
        cursor.execute(
            _RANGE.format(columns=_COLUMNS), [game, first, last, game, recording.created_at]
        )
        rows = cursor.fetchall()
    if len(rows) != last - first + 1:
        raise GameNotFound(recording.game_id)
    return _events(rows)


def chunks(recording: Recording, first: int, last: int) -> Iterator[tuple[Event, ...]]:
    """The same in reads of at most `CHUNK` events and about `MOST_BYTES`, each one query."""
    return map(_events, blocks(recording, first, last))


def blocks(
    recording: Recording, first: int, last: int, columns: str = _COLUMNS
) -> Iterator[list[tuple[Any, ...]]]:
    """The same as rows, whose columns begin with ``sequence_number``.

    Where payloads are not among them there is nothing to be bounded, which costs a tenth.
    """
    game = recording.uuid
    is_bounded = "payload" in columns
    query = (_SOME if is_bounded else _RANGE).format(columns=columns, names=_NAMES)
    while first <= last:
        end = min(last, first + CHUNK - 1)
        asked: list[Any] = [game, first, end, game, recording.created_at]
        with connection.cursor() as cursor:
            cursor.execute(query, [*asked, MOST_BYTES] if is_bounded else asked)
            rows = cursor.fetchall()
        if not rows or rows[0][0] != first:
            raise GameNotFound(recording.game_id)
        yield rows
        first = rows[-1][0] + 1


def _events(rows: list[tuple[Any, ...]]) -> tuple[Event, ...]:
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


def turn_starts(recording: Recording) -> list[int]:
    """The sequence numbers of the events that begin a turn, ascending; one query on their index."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_TYPES, [recording.uuid, list(recording.dialect.turn_starts)])
        return [number for (number,) in cursor.fetchall()]
