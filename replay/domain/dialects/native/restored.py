"""The payload of `state_restored`: a whole board, even one that no game by the rules comes to."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, field

from replay.domain.dialects.native.payloads import Houses, Payload, PlayerId, Position

type Cash = Annotated[int, Meta(ge=-(10**15), le=10**15)]
"""Dollars, below zero where an engine let it come to that."""
type Signed = Annotated[int, Meta(ge=-(10**6), le=10**6)]


class RestoredPlayer(Payload, frozen=True, gc=False):
    """How one player stands; negative numbers are those of a wrong game."""

    player_id: PlayerId
    cash: Cash
    position: Position
    in_jail: bool = False
    jail_turns: Signed = 0
    jail_cards: Signed = 0
    is_bankrupt: bool = False
    creditor_id: PlayerId | None = None


class RestoredProperty(Payload, frozen=True, gc=False):
    """A deed."""

    position: Position
    owner_id: PlayerId | None = None
    houses: Houses = 0
    is_mortgaged: bool = False


class RestoredAuction(Payload, frozen=True, gc=False):
    """An open auction, as it stands."""

    position: Position
    high_bid: Cash
    leader_id: PlayerId | None
    bidders: tuple[PlayerId, ...]


class Goods(Payload, frozen=True, gc=False):
    """One side of an open trade, as it stands."""

    cash: Cash = 0
    properties: tuple[Position, ...] = ()
    jail_cards: Signed = 0


class RestoredTrade(Payload, frozen=True, gc=False):
    """An open trade, as it stands."""

    proposer_id: PlayerId
    recipient_id: PlayerId
    offer: Goods
    request: Goods


class StateRestored(Payload, frozen=True, gc=False):
    """The whole board, as it stood after event ``at`` of ``game``, from which this one goes on.

    ``turn_id`` has the turn (None: none has begun), ``current_id`` is the one asked to act. Deeds
    that are not listed are the bank's, bare and free of mortgages. ``standing``: what the turn has
    brought so far and no board shows; only a fork of this game asks for it.
    """

    game: str
    at: Annotated[int, Meta(ge=-1, le=2**63 - 1)]
    turn_number: Annotated[int, Meta(ge=-(2**31), le=2**31 - 1)]
    turn_id: PlayerId | None
    current_id: PlayerId | None
    players: tuple[RestoredPlayer, ...]
    properties: tuple[RestoredProperty, ...]
    bank_houses: Signed
    bank_hotels: Signed
    auction: RestoredAuction | None = None
    trade: RestoredTrade | None = None
    unread: Annotated[int, Meta(ge=0, le=10**12)] = 0
    missing: Annotated[int, Meta(ge=0, le=10**12)] = 0
    reshuffled: str = ""
    standing: dict[str, Any] = field(default_factory=dict)
