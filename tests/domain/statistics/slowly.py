"""The statistics once more, each computed for itself from states and decisions of whole games."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from replay.domain import state
from tests.domain.statistics import games
from tests.domain.summary_slowly import Slow

GAMES = 24


class Player(NamedTuple):
    """One seat of one game."""

    game: int
    seat: int
    label: str
    agent: str
    slow: Slow
    won: bool

    @property
    def end(self) -> Any:
        return self.slow.last.players[self.seat]

    @property
    def players(self) -> int:
        return len(self.slow.seats)


@cache
def folded(game: int) -> Slow:
    made = games.made(game)
    return Slow(made.setup, list(made.events))


def decided(game: int) -> bool:
    return folded(game).last.is_over


@cache
def players(count: int = GAMES) -> tuple[Player, ...]:
    """Everybody who sat in any of the games."""
    return tuple(
        Player(
            game,
            seat,
            f"model-{agent}" if game % 3 == 0 else agent,
            f"llm-{agent}" if game % 3 == 0 else agent,
            folded(game),
            folded(game).last.is_over and folded(game).last.winner == seat,
        )
        for game in range(count)
        for seat, agent in enumerate(games.made(game).agents)
    )


def of(label: str) -> list[Player]:
    """The players of one model, or agent where there is no model."""
    return [player for player in players() if player.label == label]


def labels() -> set[str]:
    return {player.label for player in players()}


def places(game: int) -> list[int]:
    """1 for the winner, then by net worth, then the bankrupt, the last to fall first."""
    slow = folded(game)
    fell = [told["player_id"] for _, told in slow.told("bankruptcy")]

    def key(seat: int) -> tuple[int, float]:
        if slow.last.winner == seat:
            return (0, 0)
        if seat in fell:
            return (2, -fell.index(seat))
        return (1, -state.net_worth(slow.last, seat))

    return [1 + sum(key(other) < key(seat) for other in slow.seats) for seat in slow.seats]


def decisions(player: Player) -> list[dict[str, Any]]:
    """The raw decisions of a seat."""
    if player.game % 3:
        return []
    return [
        {
            "menu": json.loads(told.menu),
            "chosen": json.loads(told.chosen),
            "latency": told.latency_ms,
            "fallback": told.is_fallback,
            "error": told.is_error,
        }
        for told in games.decided(player.seat, player.game)
    ]


def mean(values: Iterable[float]) -> float | None:
    every = list(values)
    return math.fsum(every) / len(every) if every else None


def share(hits: Iterable[bool]) -> float | None:
    return mean(float(hit) for hit in hits)
