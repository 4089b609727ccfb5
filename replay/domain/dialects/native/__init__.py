"""The native vocabulary: that of the reference engine, and of any engine that has none yet."""

from __future__ import annotations

import msgspec

from games.domain.envelope import Event
from replay.domain import effects
from replay.domain.dialects import Handler, nothing
from replay.domain.dialects.native.interpret import Seats
from replay.domain.dialects.native.vocabulary import VOCABULARY
from replay.domain.dialects.native.words import Table
from replay.domain.setup import Setup
from replay.domain.state import State

_DECODE = {name: msgspec.json.Decoder(entry.payload).decode for name, entry in VOCABULARY.items()}


class Native:
    """The native dialect for one game."""

    turn_starts = frozenset({"turn_start"})

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        seats = setup.seat_of()
        self.kinds = {name: entry.kind for name, entry in VOCABULARY.items()}
        self.handlers = {name: _handler(name, seats) for name in VOCABULARY}

    def tell(self, event: Event, before: State) -> str:
        """The event in words; see `replay.domain.dialects.Dialect`."""
        payload = _DECODE[event.event_type](event.payload)
        return VOCABULARY[event.event_type].says(payload, Table(self._setup, before))


def _handler(name: str, seats: Seats) -> Handler:
    """Decode, then read. The payload of what changes nothing is not even decoded."""
    decode, does = _DECODE[name], VOCABULARY[name].does
    if does is None:
        return nothing

    def handle(event: Event, state: State) -> tuple[effects.Any, ...]:
        return does(decode(event.payload), seats, state)

    return handle
