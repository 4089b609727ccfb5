"""What callers send. Unknown fields are refused by name; the free JSON objects stay bytes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final

import msgspec
from msgspec import UNSET, Meta, Raw, UnsetType

from games.domain.envelope import LONGEST_EVENT_TYPE, Decision, Event
from games.domain.identity import LONGEST_GAME_ID
from games.domain.seat import Result, Seat
from games.domain.status import Status

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"

MOST_PLAYERS = 100

Int32 = Annotated[int, Meta(ge=-(2**31), le=2**31 - 1)]
Int64 = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
Number = Annotated[int, Meta(ge=0, le=2**63 - 1, description="Its place in the stream")]
Count = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Moment = Annotated[datetime, Meta(tz=True)]
Object = Annotated[Raw, Meta(extra_json_schema={"type": "object"})]
ObjectOrArray = Annotated[Raw, Meta(extra_json_schema={"type": ["object", "array"]})]
Name = Annotated[str, Meta(min_length=1)]


def _empty_object() -> Raw:
    return Raw(b"{}")


def _empty_array() -> Raw:
    return Raw(b"[]")


class EventIn(Event, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """One event, as the engine tells it."""

    sequence_number: Number
    turn_number: Int32
    event_type: Annotated[str, Meta(min_length=1, max_length=LONGEST_EVENT_TYPE)]
    timestamp: Moment
    payload: Object
    actor_player_id: Int32 | None = None


class EventBatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Events in ascending order without holes."""

    events: list[EventIn]


class DecisionIn(Decision, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """One choice of a model. Each player's decisions have their own numbers, from 0 or 1."""

    player_id: Int32
    turn_number: Int32
    sequence_number: Number
    timestamp: Moment
    game_state: Object = msgspec.field(default_factory=_empty_object)
    player_state: Object = msgspec.field(default_factory=_empty_object)
    available_actions: ObjectOrArray = msgspec.field(default_factory=_empty_array)
    chosen_action: Object = msgspec.field(default_factory=_empty_object)
    prompt: str | None = None
    reasoning: str | None = None
    strategy_description: str | None = None
    processing_time_ms: Int32 | None = None
    model_version: str | None = None


class DecisionBatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Decisions, each player's in ascending order without holes."""

    decisions: list[DecisionIn]


class PlayerIn(Seat, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A seat at the table."""

    player_id: Int32
    name: Name
    agent_type: Name
    llm_model_name: str | None = None
    llm_parameters: dict[str, Any] = msgspec.field(default_factory=dict)


class GameIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new game. `config.dialect` names the vocabulary of its events."""

    game_id: Annotated[
        str, Meta(min_length=1, max_length=LONGEST_GAME_ID, description="Any name without a slash")
    ]
    config: dict[str, Any] = {}
    metadata: dict[str, Any] = {}
    players: Annotated[list[PlayerIn], Meta(max_length=MOST_PLAYERS)] = []


class PlayerResult(Result, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one player ended; what is left out stays as it is."""

    player_id: Int32
    final_cash: Int64 | UnsetType | None = UNSET
    final_net_worth: Int64 | UnsetType | None = UNSET
    is_winner: bool | UnsetType = UNSET
    is_bankrupt: bool | UnsetType = UNSET
    placement: Int32 | UnsetType | None = UNSET


class GameChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Status and results; what is left out stays as it is."""

    status: Status | UnsetType = UNSET
    started_at: Moment | UnsetType | None = UNSET
    finished_at: Moment | UnsetType | None = UNSET
    winner_id: Int32 | UnsetType | None = UNSET
    total_turns: Count | UnsetType = UNSET
    players: Annotated[list[PlayerResult], Meta(max_length=MOST_PLAYERS)] = []
