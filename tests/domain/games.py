"""Builders for made-up games of the native vocabulary."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from msgspec import Raw

from games.domain.envelope import Event
from replay.domain.setup import Seat, Setup

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
ADA, BLAISE, CLARA = 0, 1, 2
THREE = Setup((Seat(ADA, "Ada"), Seat(BLAISE, "Blaise"), Seat(CLARA, "Clara")))


def event(sequence_number: int, event_type: str, **payload: Any) -> Event:
    """One event; the payload as keyword arguments."""
    return Event(
        sequence_number=sequence_number,
        turn_number=0,
        event_type=event_type,
        timestamp=START + timedelta(seconds=sequence_number),
        payload=Raw(msgspec.json.encode(payload)),
        actor_player_id=payload.get("player_id"),
    )


def stream(*told: tuple[str, dict[str, Any]], first: int = 0) -> list[Event]:
    """Events numbered in a row from (type, payload) pairs."""
    return [
        event(first + index, event_type, **payload)
        for index, (event_type, payload) in enumerate(told)
    ]
