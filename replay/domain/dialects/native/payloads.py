"""The native vocabulary's payloads. Every amount is in the event: nothing has to be inferred.

`docs/events.md` describes each for those who write them; a test compares the two. Players are
named by ``player_id``, spaces by position 0-39, money is whole dollars. Unknown keys are allowed:
an engine may say more than is needed here.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

type PlayerId = int
type Position = Annotated[int, Meta(ge=0, le=39)]
type Dollars = Annotated[int, Meta(ge=0, le=10**12)]
type Die = Annotated[int, Meta(ge=1, le=6)]
type Count = Annotated[int, Meta(ge=0, le=10**6)]
type Building = Literal["house", "hotel"]
type Houses = Annotated[int, Meta(ge=0, le=5)]


class Payload(Struct, frozen=True, gc=False):
    """Base of all payloads."""


class GameStart(Payload, frozen=True, gc=False):
    """The game begins; what it is played with stands in the game's config."""


class TurnStart(Payload, frozen=True, gc=False):
    """A player's turn begins."""

    player_id: PlayerId
    turn_number: Annotated[int, Meta(ge=0, le=2**31 - 1)]


class TurnEnd(Payload, frozen=True, gc=False):
    """A player's turn is over."""

    player_id: PlayerId


class DiceRoll(Payload, frozen=True, gc=False):
    """Two dice; the token's move is an event of its own."""

    player_id: PlayerId
    die1: Die
    die2: Die


class Move(Payload, frozen=True, gc=False):
    """A token goes to another space. The salary for passing Go is an event of its own."""

    player_id: PlayerId
    to_position: Position
    from_position: Position | None = None


class PassGo(Payload, frozen=True, gc=False):
    """The bank pays the salary."""

    player_id: PlayerId
    amount: Dollars


class Purchase(Payload, frozen=True, gc=False):
    """A player buys a deed from the bank at its price."""

    player_id: PlayerId
    position: Position
    price: Dollars


class RentPayment(Payload, frozen=True, gc=False):
    """Rent goes from one player to another."""

    payer_id: PlayerId
    owner_id: PlayerId
    position: Position
    amount: Dollars


class TaxPayment(Payload, frozen=True, gc=False):
    """A player pays a tax to the bank."""

    player_id: PlayerId
    position: Position
    amount: Dollars


class CardDraw(Payload, frozen=True, gc=False):
    """A card is drawn; what it does are events of their own."""

    player_id: PlayerId
    deck: Literal["chance", "community_chest"]
    text: str


class BankPayment(Payload, frozen=True, gc=False):
    """The bank pays a player (``amount`` above zero) or the player the bank (below)."""

    player_id: PlayerId
    amount: Annotated[int, Meta(ge=-(10**12), le=10**12)]
    reason: str


class PlayerPayment(Payload, frozen=True, gc=False):
    """Money goes from one player to another for anything but rent."""

    payer_id: PlayerId
    payee_id: PlayerId
    amount: Dollars
    reason: str


class JailCard(Payload, frozen=True, gc=False):
    """A player gets "get out of jail free" cards (``count`` above zero) or gives them away."""

    player_id: PlayerId
    count: Annotated[int, Meta(ge=-2, le=2)]


class GoToJail(Payload, frozen=True, gc=False):
    """A player goes to jail, token and all."""

    player_id: PlayerId
    reason: str = ""


class JailRoll(Payload, frozen=True, gc=False):
    """A jailed player rolled no doubles; ``failures`` counts such rolls of this stay."""

    player_id: PlayerId
    failures: Count


class JailRelease(Payload, frozen=True, gc=False):
    """A player leaves jail; ``fine`` is what that cost, a card used is given back to its deck."""

    player_id: PlayerId
    method: Literal["doubles", "fine", "card"]
    fine: Dollars = 0


class Build(Payload, frozen=True, gc=False):
    """A house or hotel is bought. ``houses`` and the bank's stock are those afterwards."""

    player_id: PlayerId
    position: Position
    houses: Houses
    cost: Dollars
    bank_houses: Count
    bank_hotels: Count


class SellBuilding(Payload, frozen=True, gc=False):
    """Buildings go back to the bank. ``houses`` and the bank's stock are those afterwards."""

    player_id: PlayerId
    position: Position
    houses: Houses
    proceeds: Dollars
    bank_houses: Count
    bank_hotels: Count


class Mortgage(Payload, frozen=True, gc=False):
    """The bank lends ``amount`` on a deed."""

    player_id: PlayerId
    position: Position
    amount: Dollars


class Unmortgage(Payload, frozen=True, gc=False):
    """A mortgage is paid back: ``amount`` is the loan and its interest."""

    player_id: PlayerId
    position: Position
    amount: Dollars


class DeedTransfer(Payload, frozen=True, gc=False):
    """A deed changes hands outside of a purchase, an auction or a trade; None is the bank."""

    position: Position
    from_id: PlayerId | None
    to_id: PlayerId | None


class AuctionStart(Payload, frozen=True, gc=False):
    """The bank offers a deed to the highest bidder; with ``building``, one of its last buildings.

    The ``position`` of a building is where whoever asked for it means to put it.
    """

    position: Position
    bidders: tuple[PlayerId, ...]
    building: Building | None = None


class AuctionBid(Payload, frozen=True, gc=False):
    """A bid, higher than those before."""

    player_id: PlayerId
    amount: Dollars


class AuctionPass(Payload, frozen=True, gc=False):
    """A player drops out of the auction."""

    player_id: PlayerId


class AuctionEnd(Payload, frozen=True, gc=False):
    """The auction is over: the winner (None: nobody) pays ``amount`` and gets the deed.

    With ``building`` nothing is paid yet: the winner's ``build`` follows, at that cost.
    """

    position: Position
    winner_id: PlayerId | None
    amount: Dollars
    building: Building | None = None


class Side(Payload, frozen=True, gc=False):
    """What one side of a trade gives."""

    cash: Dollars = 0
    properties: tuple[Position, ...] = ()
    jail_cards: Annotated[int, Meta(ge=0, le=2)] = 0


class TradeTerms(Payload, frozen=True, gc=False):
    """The proposer gives ``offer`` and gets ``request``."""

    proposer_id: PlayerId
    recipient_id: PlayerId
    offer: Side
    request: Side


class TradeClosed(Payload, frozen=True, gc=False):
    """A trade that does not come about."""

    proposer_id: PlayerId
    recipient_id: PlayerId


class Bankruptcy(Payload, frozen=True, gc=False):
    """A player is out. What they leave moves by events of their own, before this one or after."""

    player_id: PlayerId
    creditor_id: PlayerId | None = None


class GameEnd(Payload, frozen=True, gc=False):
    """The game is over."""

    winner_id: PlayerId | None
    reason: str = ""


class Message(Payload, frozen=True, gc=False):
    """Something a player says to the table."""

    player_id: PlayerId
    text: str
