"""Keyframes: stored states from which any other is a few events away."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import msgspec
from django.db import connection, transaction
from msgspec import Struct

from games.rowid import uuid7s
from replay import stream
from replay.domain import state
from replay.domain.fold import Fold, FoldBreak
from replay.domain.state import State
from replay.domain.timeline import INTERVAL, Break
from replay.recording import Recording

_NEAREST = """
    SELECT state FROM keyframes
    WHERE game_uuid = %s AND version = %s AND sequence_number <= %s
        AND (SELECT created_at FROM games WHERE id = %s) = %s
    ORDER BY sequence_number DESC LIMIT 1
"""

_STORE = """
    INSERT INTO keyframes (id, game_uuid, sequence_number, version, state)
    SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::bigint[], %s::text[], %s::bytea[])
    ON CONFLICT (game_uuid, sequence_number)
    DO UPDATE SET version = EXCLUDED.version, state = EXCLUDED.state
    WHERE keyframes.version <> EXCLUDED.version
"""


_STILL_THERE = "SELECT 1 FROM games WHERE id = %s AND created_at = %s FOR KEY SHARE"


class Found(Struct, frozen=True):
    """The last state that could be reached without passing ``sequence_number`` wanted.

    ``broken`` is the error at the event after it, where one stopped the fold short.
    """

    state: State
    broken: Break | None = None


def reach(recording: Recording, sequence_number: int) -> Found:
    """The state after an event where keyframes stand, building what is missing on the way.

    One query where the keyframe is there. Else the stream is folded from the nearest one before it,
    once: the keyframes it passes are stored.

    Args:
        recording: the game.
        sequence_number: ``first - 1``, or the last event of a full interval.
    """
    if sequence_number < recording.first:
        return Found(state.initial(recording.setup))
    nearest = _nearest(recording, sequence_number)
    if nearest.sequence_number == sequence_number:
        return Found(nearest)
    return _fold_on(recording, nearest, sequence_number)


def ensure(recording: Recording) -> None:
    """Build every keyframe the game is still missing."""
    whole = (recording.head - recording.first + 1) // INTERVAL
    reach(recording, recording.first - 1 + whole * INTERVAL)


def _nearest(recording: Recording, sequence_number: int) -> State:
    with connection.cursor() as cursor:
        game, version = recording.uuid, recording.reading.version
        cursor.execute(_NEAREST, [game, version, sequence_number, game, recording.created_at])
        row = cursor.fetchone()
    if row is None:
        return state.initial(recording.setup)
    return msgspec.json.decode(bytes(row[0]), type=State)


def _fold_on(recording: Recording, start: State, last: int) -> Found:
    fold = Fold(recording.dialect, state.copy(start))
    passed: list[State] = []
    broken = None
    try:
        for keyframe in _keyframes_on_the_way(recording, fold, last):
            passed.append(keyframe)  # noqa: PERF402 - what was passed before a break is kept
    except FoldBreak as error:
        broken = Break.of(error)
    _store(recording, passed)
    nearest = state.copy(passed[-1]) if passed else start
    if broken is None:
        return Found(nearest)
    return Found(_up_to(recording, nearest, broken.sequence_number - 1), broken)


def _up_to(recording: Recording, nearest: State, last: int) -> State:
    """Fold on to an event before which nothing breaks; takes ``nearest`` over."""
    fold = Fold(recording.dialect, nearest)
    for events in stream.chunks(recording, nearest.sequence_number + 1, last):
        for event in events:
            fold.push(event)
    return fold.state


def _keyframes_on_the_way(recording: Recording, fold: Fold, last: int) -> Iterator[State]:
    for events in stream.chunks(recording, fold.state.sequence_number + 1, last):
        for event in events:
            fold.push(event)
            if (event.sequence_number - recording.first + 1) % INTERVAL == 0:
                yield state.copy(fold.state)


def _store(recording: Recording, states: list[State]) -> None:
    """Keep them; a game that was deleted meanwhile needs none."""
    if not states:
        return
    rows = len(states)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_STILL_THERE, [recording.uuid, recording.created_at])
        if cursor.fetchone() is None:
            return
        cursor.execute(
            _STORE,
            [
                uuid7s(rows),
                [recording.uuid] * rows,
                [reached.sequence_number for reached in states],
                [recording.reading.version] * rows,
                [msgspec.json.encode(reached) for reached in states],
            ],
        )


def forget(game_uuid: UUID) -> int:
    """Drop a game's keyframes; how many there were."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM keyframes WHERE game_uuid = %s", [game_uuid])
        return int(cursor.rowcount)
