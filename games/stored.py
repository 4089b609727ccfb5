"""What of a stream is stored already, and whether it equals what is sent again.

Equality is the database's: jsonb by meaning (order of keys and spaces don't count), moments as
instants.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from games.domain.envelope import Decision, Event

DECISION_PLAIN = (
    "player_id",
    "turn_number",
    "sequence_number",
    "timestamp",
    "prompt",
    "reasoning",
    "strategy_description",
    "processing_time_ms",
    "model_version",
)
DECISION_JSON = ("game_state", "player_state", "available_actions", "chosen_action")

SAME_GAME = "(SELECT created_at FROM games WHERE id = %s) = %s"
"""A game that was deleted and recorded anew between two reads must not go on as the one before."""

# The range goes into a condition of its own, so that the unique index serves the join.
_DIFFERENT_EVENT = """
SELECT e.sequence_number
FROM game_events e JOIN unnest(
    %s::bigint[], %s::int[], %s::text[], %s::timestamptz[], %s::text[], %s::int[]
) AS s (number, turn, kind, moment, payload, actor) ON e.sequence_number = s.number
WHERE e.game_uuid = %s AND e.sequence_number BETWEEN %s AND %s
  AND (e.turn_number, e.event_type, e.timestamp, e.payload, e.actor_player_id)
      IS DISTINCT FROM (s.turn, s.kind, s.moment, s.payload::jsonb, s.actor)
ORDER BY 1 LIMIT 1"""

_DIFFERENT_DECISION = """
SELECT d.player_id, d.sequence_number
FROM llm_decisions d JOIN unnest(
    %s::int[], %s::bigint[], %s::int[], %s::timestamptz[], %s::text[], %s::text[], %s::text[],
    %s::text[], %s::text[], %s::text[], %s::text[], %s::int[], %s::text[]
) AS s (player, number, turn, moment, game_state, player_state, available_actions, chosen_action,
        prompt, reasoning, strategy_description, processing_time_ms, model_version)
  ON d.player_id = s.player AND d.sequence_number = s.number
WHERE d.game_uuid = %s
  AND (d.turn_number, d.timestamp, d.game_state, d.player_state, d.available_actions,
       d.chosen_action, d.prompt, d.reasoning, d.strategy_description, d.processing_time_ms,
       d.model_version)
      IS DISTINCT FROM
      (s.turn, s.moment, s.game_state::jsonb, s.player_state::jsonb, s.available_actions::jsonb,
       s.chosen_action::jsonb, s.prompt, s.reasoning, s.strategy_description,
       s.processing_time_ms, s.model_version)
ORDER BY 1, 2 LIMIT 1"""


def head(game_uuid: UUID) -> int:
    """The last number of a game's events, -1 while there is none."""
    row = _one("SELECT max(sequence_number) FROM game_events WHERE game_uuid = %s", [game_uuid])
    return -1 if row is None or row[0] is None else int(row[0])


class Recorded(NamedTuple):
    """A game as it was found: when it was recorded, and its head, -1 while there is none."""

    created_at: datetime
    head: int


def recorded(game_uuid: UUID) -> Recorded | None:
    """The same with the moment of recording, and None if there is no such game."""
    row = _one(
        "SELECT created_at, coalesce("
        "(SELECT max(sequence_number) FROM game_events WHERE game_uuid = games.id), -1) "
        "FROM games WHERE id = %s",
        [game_uuid],
    )
    return None if row is None else Recorded(*row)


def is_recorded(game_uuid: UUID, created_at: datetime) -> bool:
    """Whether this game is still there, and none that was recorded in its place."""
    return _one(f"SELECT 1 WHERE {SAME_GAME}", [game_uuid, created_at]) is not None


def decisions_after(
    game_uuid: UUID, created_at: datetime, player: int | None, place: tuple[int, int], limit: int
) -> list[tuple[Any, ...]]:
    """Up to `limit` decisions after (player_id, sequence_number), in that order.

    None of a game that was recorded in its place since `created_at`. Each row holds DECISION_PLAIN
    as values, then DECISION_JSON as texts.
    """
    columns = ", ".join((*DECISION_PLAIN, *(f"{name}::text" for name in DECISION_JSON)))
    of_player = "" if player is None else "AND player_id = %s "
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM llm_decisions "  # noqa: S608 - names of columns, no values
            f"WHERE game_uuid = %s AND {SAME_GAME} {of_player}"
            "AND (player_id, sequence_number) > (%s, %s) "
            "ORDER BY player_id, sequence_number LIMIT %s",
            [
                *(game_uuid, game_uuid, created_at),
                *([] if player is None else [player]),
                *(*place, limit),
            ],
        )
        return list(cursor.fetchall())


def decision_heads(game_uuid: UUID, players: Sequence[int]) -> dict[int, int]:
    """The last decision's number by player, of those who have decided anything yet."""
    return {player: last for player, (_, last) in decision_spans(game_uuid, players).items()}


def decision_spans(game_uuid: UUID, players: Sequence[int]) -> dict[int, tuple[int, int]]:
    """The first and the last decision's number by player: some engines begin at 0, some at 1."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT player_id, min(sequence_number), max(sequence_number) FROM llm_decisions "
            "WHERE game_uuid = %s AND player_id = ANY(%s) GROUP BY player_id",
            [game_uuid, list(players)],
        )
        return {player: (first, last) for player, first, last in cursor.fetchall()}


def first_different_event(
    game_uuid: UUID, batch: Sequence[Event], payloads: Sequence[str]
) -> int | None:
    """The number of the first event stored with another content, None if all are equal."""
    row = _one(
        _DIFFERENT_EVENT,
        [
            [event.sequence_number for event in batch],
            [event.turn_number for event in batch],
            [event.event_type for event in batch],
            [event.timestamp for event in batch],
            list(payloads),
            [event.actor_player_id for event in batch],
            game_uuid,
            batch[0].sequence_number,
            batch[-1].sequence_number,
        ],
    )
    return None if row is None else int(row[0])


def first_different_decision(
    game_uuid: UUID, batch: Sequence[Decision], bodies: Sequence[Sequence[str]]
) -> tuple[int, int] | None:
    """Player and number of the first decision stored with another content, or None."""
    row = _one(
        _DIFFERENT_DECISION,
        [
            [decision.player_id for decision in batch],
            [decision.sequence_number for decision in batch],
            [decision.turn_number for decision in batch],
            [decision.timestamp for decision in batch],
            *(list(column) for column in zip(*bodies, strict=True)),
            [decision.prompt for decision in batch],
            [decision.reasoning for decision in batch],
            [decision.strategy_description for decision in batch],
            [decision.processing_time_ms for decision in batch],
            [decision.model_version for decision in batch],
            game_uuid,
        ],
    )
    return None if row is None else (int(row[0]), int(row[1]))


def json_value(column: Any) -> Any:
    """A jsonb column as a raw cursor gives it: its text, which Django's psycopg leaves as it is."""
    return json.loads(column) if isinstance(column, str) else column


def _one(query: str, params: Sequence[Any]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row
