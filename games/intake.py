"""A recording taken into the record: one game, one transaction, all or nothing.

Events and decisions go through `games.ingest`, as any engine's do. What is recorded already is
compared, never replaced: the same again is no change, anything else is refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any
from uuid import UUID

import msgspec
from django.db import DataError, IntegrityError, connection, transaction
from msgspec import structs

from games import canonical, chain, ingest, limits, rowid
from games.domain import storable
from games.domain.envelope import Decision, Event
from games.domain.errors import InvalidField, SequenceConflict, SequenceGap
from games.domain.identity import game_uuid
from games.importing import rawjson
from games.importing.recording import RecordedPlayer, Recording
from games.importing.refusals import DigestMismatch, OtherContent

BATCH = 1000
_DECISIONS_BATCH = 200  # a decision carries a whole prompt

_MAKE_GAME = """INSERT INTO games
    (id, game_id, status, config, metadata, winner_id, total_turns, started_at, finished_at)
    VALUES (%s, %s, %s, %s::jsonb, %s::jsonb, %s, %s, %s, %s) ON CONFLICT DO NOTHING"""
_MAKE_PLAYER = """INSERT INTO players
    (id, game_uuid, player_id, name, agent_type, llm_model_name, llm_parameters, final_cash,
     final_net_worth, is_winner, is_bankrupt, placement)
    VALUES (%s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s, %s, %s, %s)"""
_SAME_CONFIG = "SELECT config = %s::jsonb FROM games WHERE id = %s"
_SAME_PLAYER = """SELECT count(*) FROM players WHERE game_uuid = %s AND player_id = %s
    AND (name, agent_type, llm_model_name, llm_parameters)
        IS NOT DISTINCT FROM (%s, %s, %s, %s::jsonb)"""
_RENAME_SEAL = "UPDATE games SET metadata = metadata || %s::jsonb WHERE id = %s"
_COUNTS = """SELECT (SELECT count(*) FROM players WHERE game_uuid = %s),
    (SELECT count(*) FROM game_events WHERE game_uuid = %s),
    (SELECT count(*) FROM llm_decisions WHERE game_uuid = %s)"""


@dataclass(frozen=True, slots=True)
class Taken:
    """`new` is false where the game was recorded before, just so."""

    game_uuid: UUID
    events: int
    decisions: int
    new: bool


type Progress = Callable[[int], None]


def take(recording: Recording, progress: Progress = lambda _count: None) -> Taken:
    """Record the game. `progress` hears how many events and decisions were just taken.

    Raises:
        OtherContent: the game_id is taken by another game.
        DigestMismatch: what was stored does not give the digest the export states.
        RewindError: the record refuses something, as it would from an engine.
    """
    key = game_uuid(recording.game_id)
    with transaction.atomic():
        new = _make(key, recording)
        if not new:
            _compare(key, recording)
        try:
            events = _append_events(key, recording, progress)
            decisions = _append_decisions(key, recording, progress)
        except (SequenceConflict, SequenceGap) as refusal:
            if new:
                raise
            raise OtherContent(recording.game_id, refusal.detail) from refusal
        if not new:
            _compare_counts(key, recording, events, decisions)
        else:
            if recording.stated_digest is not None:
                _verify(key, recording, recording.stated_digest)
            _rename_seal(key, recording)
    return Taken(key, events.total, decisions.total, new)


@dataclass(slots=True)
class _Tally:
    total: int = 0
    appended: int = 0


def _append_events(key: UUID, recording: Recording, progress: Progress) -> _Tally:
    tally = _Tally()
    for batch in _batches(recording.events(), BATCH):
        done = ingest.append_events(key, batch, called=recording.game_id, place=_place(batch))
        tally.total += len(batch)
        tally.appended += done.appended
        progress(len(batch))
    return tally


def _append_decisions(key: UUID, recording: Recording, progress: Progress) -> _Tally:
    tally = _Tally()
    for batch in _batches(recording.decisions(), _DECISIONS_BATCH):
        done = ingest.append_decisions(key, batch, called=recording.game_id)
        tally.total += len(batch)
        tally.appended += done.appended
        progress(len(batch))
    return tally


def _batches[Row: (Event, Decision)](rows: Iterable[Row], size: int) -> Iterator[Sequence[Row]]:
    return batched(rows, size)


def _place(batch: Sequence[Event]) -> Callable[[int], str]:
    return lambda index: f"event {batch[index].sequence_number}"


def _make(key: UUID, recording: Recording) -> bool:
    """Make the game and its players; false if there is a game of that name."""
    _check(recording)
    row: list[Any] = [
        key,
        recording.game_id,
        recording.status.value,
        _text(recording.config),
        _text(recording.metadata),
        recording.winner_id,
        recording.total_turns,
        recording.started_at,
        recording.finished_at,
    ]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_MAKE_GAME, row)
            if not cursor.rowcount:
                return False
            for player in recording.players:
                cursor.execute(_MAKE_PLAYER, [rowid.uuid7(), key, *_player_row(player)])
    except (DataError, IntegrityError) as refusal:
        reason = str(refusal).partition("\n")[0]
        raise InvalidField(
            "game", recording.game_id, f"it cannot be recorded ({reason})"
        ) from refusal
    return True


def _check(recording: Recording) -> None:
    """The same bounds for the game's own texts as for what engines post."""
    bounds = limits.bounds()
    bodies = [recording.config, recording.metadata]
    bodies += [player.llm_parameters for player in recording.players]
    storable.check_json([bytes(body) for body in bodies], "JSON {} of the game".format, bounds)
    storable.check_text(recording.game_id, "game_id", bounds)
    for player in recording.players:
        storable.check_text(player.name, f"name of player {player.player_id}", bounds)


def _player_row(player: RecordedPlayer) -> list[Any]:
    return [
        player.player_id,
        player.name,
        player.agent_type,
        player.llm_model_name,
        _text(player.llm_parameters),
        player.final_cash,
        player.final_net_worth,
        player.is_winner,
        player.is_bankrupt,
        player.placement,
    ]


def _compare(key: UUID, recording: Recording) -> None:
    """Config and players, as the API compares a game sent again. Results may have come since."""
    with connection.cursor() as cursor:
        cursor.execute(_SAME_CONFIG, [_text(recording.config), key])
        if cursor.fetchone() != (True,):
            raise OtherContent(recording.game_id, "config")
        for player in recording.players:
            given = _player_row(player)[:5]
            cursor.execute(_SAME_PLAYER, [key, *given])
            if cursor.fetchone() != (1,):
                raise OtherContent(recording.game_id, f"player {player.player_id}")


def _compare_counts(key: UUID, recording: Recording, events: _Tally, decisions: _Tally) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [key, key, key])
        row = cursor.fetchone()
    stored = dict(zip(("players", "events", "decisions"), row or (), strict=True))
    given = {
        "players": len(recording.players),
        "events": events.total,
        "decisions": decisions.total,
    }
    stored["events"] -= events.appended
    stored["decisions"] -= decisions.appended
    for what, count in given.items():
        if stored[what] != count:
            differs = f"{stored[what]} {what} are recorded, {count} are in the files"
            raise OtherContent(recording.game_id, differs)


def _verify(key: UUID, recording: Recording, stated: str) -> None:
    computed = canonical.digest_of(key)
    if computed != stated:
        raise DigestMismatch(str(recording.path), stated, computed)


def _rename_seal(key: UUID, recording: Recording) -> None:
    """The chain begins with the game's name: under another one every event would seem changed."""
    was, now = recording.exported_as, recording.game_id
    noted = chain.seal(rawjson.value(recording.metadata))
    if noted is None or was is None or was == now:
        return
    seal = json.dumps({chain.SEAL: structs.asdict(chain.renamed(noted, was, now))})
    with connection.cursor() as cursor:
        cursor.execute(_RENAME_SEAL, [seal, key])


def _text(raw: msgspec.Raw) -> str:
    return bytes(raw).decode()
