"""Trades. Cash and deeds have their own events; the jail cards change hands unsaid."""

from __future__ import annotations

from collections.abc import Mapping

from games.domain.envelope import Event
from replay.domain import effects
from replay.domain.dialects import Handler
from replay.domain.dialects.benchmark import payloads
from replay.domain.dialects.benchmark.deeds import POSITION_OF
from replay.domain.dialects.benchmark.seats import Seats
from replay.domain.state import State

read = payloads.reader(payloads.TradeEvent)


class Trades:
    """Offers to and fro, up to five."""

    def __init__(self, seats: Seats) -> None:
        """For the players of one game."""
        self._seats = seats
        self.handlers: Mapping[str, Handler] = {
            "TRADE_PROPOSED": self.offered,
            "TRADE_COUNTERED": self.offered,
            "TRADE_ACCEPTED": self.accepted,
            "TRADE_REJECTED": self.closed,
            "TRADE_EXPIRED": self.closed,
        }

    def offered(self, event: Event, _state: State) -> tuple[effects.Any, ...]:
        """An offer is on the table, perhaps in place of another."""
        return (effects.TradeSet(self.trade(event)),)

    def accepted(self, event: Event, _state: State) -> tuple[effects.Any, ...]:
        """The jail cards move here, everything else by the events that follow."""
        trade = self.trade(event)
        done: list[effects.Any] = [effects.TradeSet(None)]
        more = trade.request.jail_cards - trade.offer.jail_cards
        if more:
            done.append(effects.JailCardsMoved(trade.proposer, more))
            done.append(effects.JailCardsMoved(trade.recipient, -more))
        return tuple(done)

    def closed(self, event: Event, _state: State) -> tuple[effects.Any, ...]:
        """Nothing comes of it."""
        self.trade(event)
        return (effects.TradeSet(None),)

    def trade(self, event: Event) -> effects.Trade:
        """The offer an event speaks of.

        The two propose in turn, so the number of counter-offers tells who did last; the actor
        would not, being the proposer in some events, the other or the engine in others.
        """
        told = read(event.payload)
        proposer = self._seats.by_id[told.initiator_player_id]
        recipient = self._seats.by_id[told.counterparty_player_id]
        if told.exchange_index % 2:
            proposer, recipient = recipient, proposer
        return effects.Trade(proposer, recipient, _bundle(told.offer), _bundle(told.request))


def _bundle(side: payloads.Side) -> effects.Bundle:
    positions = tuple(POSITION_OF[key] for key in side.properties)
    return effects.Bundle(side.cash, positions, side.get_out_of_jail_cards)
