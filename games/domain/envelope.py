"""What an engine hands over: one event or one decision, its free JSON still as posted bytes."""

from datetime import datetime

import msgspec

# Characters. An index row holds at most 2,704 bytes, and a type is a word.
LONGEST_EVENT_TYPE = 200


class Event(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One thing that happened in a game.

    `timestamp` is aware; `payload` is the text of a JSON object. The payload stays bytes from the
    socket to COPY: parsing it here would be the largest cost of an append.
    """

    sequence_number: int
    turn_number: int
    event_type: str
    timestamp: datetime
    payload: msgspec.Raw
    actor_player_id: int | None = None


class Decision(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One choice of a model, numbered per player: `sequence_number` starts at 0 or 1.

    `game_state`, `player_state` and `chosen_action` are JSON objects; `available_actions` is an
    array or an object, as engines differ.
    """

    player_id: int
    turn_number: int
    sequence_number: int
    timestamp: datetime
    game_state: msgspec.Raw
    player_state: msgspec.Raw
    available_actions: msgspec.Raw
    chosen_action: msgspec.Raw
    prompt: str | None = None
    reasoning: str | None = None
    strategy_description: str | None = None
    processing_time_ms: int | None = None
    model_version: str | None = None
