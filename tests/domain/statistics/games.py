"""A few dozen played games as summaries and tables, made once for all tests of the statistics."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import msgspec
import numpy as np

from games.domain.envelope import Event
from replay.domain import match
from replay.domain.dialects import registry
from replay.domain.rules.house import House
from replay.domain.setup import Seat as SetupSeat
from replay.domain.setup import Setup
from replay.domain.statistics import sheet
from replay.domain.statistics.sheet import Facts
from replay.domain.statistics.tables import Tables
from replay.domain.summary import deciding
from replay.domain.summary.body import Body, Seat
from replay.domain.summary.collector import Collector
from replay.domain.summary.deciding import Told

AGENTS = ("greedy", "cautious", "trader", "random")
DATED = datetime(2026, 1, 1, tzinfo=UTC)


class Made(msgspec.Struct, frozen=True):
    """One game: what was played, and what is kept of it."""

    setup: Setup
    events: tuple[Event, ...]
    facts: Facts
    body: Body
    agents: tuple[str, ...]


def lineup(seed: int) -> tuple[str, ...]:
    """Two to four agents, each at every seat in turn."""
    count = 2 + seed % 3
    return tuple(AGENTS[(seed // 3 + seat) % len(AGENTS)] for seat in range(count))


@cache
def made(seed: int, turns: int = 90) -> Made:
    """The game of a seed; one in three has language models, which decided something."""
    agents = lineup(seed)
    setup = Setup(tuple(SetupSeat(seat, f"P{seat}") for seat in range(len(agents))))
    events = tuple(match.play(setup, agents, seed, House(turn_limit=turns)))
    return Made(setup, events, facts(seed), body(setup, events, agents, seed), agents)


def facts(seed: int, **fields: Any) -> Facts:
    """One game a day, one of two tags."""
    told: dict[str, Any] = {
        "game_id": f"game-{seed}",
        "status": "finished",
        "dialect": "native",
        "dated": DATED + timedelta(days=seed),
        "tags": (f"run={'ab'[seed % 2]}",),
    }
    return Facts(**told | fields)


def body(setup: Setup, events: Sequence[Event], agents: Sequence[str], seed: int = 0) -> Body:
    """What is kept of a game."""
    collector = Collector(setup, registry.bind(setup))
    collector.extend(events)
    is_model = seed % 3 == 0
    decisions = [decided(seat.player_id, seed) if is_model else () for seat in setup.seats]
    return Body(
        game=collector.summary(),
        seats=tuple(
            Seat(
                seat.player_id,
                seat.name,
                f"llm-{agent}" if is_model else agent,
                f"model-{agent}" if is_model else "",
                "hoard" if is_model and agent == "cautious" else "",
            )
            for seat, agent in zip(setup.seats, agents, strict=True)
        ),
        deciding=tuple(
            deciding.of(seat.player_id, told)
            for seat, told in zip(setup.seats, decisions, strict=True)
        ),
        problem=None,
    )


def decided(player_id: int, seed: int) -> list[Told]:
    """A few decisions that differ by seat and seed."""
    count = 3 + (seed + player_id) % 5
    return [_decision(player_id, number, seed) for number in range(count)]


def tables(count: int = 24) -> Tables:
    """The tables of that many games."""
    return Tables.of([packed(seed) for seed in range(count)])


@cache
def packed(seed: int) -> bytes:
    """One game's sheet."""
    one = made(seed)
    return sheet.pack(one.facts, one.body)


def chosen(rows: np.ndarray, **columns: Any) -> np.ndarray:
    """Rows with these values."""
    mask = np.ones(len(rows), bool)
    for name, value in columns.items():
        mask &= rows[name] == value
    return rows[mask]


def _decision(player_id: int, number: int, seed: int) -> Told:
    menus = (["buy", "decline"], ["bid", "pass"], ["roll", "end_turn", "build"])
    menu = menus[number % 3]
    is_error = (seed + number + player_id) % 4 == 0
    told: dict[str, Any] = {"action": menu[(seed + number) % len(menu)]}
    told["usage"] = {"prompt_tokens": 100 + number, "completion_tokens": 7, "cost_usd": 0.25}
    if is_error:
        told |= {"attempts": [{"error_kind": "http_429"}], "fallback": "greedy chose"}
    return Told(
        player_id=player_id,
        latency_ms=50 * (number + 1) + seed,
        model="model",
        is_error=is_error,
        is_fallback=is_error,
        menu=msgspec.json.encode(menu),
        chosen=msgspec.json.encode(told),
    )
