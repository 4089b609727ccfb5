"""Auctions: the engine asks bidder after bidder, and the one asked is the current player."""

from __future__ import annotations

from collections.abc import Mapping

from games.domain.envelope import Event
from replay.domain import effects
from replay.domain.dialects import Handler
from replay.domain.dialects.benchmark import payloads
from replay.domain.dialects.benchmark.deeds import POSITION_OF
from replay.domain.dialects.benchmark.seats import Seats, solvent_after, turn_of
from replay.domain.state import State

_started = payloads.reader(payloads.AuctionStarted)
_bid = payloads.reader(payloads.AuctionBidPlaced)
_dropped = payloads.reader(payloads.AuctionPlayerDropped)
_ended = payloads.reader(payloads.AuctionEnded)


class Auctions:
    """From the first call to the hammer; the sale itself is told by the deed's own event."""

    def __init__(self, seats: Seats) -> None:
        """For the players of one game."""
        self._seats = seats
        self.handlers: Mapping[str, Handler] = {
            "AUCTION_STARTED": self.started,
            "AUCTION_BID_PLACED": self.bid_placed,
            "AUCTION_PLAYER_DROPPED": self.player_dropped,
            "AUCTION_ENDED": self.ended,
        }

    def started(self, event: Event, state: State) -> tuple[effects.Any, ...]:
        """All who are not bankrupt may bid, the initiator last."""
        start = _started(event.payload)
        position = POSITION_OF[start.property_space]
        opened = _opened(state, position, self._seats.by_id[start.initiator_player_id])
        return _asking(opened, next(iter(opened.bidders), None))

    def bid_placed(self, event: Event, state: State) -> tuple[effects.Any, ...]:
        """The next in order is asked."""
        bid = _bid(event.payload)
        seat = self._seats.by_id[bid.bidder_player_id]
        auction = _running(state, POSITION_OF[bid.property_space])
        raised = effects.Auction(auction.position, bid.bid_amount, seat, auction.bidders)
        return _asking(raised, _next(auction.bidders, seat))

    def player_dropped(self, event: Event, state: State) -> tuple[effects.Any, ...]:
        """The next in order is asked; where only one is left, the engine asks no more."""
        drop = _dropped(event.payload)
        seat = self._seats.by_id[drop.player_id]
        auction = _running(state, POSITION_OF[drop.property_space])
        left = tuple(bidder for bidder in auction.bidders if bidder != seat)
        smaller = effects.Auction(auction.position, auction.high_bid, auction.leader, left)
        return _asking(smaller, _next(auction.bidders, seat) if len(left) > 1 else None)

    def ended(self, event: Event, state: State) -> tuple[effects.Any, ...]:
        """The turn goes on where it was interrupted."""
        _ended(event.payload)
        return (effects.AuctionSet(None), effects.CurrentSet(turn_of(state)))


def _opened(state: State, position: int, initiator: int) -> effects.Auction:
    return effects.Auction(position, 0, None, tuple(solvent_after(state, initiator)))


def _running(state: State, position: int) -> effects.Auction:
    """The open auction of this deed; one whose start is lost in a hole is opened anew."""
    auction = state.auction
    if auction is not None and auction.position == position:
        return auction
    return _opened(state, position, turn_of(state))


def _next(bidders: tuple[int, ...], seat: int) -> int | None:
    if seat not in bidders:
        return None
    return bidders[(bidders.index(seat) + 1) % len(bidders)]


def _asking(auction: effects.Auction, bidder: int | None) -> tuple[effects.Any, ...]:
    if bidder is None:
        return (effects.AuctionSet(auction),)
    return (effects.AuctionSet(auction), effects.CurrentSet(bidder))
