"""The spool's lines: each an object with one key that says what it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Raw, Struct, UnsetType

from games.domain import storable
from games.domain.envelope import LONGEST_EVENT_TYPE, Decision, Event
from games.domain.errors import InvalidField
from games.domain.seat import Result, Seat
from games.domain.status import Status

Int32 = Annotated[int, Meta(ge=-(2**31), le=2**31 - 1)]
Int64 = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
Number = Annotated[int, Meta(ge=0, le=2**63 - 1)]
Moment = Annotated[datetime, Meta(tz=True)]
Name = Annotated[str, Meta(min_length=1)]

# What a server takes unless its settings say otherwise: refused here, in the engine's own
# traceback, an event does no harm; refused there, it would stop the game's record.
BOUNDS = storable.Bounds(max_payload_bytes=1_048_576, max_string_chars=500_000, max_json_depth=64)

# A short text with few brackets and nothing unusual in it needs no second look by `storable`:
# a game tells thousands of them. Unusual are 19 digits in a row, an exponent, an escape by number,
# a control character: the digits as 0, E as e and all control characters as NUL, a few searches
# for plain bytes find any of them, far quicker than a pattern does.
_SHORT = 1000
_SHAPE = bytes(range(256)).translate(
    bytes.maketrans(b"123456789E" + bytes(range(32)), b"000000000e" + bytes(32))
)
_LONG_NUMBER = b"0" * 19


class Player(Seat, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    player_id: Int32
    name: Name
    agent_type: Name


class NewGame(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The body that makes the game, as it was first told."""

    game_id: Annotated[str, Meta(min_length=1, max_length=200)]
    config: dict[str, Any] = {}
    metadata: dict[str, Any] = {}
    players: list[Player] = []


class EventLine(Event, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    sequence_number: Number
    turn_number: Int32
    event_type: Annotated[str, Meta(min_length=1, max_length=LONGEST_EVENT_TYPE)]
    timestamp: Moment
    payload: Raw
    actor_player_id: Int32 | None = None


class DecisionLine(Decision, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    player_id: Int32
    turn_number: Int32
    sequence_number: Number
    timestamp: Moment
    game_state: Raw
    player_state: Raw
    available_actions: Raw
    chosen_action: Raw
    processing_time_ms: Int32 | None = None


class PlayerResult(Result, frozen=True, kw_only=True, forbid_unknown_fields=True):
    player_id: Int32
    final_cash: Int64 | UnsetType | None = UNSET
    final_net_worth: Int64 | UnsetType | None = UNSET
    placement: Int32 | UnsetType | None = UNSET


class Change(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What becomes of the game itself, told once everything before it is acknowledged."""

    status: Status
    started_at: Moment | UnsetType = UNSET
    finished_at: Moment | UnsetType = UNSET
    winner_id: Int32 | UnsetType | None = UNSET
    total_turns: Annotated[int, Meta(ge=0, le=2**31 - 1)] | UnsetType = UNSET
    players: list[PlayerResult] | UnsetType = UNSET


class Line(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One line: exactly one of the four is set."""

    game: NewGame | None = None
    event: EventLine | None = None
    decision: DecisionLine | None = None
    change: Change | None = None


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Line).decode
_raw = msgspec.json.Decoder(Raw).decode


def encoded(line: Line) -> bytes:
    """The line with its line break, checked to be readable again. Raises InvalidField."""
    try:
        text = _encode(line)
        _decode(text)
    except (msgspec.DecodeError, ValueError) as problem:
        raise InvalidField("line", str(line), str(problem)) from None
    return text + b"\n"


def decoded(text: bytes) -> Line:
    """Raises msgspec.DecodeError, UnicodeDecodeError."""
    return _decode(text)


def json_object(value: Mapping[str, Any] | Raw, field: str) -> Raw:
    """`value` as JSON that the record can keep. Raises InvalidField and TooLarge."""
    if not isinstance(value, Raw):
        return _json(value if type(value) is dict else dict(value), field)
    try:
        text = bytes(_raw(value))
        text.decode()
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise InvalidField(field, repr(bytes(value)), f"it is no JSON: {problem}") from problem
    if text[:1] != b"{":
        raise InvalidField(field, repr(text), "it must be a JSON object")
    return _keepable(text, field)


def json_value(value: Any, field: str) -> Raw:
    """As `json_object`, for a field that may also be a list."""
    text = _json(value, field)
    if bytes(text)[:1] not in {b"{", b"["}:
        raise InvalidField(field, value, "it must be a JSON array or object")
    return text


def check_text(text: str | None, field: str) -> None:
    """Raise InvalidField or TooLarge unless the record can keep `text`."""
    if text is not None:
        storable.check_text(text, field, BOUNDS)


def _json(value: Any, field: str) -> Raw:
    try:
        text = _encode(value)
        if text.find(b"null") >= 0:
            # msgspec writes NaN as null: a value changed in silence.
            json.dumps(value, allow_nan=False, default=msgspec.to_builtins)
    except (TypeError, ValueError, OverflowError, RecursionError) as problem:
        raise InvalidField(field, repr(value), f"it is no JSON: {problem}") from problem
    return _keepable(text, field)


def _keepable(text: bytes, field: str) -> Raw:
    if len(text) > _SHORT or _is_unusual(text):
        text = storable.check_json([text], lambda _: field, BOUNDS)[0].encode()
    return Raw(text)


def _is_unusual(text: bytes) -> bool:
    if text.count(b"{") + text.count(b"[") > BOUNDS.max_json_depth:
        return True
    find = text.translate(_SHAPE).find  # "in" asks first whether it is given a number
    return not (find(b"\0") == find(b"\\u") == find(b"0e") == find(_LONG_NUMBER) == -1)
