"""What monopoly-llm-benchmark writes into an event's payload, field by field.

Only what is read here is declared; whatever else stands in a payload is left alone. Bounds are
those of the board and of what can be reckoned with, never the game's rules: a wrong game must be
readable.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import msgspec
from msgspec import Meta, Struct, field

type Position = Annotated[int, Meta(ge=0, le=39)]
type Money = Annotated[int, Meta(ge=-(10**12), le=10**12)]
type Die = Annotated[int, Meta(ge=1, le=6)]
type Count = Annotated[int, Meta(ge=0, le=1000)]


class Empty(Struct, frozen=True, gc=False):
    """Nothing: turns and the start of a game tell only that they happened."""


class DiceRolled(Struct, frozen=True, gc=False):
    """``reason`` is set when the roll moves nobody (``CARD_UTILITY_RENT``)."""

    d1: Die
    d2: Die
    is_double: bool
    reason: str | None = None


class PlayerMoved(Struct, frozen=True, gc=False):
    """The one who moves is the event's actor."""

    start: Position = field(name="from")
    to: Position
    passed_go: bool


class CashChanged(Struct, frozen=True, gc=False):
    """The only event that moves money; with delta 0 it is a marker of a bankruptcy."""

    player_id: str
    delta: Money
    reason: str


class RentPaid(Struct, frozen=True, gc=False):
    """A summary of the two cash changes before it."""

    from_player_id: str
    to_player_id: str
    amount: Money
    space_index: Position


class PropertyPurchased(Struct, frozen=True, gc=False):
    """Price 0: not bought, but taken over from a bankrupt debtor."""

    player_id: str
    space_index: Position
    price: Money


class PropertyTransferred(Struct, frozen=True, gc=False):
    """A deed changes hands in a trade."""

    from_player_id: str
    to_player_id: str
    space_index: Position
    mortgaged: bool


class PropertyMortgaged(Struct, frozen=True, gc=False):
    """Mortgaged or lifted; the cash has moved before."""

    player_id: str
    space_index: Position
    amount: Money


class BuildingChanged(Struct, frozen=True, gc=False):
    """Houses or a hotel, built or sold."""

    player_id: str
    space_index: Position
    count: Count


class SentToJail(Struct, frozen=True, gc=False):
    """``reason``: the space, a card, or three doubles."""

    player_id: str
    reason: str


class CardDrawn(Struct, frozen=True, gc=False):
    """The one who draws is the event's actor."""

    deck_type: str
    card_id: str


class AuctionStarted(Struct, frozen=True, gc=False):
    """Deeds in auctions and trades go by keys like ``ST_CHARLES_PLACE``."""

    property_space: str
    initiator_player_id: str


class AuctionBidPlaced(Struct, frozen=True, gc=False):
    """The new highest bid."""

    property_space: str
    bidder_player_id: str
    bid_amount: Money


class AuctionPlayerDropped(Struct, frozen=True, gc=False):
    """One bidder less."""

    property_space: str
    player_id: str


class AuctionEnded(Struct, frozen=True, gc=False):
    """Both None when nobody bid."""

    property_space: str
    winner_player_id: str | None
    winning_bid: Money | None
    reason: str


class Side(Struct, frozen=True, gc=False):
    """What one side of a trade gives."""

    cash: Money = 0
    properties: tuple[str, ...] = ()
    get_out_of_jail_cards: Count = 0


class TradeEvent(Struct, frozen=True, gc=False):
    """``offer`` and ``request`` as the last proposer sees them, who is not named.

    ``exchange_index``: how often the offer has been countered.
    """

    initiator_player_id: str
    counterparty_player_id: str
    exchange_index: Count
    offer: Side
    request: Side


class DecisionRequested(Struct, frozen=True, gc=False):
    """A model is asked."""

    player_id: str
    decision_type: str


class DecisionResponse(Struct, frozen=True, gc=False):
    """What is carried out: a fallback's choice too, then with ``valid`` false."""

    player_id: str
    action_name: str
    valid: bool
    error: str | None = None


class PublicMessage(Struct, frozen=True, gc=False):
    """What a model says to all."""

    player_id: str
    message: str


class PrivateThought(Struct, frozen=True, gc=False):
    """What a model keeps to itself."""

    player_id: str
    thought: str


class GameEnded(Struct, frozen=True, gc=False):
    """``reason``: BANKRUPTCY, TURN_LIMIT, STOPPED …"""

    winner_player_id: str | None
    reason: str


def reader[T](payload: type[T]) -> Callable[[msgspec.Raw], T]:
    """A function that reads this payload; it raises `msgspec.ValidationError` naming the field."""
    return msgspec.json.Decoder(payload).decode
