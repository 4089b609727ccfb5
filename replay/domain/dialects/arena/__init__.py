"""monopoly_game_arena: its game_events rows, and the lines of its GameLogger.

Both hold the same events; the rows start at sequence number 2, the lines at 0 with ``game_start``
and with ``llm_decision`` and ``player_state_detailed`` among the rest. Half of what happens is
implied: the purchase after an auction, the other players' share of a card, the release by doubles,
a bankrupt's whole estate, the contents of a trade (texts such as ``Property(15)``). The engine's
mapper turns some zeros into null. Money follows the amounts the events name; the balances they
claim are left for the audit to compare.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from games.domain.envelope import Event
from replay.domain import effects
from replay.domain.dialects import Handler, nothing
from replay.domain.dialects.arena import table as _table
from replay.domain.dialects.arena.vocabulary import VOCABULARY
from replay.domain.setup import Setup
from replay.domain.state import State

type Decode = Callable[[msgspec.Raw], Any]

_DECODE: dict[str, Decode] = {
    name: msgspec.json.Decoder(entry.payload).decode for name, entry in VOCABULARY.items()
}


class GameArena:
    """The vocabulary bound to one game's players."""

    turn_starts = frozenset({"turn_start"})

    def __init__(self, setup: Setup) -> None:
        """Bind to the players of ``setup``."""
        self._table = _table.lay(setup)
        self.kinds = {name: entry.kind for name, entry in VOCABULARY.items()}
        self.handlers = {name: self._handler(name) for name in VOCABULARY}

    def tell(self, event: Event, before: State) -> str:
        """The event in words; see `Dialect.tell`."""
        payload = _DECODE[event.event_type](event.payload)
        return VOCABULARY[event.event_type].says(payload, before, self._table)

    def _handler(self, name: str) -> Handler:
        decode, does, table = _DECODE[name], VOCABULARY[name].does, self._table
        if does is None:
            return nothing

        def handle(event: Event, state: State) -> tuple[effects.Any, ...]:
            return does(decode(event.payload), state, table)

        return handle
