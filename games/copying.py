"""Rows as PostgreSQL's COPY text format: one block for a whole batch, built without a detour.

https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec
from django.db import connection

from games.domain.envelope import Decision, Event
from games.rowid import uuid7_texts

_EVENTS = """COPY game_events (id, game_uuid, sequence_number, turn_number, event_type, timestamp,
    payload, actor_player_id) FROM STDIN"""
_DECISIONS = """COPY llm_decisions (id, game_uuid, player_id, turn_number, sequence_number,
    timestamp, game_state, player_state, available_actions, chosen_action, prompt, reasoning,
    strategy_description, processing_time_ms, model_version) FROM STDIN"""
_NULL = r"\N"


def copy_events(game_uuid: UUID, events: Sequence[Event], payloads: Sequence[str]) -> None:
    """Write the events; `payloads` are their payloads' texts, each on one line.

    Raises django.db's errors, as any other query does.
    """
    game = game_uuid.hex
    kinds = {kind: _escaped(kind) for kind in {event.event_type for event in events}}
    bodies = _escaped_lines(payloads)
    rows = [
        f"{key}\t{game}\t{event.sequence_number}\t{event.turn_number}\t{kinds[event.event_type]}"
        f"\t{moment}\t{body}"
        f"\t{_NULL if event.actor_player_id is None else event.actor_player_id}\n"
        for key, event, moment, body in zip(
            uuid7_texts(len(events)), events, _moments(events), bodies, strict=True
        )
    ]
    _copy(_EVENTS, "".join(rows))


def copy_decisions(
    game_uuid: UUID, decisions: Sequence[Decision], bodies: Sequence[Sequence[str]]
) -> None:
    """Write the decisions; `bodies` holds the texts of each one's four JSON columns in their order.

    Raises django.db's errors, as any other query does.
    """
    game = game_uuid.hex
    rows: list[str] = []
    for key, decision, json_texts in zip(
        uuid7_texts(len(decisions)), decisions, bodies, strict=True
    ):
        fields = (
            key,
            game,
            str(decision.player_id),
            str(decision.turn_number),
            str(decision.sequence_number),
            decision.timestamp.isoformat(),
            *_escaped_lines(json_texts),
            _text(decision.prompt),
            _text(decision.reasoning),
            _text(decision.strategy_description),
            _NULL if decision.processing_time_ms is None else str(decision.processing_time_ms),
            _text(decision.model_version),
        )
        rows.append("\t".join(fields) + "\n")
    _copy(_DECISIONS, "".join(rows))


def _copy(statement: str, block: str) -> None:
    # Django wraps the errors of execute() but not those of copy().
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(statement) as copy,
    ):
        copy.write(block)


def _moments(events: Sequence[Event]) -> list[str]:
    """ISO 8601 texts, by way of JSON: isoformat() would be the dearest part of a row."""
    return msgspec.json.encode([event.timestamp for event in events]).decode()[2:-2].split('","')


def _text(value: str | None) -> str:
    return _NULL if value is None else _escaped(value)


def _escaped(text: str) -> str:
    doubled = text.replace("\\", "\\\\")
    return doubled.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def _escaped_lines(texts: Sequence[str]) -> list[str]:
    """JSON on one line holds nothing to escape but backslashes."""
    return "\n".join(texts).replace("\\", "\\\\").split("\n") if texts else []
