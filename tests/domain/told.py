"""Builders for made-up games of monopoly-llm-benchmark."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from games.domain.envelope import Event
from replay.domain.dialects.benchmark import LlmBenchmark
from replay.domain.fold import Fold
from replay.domain.setup import Seat, Setup
from replay.domain.state import State, copy, initial
from tests.corpus import seen

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
GPT, CLAUDE, GEMMA = "GPT-5.2", "Claude Sonnet 4.5", "p3"
SETUP = Setup(
    seats=(Seat(0, "Ada"), Seat(1, "Blaise"), Seat(2, "Clara")),
    dialect="monopoly-llm-benchmark",
    player_ids=(GPT, CLAUDE, GEMMA),
)


class Game:
    """A game in the making: tell an event, then ask what has changed."""

    def __init__(self, setup: Setup = SETUP) -> None:
        self.setup = setup
        self.dialect = LlmBenchmark(setup)
        self.fold = Fold(self.dialect, initial(setup))
        self.turn_number = 0
        self._since = copy(self.fold.state)

    @property
    def state(self) -> State:
        return self.fold.state

    def told(self, event_type: str, actor: str | None = None, /, **payload: Any) -> Game:
        self.fold.push(self.event(event_type, actor, **payload))
        if event_type == "TURN_ENDED":
            self.turn_number += 1
        return self

    def event(self, event_type: str, actor: str | None = None, /, **payload: Any) -> Event:
        number = self.state.sequence_number + 1
        return Event(
            sequence_number=number,
            turn_number=self.turn_number,
            event_type=event_type,
            timestamp=START + timedelta(milliseconds=250 * number),
            payload=msgspec.Raw(msgspec.json.encode(payload)),
            actor_player_id=None if actor is None else self.setup.seat_of()[actor],
        )

    def words(self, event_type: str, actor: str | None = None, **payload: Any) -> str:
        """The sentence for an event that comes next, without telling it."""
        return self.dialect.tell(self.event(event_type, actor, **payload), self.state)

    def cash(self, player: str, delta: int, reason: str) -> Game:
        return self.told("CASH_CHANGED", player, player_id=player, delta=delta, reason=reason)

    def roll(self, player: str, d1: int, d2: int) -> Game:
        return self.told("DICE_ROLLED", player, d1=d1, d2=d2, is_double=d1 == d2)

    def move(self, player: str, start: int, to: int) -> Game:
        payload = {"from": start, "to": to, "passed_go": to < start}
        return self.told("PLAYER_MOVED", player, **payload)

    def jail(self, player: str, reason: str = "GO_TO_JAIL") -> Game:
        return self.told("SENT_TO_JAIL", player, player_id=player, reason=reason)

    def buy(self, player: str, at: int, price: int) -> Game:
        return self.told(
            "PROPERTY_PURCHASED", player, player_id=player, space_index=at, price=price
        )

    def answer(self, player: str, action: str, error: str | None = None) -> Game:
        return self.told(
            "LLM_DECISION_RESPONSE",
            player,
            decision_id="x-dec-000000",
            player_id=player,
            action_name=action,
            valid=error is None,
            error=error,
        )

    def now(self) -> Game:
        """Ask for changes from here on."""
        self._since = copy(self.state)
        return self

    def changed(self) -> dict[str, Any]:
        """Every value that differs from when `now` was said (or the start), by path."""
        before, after = _flat(seen(self._since)), _flat(seen(self.state))
        return {path: value for path, value in after.items() if before.get(path) != value}


def begun() -> Game:
    """Three players; the first one's first turn has begun."""
    return Game().told("GAME_STARTED").told("TURN_STARTED").now()


def in_jail() -> Game:
    """The first player sits in jail and it is his turn again."""
    game = Game().told("GAME_STARTED").told("TURN_STARTED").jail(GPT).told("TURN_ENDED")
    game.told("TURN_STARTED").roll(CLAUDE, 1, 2).told("TURN_ENDED")
    game.told("TURN_STARTED").roll(GEMMA, 1, 2).told("TURN_ENDED")
    return game.told("TURN_STARTED").now()


def _flat(value: Any, path: str = "") -> dict[str, Any]:
    """The leaves by path; an auction or a trade is one leaf, the memory none."""
    if path == "memory":
        return {}
    if path in {"auction", "trade"} or not isinstance(value, dict | list):
        return {path: value}
    if path == "properties":
        value = {item["position"]: item for item in value}
    elif isinstance(value, list):
        value = dict(enumerate(value))
    flat: dict[str, Any] = {}
    for key, item in value.items():
        flat |= _flat(item, f"{path}.{key}" if path else str(key))
    return flat
