"""The few physical ways in which a game can change.

An interpreter turns an engine's event into effects, and `state.apply` carries them out; the diff of
an event, the index of changes and every chart are read off them. Players are *seats* (index in
seating order), money is dollars, positions are 0-39, houses 0-5 with 5 = hotel.
"""

from __future__ import annotations

import typing

from msgspec import Struct

type Json = typing.Any
"""A value that survives the way through JSON unchanged: scalars, lists, objects."""


class Effect(Struct, frozen=True, gc=False, tag=True):
    """Base of all effects; see `Any` for the closed union."""


class CashMoved(Effect, frozen=True, gc=False):
    """A seat's cash changes by ``amount`` (signed), for ``reason`` in the engine's own word."""

    seat: int
    amount: int
    reason: str = ""


class TokenMoved(Effect, frozen=True, gc=False):
    """A token stands on another space. Passing Go pays nothing by itself."""

    seat: int
    position: int


class OwnerSet(Effect, frozen=True, gc=False):
    """A deed belongs to a seat, or to the bank (None). Buildings and mortgage stay on it."""

    position: int
    owner: int | None


class HousesSet(Effect, frozen=True, gc=False):
    """A street carries this many houses. The bank's stock moves by its own effect."""

    position: int
    houses: int


class MortgageSet(Effect, frozen=True, gc=False):
    """A deed is mortgaged, or no longer."""

    position: int
    is_mortgaged: bool


class BankStockSet(Effect, frozen=True, gc=False):
    """What is left of the bank's 32 houses and 12 hotels. Some engines miscount: it is theirs."""

    houses: int
    hotels: int


class Jailed(Effect, frozen=True, gc=False):
    """A player is in jail, on space 10, with no attempt made yet."""

    seat: int


class JailTurnsSet(Effect, frozen=True, gc=False):
    """How many attempts to roll doubles a jailed player has failed."""

    seat: int
    turns: int


class Released(Effect, frozen=True, gc=False):
    """A player is out of jail; the count of attempts is back at zero."""

    seat: int


class JailCardsMoved(Effect, frozen=True, gc=False):
    """A seat holds more (or fewer) "get out of jail free" cards."""

    seat: int
    count: int


class Auction(Struct, frozen=True, gc=False):
    """An open auction: highest bid so far, its bidder, and the seats that may still bid."""

    position: int
    high_bid: int
    leader: int | None
    bidders: tuple[int, ...]


class AuctionSet(Effect, frozen=True, gc=False):
    """An auction is opened or has changed; None: it is closed."""

    auction: Auction | None


class Bundle(Struct, frozen=True, gc=False):
    """One side of a trade: dollars, deeds by position, jail cards."""

    cash: int = 0
    properties: tuple[int, ...] = ()
    jail_cards: int = 0


class Trade(Struct, frozen=True, gc=False):
    """An open offer. The proposer gives ``offer`` and gets ``request``."""

    proposer: int
    recipient: int
    offer: Bundle
    request: Bundle


class TradeSet(Effect, frozen=True, gc=False):
    """A trade is opened or countered; None: it is closed, whatever became of it."""

    trade: Trade | None


class TurnStarted(Effect, frozen=True, gc=False):
    """It is this seat's turn, and the turn has this number."""

    seat: int
    turn_number: int


class CurrentSet(Effect, frozen=True, gc=False):
    """Another seat is to act (to bid, to answer an offer); None: nobody. The turn stays."""

    seat: int | None


class WentBankrupt(Effect, frozen=True, gc=False):
    """A player is out, owing to ``creditor`` (None: the bank, or not told). Moves no assets."""

    seat: int
    creditor: int | None = None


class GameOver(Effect, frozen=True, gc=False):
    """The game has ended; the winner is None where the engine names none."""

    winner: int | None


class DoubtSet(Effect, frozen=True, gc=False):
    """So many events behind this board nobody understood (``unread``) or were lost (``missing``).

    For a board taken over from another game, whose doubts come with it.
    """

    unread: int
    missing: int


class Remembered(Effect, frozen=True, gc=False):
    """What an interpreter must know at a later event. Not part of the board."""

    key: str
    value: Json


type Any = (
    CashMoved
    | TokenMoved
    | OwnerSet
    | HousesSet
    | MortgageSet
    | BankStockSet
    | Jailed
    | JailTurnsSet
    | Released
    | JailCardsMoved
    | AuctionSet
    | TradeSet
    | TurnStarted
    | CurrentSet
    | WentBankrupt
    | GameOver
    | DoubtSet
    | Remembered
)
