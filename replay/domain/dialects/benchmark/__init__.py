"""The vocabulary of monopoly-llm-benchmark.

Its events say less than they mean: whose turn it is follows from doubles, a paid fine opens the
jail, a used card shows only in the model's answer, a bankruptcy is a change of cash by nothing.
Sources: the logs of 60 games with the engine's own states, and the engine's published code.
"""

from __future__ import annotations

from collections.abc import Mapping

from games.domain.envelope import Event
from replay.domain.dialects import Handler
from replay.domain.dialects.benchmark.auctions import Auctions
from replay.domain.dialects.benchmark.decisions import Decisions
from replay.domain.dialects.benchmark.deeds import Deeds
from replay.domain.dialects.benchmark.money import Money
from replay.domain.dialects.benchmark.seats import Seats
from replay.domain.dialects.benchmark.trades import Trades
from replay.domain.dialects.benchmark.turns import Turns
from replay.domain.dialects.benchmark.words import Words
from replay.domain.setup import Setup
from replay.domain.state import State

__all__ = ["LlmBenchmark"]


class LlmBenchmark:
    """The dialect bound to one game's players; see `replay.domain.dialects.Dialect`."""

    kinds: Mapping[str, str] = {
        "GAME_STARTED": "game",
        "TURN_STARTED": "turn",
        "DICE_ROLLED": "dice",
        "PLAYER_MOVED": "move",
        "CASH_CHANGED": "money",
        "RENT_PAID": "money",
        "PROPERTY_PURCHASED": "deed",
        "PROPERTY_TRANSFERRED": "deed",
        "PROPERTY_MORTGAGED": "deed",
        "PROPERTY_UNMORTGAGED": "deed",
        "HOUSE_BUILT": "building",
        "HOUSE_SOLD": "building",
        "HOTEL_BUILT": "building",
        "HOTEL_SOLD": "building",
        "SENT_TO_JAIL": "jail",
        "CARD_DRAWN": "card",
        "AUCTION_STARTED": "auction",
        "AUCTION_BID_PLACED": "auction",
        "AUCTION_PLAYER_DROPPED": "auction",
        "AUCTION_ENDED": "auction",
        "TRADE_PROPOSED": "trade",
        "TRADE_COUNTERED": "trade",
        "TRADE_ACCEPTED": "trade",
        "TRADE_REJECTED": "trade",
        "TRADE_EXPIRED": "trade",
        "LLM_DECISION_REQUESTED": "decision",
        "LLM_DECISION_RESPONSE": "decision",
        "LLM_PUBLIC_MESSAGE": "message",
        "LLM_PRIVATE_THOUGHT": "message",
        "TURN_ENDED": "turn",
        "GAME_ENDED": "game",
    }
    turn_starts = frozenset({"TURN_STARTED"})

    def __init__(self, setup: Setup) -> None:
        """For the players of one game; ``setup.player_ids`` holds the engine's own ids."""
        seats = Seats(setup)
        groups = (
            Turns(seats).handlers,
            Money(seats).handlers,
            Deeds(seats).handlers,
            Auctions(seats).handlers,
            Trades(seats).handlers,
            Decisions(seats).handlers,
        )
        self.handlers: Mapping[str, Handler] = {
            event_type: handler for group in groups for event_type, handler in group.items()
        }
        self._words = Words(setup, seats)

    def tell(self, event: Event, before: State) -> str:
        """The event in one sentence of plain text; see `replay.domain.dialects.Dialect.tell`."""
        return self._words.tell(event, before)
