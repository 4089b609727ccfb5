"""Thousands of games with the decisions of their models, for the statistics.

A few hundred games are really played; the others are their copies under other names and days, so
that ten million events and more than a million decisions are there in minutes.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import msgspec
from django.db import connection
from msgspec import Raw

from games import ingest, lifecycle
from games.api.bodies import PlayerIn
from games.domain.envelope import Decision, Event
from games.domain.identity import game_uuid
from games.models import Game
from replay.domain import match
from replay.players import Decided, rounds
from replay.players.seats import Seat
from replay.playing import Table

PLAYED = 250
LINEUPS = (
    ("greedy", "cautious", "trader", "random"),
    ("greedy", "greedy", "trader", "cautious"),
    ("trader", "cautious", "greedy"),
    ("cautious", "trader"),
    ("trader", "greedy", "cautious", "trader", "greedy"),
)
DECIDING = 3
"""Of the lineups the first: there the first two seats are those of models."""

MODELS = ("atlas-large", "atlas-small", "birch-2")
STRATEGIES = ("bold", "patient")
BATCH = 1_000
_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def name(seed: int) -> str:
    """What a game is called."""
    return f"stat-{seed:06}"


def record(count: int) -> None:
    """So many games."""
    for seed in range(min(PLAYED, count)):
        _play(seed)
    for first in range(PLAYED, count, PLAYED):
        _copy(first, min(count, first + PLAYED) - first)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def finish(seed: int) -> None:
    """One more game, after so many others: a copy of one of them."""
    _copy(seed, 1, min(PLAYED, seed))


def _play(seed: int) -> None:
    place = seed % len(LINEUPS)
    table = Table(tuple(Seat(kind) for kind in LINEUPS[place]), match.ENDLESS)
    models = {seat: MODELS[(seed + seat) % 3] for seat in (0, 1)} if place < DECIDING else {}
    players = [one.player(records=seat in models) for seat, one in enumerate(table.seats)]
    events: list[Event] = []
    decisions: list[Decision] = []
    chance, counts = Random(seed), [0] * len(players)
    for step in rounds.play(table.setup, players, seed, table.house):
        events += step.events
        if step.decided is not None:
            seat = step.decided.player
            decisions.append(_decision(step.decided, models[seat], counts[seat], chance))
            counts[seat] += 1
    _store(seed, models, events, decisions)


def _decision(told: Decided, model: str, number: int, chance: Random) -> Decision:
    """As a model's: it took its time, has its price, and now and then it failed."""
    chosen = told.chosen_action | {
        "usage": {
            "prompt_tokens": chance.randint(900, 4_000),
            "completion_tokens": chance.randint(40, 400),
            "cost_usd": chance.randint(1, 90) / 10_000,
        },
        "attempts": [{"raw_response": "{}"}],
    }
    if chance.random() < 0.03:
        chosen["attempts"].insert(0, {"raw_response": "?", "error": "not JSON"})
    if chance.random() < 0.01:
        chosen["fallback"] = "greedy"
    return Decision(
        player_id=told.player,
        turn_number=told.turn,
        sequence_number=number,
        timestamp=_BEGIN + timedelta(seconds=number),
        game_state=_raw(told.game_state),
        player_state=_raw(told.player_state),
        available_actions=_raw(told.available_actions),
        chosen_action=_raw(chosen),
        reasoning=f"It is turn {told.turn} and I go on.",
        strategy_description=STRATEGIES[told.player],
        processing_time_ms=int(chance.lognormvariate(6.8, 0.7)),
        model_version=model,
    )


def _raw(value: Any) -> Raw:
    return Raw(msgspec.json.encode(value))


def _store(
    seed: int, models: dict[int, str], events: list[Event], decisions: list[Decision]
) -> None:
    key = game_uuid(name(seed))
    players = [
        PlayerIn(player_id=seat, name=f"P{seat}", agent_type=agent, llm_model_name=models.get(seat))
        for seat, agent in enumerate(LINEUPS[seed % len(LINEUPS)])
    ]
    lifecycle.create(name(seed), config={}, metadata={"run": seed % 10}, players=players)
    ingest.append_events(key, events)
    for start in range(0, len(decisions), BATCH):
        ingest.append_decisions(key, decisions[start : start + BATCH])
    Game.objects.filter(pk=key).update(
        status="finished", finished_at=_BEGIN + timedelta(minutes=17 * seed)
    )


def _copy(first: int, count: int, played: int = PLAYED) -> None:
    """Games ``first`` and following, as copies of those that were played."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            CREATE TEMPORARY TABLE twins AS
            SELECT g.id AS old, game_uuid(n.name) AS new, n.name, n.at
            FROM (SELECT 'stat-' || lpad((%(first)s + i)::text, 6, '0') AS name,
                    'stat-' || lpad((i + %(first)s %% %(played)s)::text, 6, '0')
                    AS twin, %(first)s + i AS at
                  FROM generate_series(0, %(count)s - 1) AS i) AS n
            JOIN games AS g ON g.game_id = n.twin
            """,
            {"first": first, "count": count, "played": played},
        )
        for statement in _COPIES:
            cursor.execute(statement, {"begin": _BEGIN})
        cursor.execute("DROP TABLE twins")


_COPIES = (
    """INSERT INTO games (id, game_id, status, finished_at, config, metadata, total_turns)
    SELECT t.new, t.name, g.status, %(begin)s::timestamptz + t.at * interval '17 minutes',
        g.config, jsonb_build_object('run', t.at %% 10), g.total_turns
    FROM twins AS t JOIN games AS g ON g.id = t.old""",
    """INSERT INTO players (id, game_uuid, player_id, name, agent_type, is_winner, is_bankrupt,
        llm_parameters, llm_model_name)
    SELECT gen_random_uuid(), t.new, p.player_id, p.name, p.agent_type, p.is_winner, p.is_bankrupt,
        p.llm_parameters, p.llm_model_name
    FROM twins AS t JOIN players AS p ON p.game_uuid = t.old""",
    """INSERT INTO game_events (id, game_uuid, sequence_number, turn_number, event_type,
        "timestamp", payload, actor_player_id)
    SELECT gen_random_uuid(), t.new, e.sequence_number, e.turn_number, e.event_type,
        e."timestamp", e.payload, e.actor_player_id
    FROM twins AS t JOIN game_events AS e ON e.game_uuid = t.old
    ORDER BY t.at, e.sequence_number""",
    """INSERT INTO llm_decisions (id, game_uuid, player_id, turn_number, sequence_number,
        "timestamp", game_state, player_state, available_actions, chosen_action, reasoning,
        strategy_description, processing_time_ms, model_version)
    SELECT uuidv7(), t.new, d.player_id, d.turn_number, d.sequence_number, d."timestamp",
        d.game_state, d.player_state, d.available_actions, d.chosen_action, d.reasoning,
        d.strategy_description, d.processing_time_ms, d.model_version
    FROM twins AS t JOIN llm_decisions AS d ON d.game_uuid = t.old
    ORDER BY t.at, d.turn_number, d.sequence_number""",
)
