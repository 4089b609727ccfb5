"""Appending what is told as Python objects, one by one or numbered by us; `games.ingest` does it.

Each call has a savepoint of its own, so that what it refuses leaves the transaction usable.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from django.db import transaction

from games import ingest, lifecycle, queries, stored
from games.domain.envelope import Decision, Event
from games.domain.errors import InvalidField
from games.domain.numbering import first_sequence
from games.ingest import Appended
from games.models import GameEvent, LLMDecision
from games.queries import Key, key


def event(game: Key, fields: Mapping[str, Any]) -> GameEvent:
    """Append one event; a `sequence_number` that is missing or None is the next one."""
    with transaction.atomic():
        number = fields.get("sequence_number")
        told = {**fields, "sequence_number": _next_event(game) if number is None else number}
        one = _event(told, "event")
        ingest.append_events(key(game), [one], called=str(game), place=lambda _: "event")
        return GameEvent.objects.get(game=key(game), sequence_number=one.sequence_number)


def events(game: Key, batch: Sequence[Event | Mapping[str, Any]]) -> Appended:
    """Append a batch, all or none."""
    typed = [_event(told, f"events[{index}]") for index, told in enumerate(batch)]
    with transaction.atomic():
        return ingest.append_events(key(game), typed, called=str(game))


def decision(game: Key, fields: Mapping[str, Any]) -> LLMDecision:
    """Append one decision; a `sequence_number` that is missing or None is its player's next one."""
    with transaction.atomic():
        number = fields.get("sequence_number")
        told = {**fields, "sequence_number": 0 if number is None else number}
        one = _struct(told, Decision, "decision")
        if number is None:
            one = msgspec.structs.replace(one, sequence_number=_next_decision(game, one.player_id))
        ingest.append_decisions(key(game), [one], called=str(game), place=lambda _: "decision")
        return LLMDecision.objects.get(
            game=key(game), player_id=one.player_id, sequence_number=one.sequence_number
        )


def _next_event(game: Key) -> int:
    config = lifecycle.lock(game).config
    head = queries.head(game)
    # A config that names no number is refused by the append, which says so.
    return head + 1 if head >= 0 else first_sequence(config) or 0


def _next_decision(game: Key, player_id: int) -> int:
    lifecycle.lock(game)
    return stored.decision_heads(key(game), [player_id]).get(player_id, -1) + 1


def _event(told: Event | Mapping[str, Any], place: str) -> Event:
    if isinstance(told, Event):
        return told
    return _struct({"timestamp": datetime.now(UTC), "payload": {}, **told}, Event, place)


def _struct[T: msgspec.Struct](fields: Mapping[str, Any], kind: type[T], place: str) -> T:
    """Build the struct as if `fields` had come as JSON, with the same checks of their types."""
    unknown = sorted(fields.keys() - set(kind.__struct_fields__))
    if unknown:
        field = f"{place}.{unknown[0]}"
        raise InvalidField(field, fields[unknown[0]], "there is no such field here")
    try:
        text = json.dumps(fields, allow_nan=False, default=_moment)
        return msgspec.json.decode(text, type=kind)
    except (TypeError, ValueError, RecursionError, msgspec.DecodeError) as problem:
        raise InvalidField(place, str(fields), str(problem)) from problem


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no JSON")
