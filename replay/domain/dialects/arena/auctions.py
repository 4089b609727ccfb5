"""Auctions: opened, bid in, passed, settled."""

from __future__ import annotations

from replay.domain import effects
from replay.domain.dialects.arena import payloads
from replay.domain.dialects.arena.table import Table, deed
from replay.domain.effects import Auction
from replay.domain.state import State

type Effects = tuple[effects.Any, ...]


def auction_start(payload: payloads.AuctionStart, _state: State, table: Table) -> Effects:
    """Whoever starts it may have bid already; that bid comes as an event of its own."""
    bidders = tuple(table.seat[player] for player in payload.eligible_players)
    return (effects.AuctionSet(Auction(deed(payload.position), 0, None, bidders)),)


def auction_bid(payload: payloads.AuctionBid, state: State, table: Table) -> Effects:
    """Only bids the engine took are logged, so each is the highest."""
    seat = table.seat[payload.player_id]
    auction = state.auction
    if auction is None:  # its start was lost
        return ()
    bid = payload.bid_amount or 0
    return (effects.AuctionSet(Auction(auction.position, bid, seat, auction.bidders)),)


def auction_pass(payload: payloads.AuctionPass, state: State, table: Table) -> Effects:
    """Read off our own bidders: the event's list is empty when a player passes twice."""
    seat = table.seat[payload.player_id]
    auction = state.auction
    if auction is None:
        return ()
    left = tuple(bidder for bidder in auction.bidders if bidder != seat)
    return (effects.AuctionSet(Auction(auction.position, auction.high_bid, auction.leader, left)),)


def auction_end(payload: payloads.AuctionEnd, state: State, table: Table) -> Effects:
    """The purchase is implied: no other event tells of it.

    When the engine drops a bidder whose agent fails, it may end the auction, ask the last bidder
    all the same and, as he passes, end it again. It sells the deed but once.
    """
    closed = effects.AuctionSet(None)
    if payload.winner_id is None:
        return (closed,)
    seat, at = table.seat[payload.winner_id], deed(payload.position, payload.property_name)
    if state.owners[at] == seat:
        return (closed,)
    return (
        effects.CashMoved(seat, -(payload.winning_bid or 0), "auction"),
        effects.OwnerSet(at, seat),
        closed,
    )
