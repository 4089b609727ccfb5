"""A recorded game read from the database as canonical lines, streamed.

Rows come through a server-side cursor, free JSON as the text jsonb prints: a game of any length
takes the memory of a few thousand rows, and no number passes through a float.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection, transaction

from games.digest import Digest, GameLine, PlayerLine, lines
from games.domain.envelope import Decision, Event
from games.domain.errors import GameNotFound

_BATCH = 2000
_LAST = 2**63 - 1

_GAME = """SELECT game_id, status, config::text, metadata::text, winner_id, total_turns,
    started_at, finished_at FROM games WHERE id = %s"""
_PLAYERS = """SELECT player_id, name, agent_type, llm_parameters::text, llm_model_name, final_cash,
    final_net_worth, is_winner, is_bankrupt, placement
    FROM players WHERE game_uuid = %s ORDER BY player_id"""
_EVENTS = """SELECT sequence_number, turn_number, event_type, timestamp, payload::text,
    actor_player_id FROM game_events WHERE game_uuid = %s AND sequence_number <= %s
    ORDER BY sequence_number"""
_DECISIONS = """SELECT player_id, turn_number, sequence_number, timestamp, game_state::text,
    player_state::text, available_actions::text, chosen_action::text, prompt, reasoning,
    strategy_description, processing_time_ms, model_version
    FROM llm_decisions WHERE game_uuid = %s ORDER BY player_id, sequence_number"""


@contextmanager
def snapshot() -> Iterator[None]:
    """One moment of the database for all that is read inside, without holding up any writer.

    Inside a transaction that is open already, that one's view is kept.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def digest_of(game_uuid: UUID) -> str:
    """The digest of a recorded game, as `games.digest` defines it.

    Raises:
        GameNotFound: there is no such game.
    """
    with snapshot():
        digest = Digest(game(game_uuid), players(game_uuid))
        digest.begin("events")
        for text in events(game_uuid):
            digest.add(text)
        digest.begin("decisions")
        for text in decisions(game_uuid):
            digest.add(text)
    return digest.value


def game(game_uuid: UUID, called: str | None = None) -> GameLine:
    """The game's own columns. `called` is the game_id, for GameNotFound."""
    with connection.cursor() as cursor:
        cursor.execute(_GAME, [game_uuid])
        row = cursor.fetchone()
    if row is None:
        raise GameNotFound(called or str(game_uuid))
    game_id, status, config, metadata, winner_id, total_turns, started_at, finished_at = row
    return GameLine(
        game_id=game_id,
        status=status,
        config=_raw(config),
        metadata=_raw(metadata),
        winner_id=winner_id,
        total_turns=total_turns,
        started_at=started_at,
        finished_at=finished_at,
    )


def players(game_uuid: UUID) -> tuple[PlayerLine, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_PLAYERS, [game_uuid])
        return tuple(_player(row) for row in cursor.fetchall())


def events(game_uuid: UUID, last: int = _LAST) -> Iterator[bytes]:
    """The game's events up to number `last` as canonical lines. Call it inside `snapshot()`."""
    return _lines(_EVENTS, [game_uuid, last], _event)


def decisions(game_uuid: UUID) -> Iterator[bytes]:
    """The game's decisions as canonical lines. Call it inside `snapshot()`."""
    return _lines(_DECISIONS, [game_uuid], _decision)


def _lines(
    query: str, values: list[Any], row_of: Callable[[tuple[Any, ...]], Event | Decision]
) -> Iterator[bytes]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, values)
        while rows := cursor.fetchmany(_BATCH):
            yield from lines(map(row_of, rows))


def _raw(text: str) -> msgspec.Raw:
    return msgspec.Raw(text.encode())


def _player(row: tuple[Any, ...]) -> PlayerLine:
    player_id, name, agent_type, parameters, model, cash, worth, winner, bankrupt, place = row
    return PlayerLine(
        player_id=player_id,
        name=name,
        agent_type=agent_type,
        llm_parameters=_raw(parameters),
        llm_model_name=model,
        final_cash=cash,
        final_net_worth=worth,
        is_winner=winner,
        is_bankrupt=bankrupt,
        placement=place,
    )


def _event(row: tuple[Any, ...]) -> Event:
    sequence_number, turn_number, event_type, timestamp, payload, actor = row
    return Event(
        sequence_number=sequence_number,
        turn_number=turn_number,
        event_type=event_type,
        timestamp=timestamp,
        payload=_raw(payload),
        actor_player_id=actor,
    )


def _decision(row: tuple[Any, ...]) -> Decision:
    player_id, turn_number, sequence_number, timestamp, *bodies = row
    game_state, player_state, available_actions, chosen_action, *texts = bodies
    prompt, reasoning, strategy_description, processing_time_ms, model_version = texts
    return Decision(
        player_id=player_id,
        turn_number=turn_number,
        sequence_number=sequence_number,
        timestamp=timestamp,
        game_state=_raw(game_state),
        player_state=_raw(player_state),
        available_actions=_raw(available_actions),
        chosen_action=_raw(chosen_action),
        prompt=prompt,
        reasoning=reasoning,
        strategy_description=strategy_description,
        processing_time_ms=processing_time_ms,
        model_version=model_version,
    )
