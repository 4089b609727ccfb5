"""What monopoly_game_arena writes into its events, field by field, with bounds.

Source: the engine's event mapper, and 80,000 of its rows. Only fields that are read here are
declared: its balances (``cash_after`` and the like) repeat what the amounts already say, so they
are left to whoever checks the engine, except where no amount is told. A zero the mapper has turned
into null is allowed exactly where it does that.

Money is dollars, positions are 0-39, players are the engine's own ids.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

Position = Annotated[int, Meta(ge=0, le=39)]
Money = Annotated[int, Meta(ge=-(10**12), le=10**12)]
Count = Annotated[int, Meta(ge=0, le=10**6)]
Turn = Annotated[int, Meta(ge=0, le=2**53)]
Die = Annotated[int, Meta(ge=1, le=6)]
Houses = Annotated[int, Meta(ge=0, le=5)]
Players = Annotated[tuple[int, ...], Meta(max_length=64)]
Items = Annotated[tuple[Annotated[str, Meta(max_length=24)], ...], Meta(max_length=200)]


class GameStart(Struct, gc=False, kw_only=True):
    """The old logger tells no ``starting_cash``."""

    player_names: tuple[str, ...] = ()
    starting_cash: Money | None = None


class TurnStart(Struct, gc=False, kw_only=True):
    """``turn_number`` counts from 0 over all players."""

    player_id: int
    turn_number: Turn


class DiceRoll(Struct, gc=False, kw_only=True):
    """Both dice."""

    player_id: int
    die1: Die
    die2: Die


class Move(Struct, gc=False, kw_only=True):
    """A position of null is Go. ``spaces`` is negative for a step back."""

    player_id: int
    from_position: Position | None
    to_position: Position | None
    spaces: Annotated[int, Meta(ge=-1000, le=1000)] | None = None


class Land(Struct, gc=False, kw_only=True):
    """Not written after a move that a card commanded."""

    player_id: int
    position: Position | None


class Paid(Struct, gc=False, kw_only=True):
    """``pass_go`` and ``tax_payment``."""

    player_id: int
    amount: Money


class Payment(Struct, gc=False, kw_only=True):
    """A fee paid to the bank."""

    player_id: int
    amount: Money
    reason: str | None = None


class Rent(Struct, gc=False, kw_only=True):
    """``owner_id`` null is player 0. An older engine tells no position."""

    payer_id: int
    owner_id: int | None
    amount: Money
    position: Position | None = None


class Purchase(Struct, gc=False, kw_only=True):
    """A deed bought from the bank at its price."""

    player_id: int
    position: Position
    price: Money


class CardDraw(Struct, gc=False, kw_only=True):
    """``deck`` is chance or community_chest; ``card`` the printed text."""

    player_id: int
    deck: str
    card: str


class CardEffect(Struct, gc=False, kw_only=True):
    """``amount`` (signed, for the drawer) is absent where a card moves no money by itself."""

    player_id: int
    card: str
    effect_type: str
    amount: Money | None = None
    cash_after: Money | None = None


class BuildHouse(Struct, gc=False, kw_only=True):
    """``house_count``: how many stand there now; an older logger leaves it out."""

    player_id: int
    position: Position
    cost: Money
    house_count: Houses | None = None


class BuildHotel(Struct, gc=False, kw_only=True):
    """The price of the last step, four houses being handed in."""

    player_id: int
    position: Position
    cost: Money


class SellBuilding(Struct, gc=False, kw_only=True):
    """``type``: house, hotel or hotel_downgrade; ``house_count``: how many are left."""

    player_id: int
    position: Position
    type: str
    sale_price: Money
    house_count: Houses


class Mortgage(Struct, gc=False, kw_only=True):
    """An older logger tells the deed by its name alone; so in `Unmortgage`, `AuctionEnd`."""

    player_id: int
    value: Money
    position: Position | None = None
    property_name: str | None = None


class Unmortgage(Struct, gc=False, kw_only=True):
    """``cost``: the loan and its interest."""

    player_id: int
    cost: Money
    position: Position | None = None
    property_name: str | None = None


class AuctionStart(Struct, gc=False, kw_only=True):
    """Who starts it is not told; newer engines bid a tenth of the price in that player's name."""

    position: Position
    eligible_players: Players


class AuctionBid(Struct, gc=False, kw_only=True):
    """A bid of null is $0."""

    player_id: int
    bid_amount: Money | None
    property_name: str | None = None


class AuctionPass(Struct, gc=False, kw_only=True):
    """Also written for a player whose three bids are used up."""

    player_id: int
    property_name: str | None = None


class AuctionEnd(Struct, gc=False, kw_only=True):
    """``winner_id`` null: nobody bid."""

    winner_id: int | None
    winning_bid: Money | None
    position: Position | None = None
    property_name: str | None = None


class TradeOffer(Struct, gc=False, kw_only=True):
    """``trade_proposed`` and ``trade_executed``; each item one of ``Property(15)``, ``$50``,
    ``JailCard(1)``."""

    trade_id: Count
    proposer_id: int
    recipient_id: int
    proposer_offers: Items
    proposer_wants: Items


class TradeAnswer(Struct, gc=False, kw_only=True):
    """``trade_accepted``, ``trade_rejected``, ``trade_cancelled``, by whom."""

    player_id: int
    trade_id: Count


class TradeFailed(Struct, gc=False, kw_only=True):
    """A proposal or an acceptance the engine refused."""

    trade_id: Count
    reason: str | None = None
    player_id: int | None = None


class GoToJail(Struct, gc=False, kw_only=True):
    """No move is written for it."""

    player_id: int


class JailAttempt(Struct, gc=False, kw_only=True):
    """``attempt`` counts from 1."""

    player_id: int
    attempt: Count
    is_doubles: bool


class JailRelease(Struct, gc=False, kw_only=True):
    """``method``: fine or card."""

    player_id: int
    method: str
    amount: Money | None = None


class Bankruptcy(Struct, gc=False, kw_only=True):
    """``creditor_id`` null is the bank, 0 is player 0."""

    player_id: int
    creditor_id: int | None


class GameEnd(Struct, gc=False, kw_only=True):
    """After a bankruptcy ``winner_id`` is the winner's *name* and ``player_id`` the id."""

    winner_id: int | str | None = None
    player_id: int | None = None
    reason: str | None = None
    winner_networth: Money | None = None


class LlmDecision(Struct, gc=False, kw_only=True):
    """What a model chose, written before the events it causes."""

    player_id: int
    action_type: str
    reasoning: str | None = None
    used_fallback: bool = False


class PlayerStateDetailed(Struct, gc=False, kw_only=True):
    """One player as the engine holds him, at the start of a turn.

    ``houses``: how many stand on each of his streets, by name, where any do; ``hotels``: the
    streets with one.
    """

    player_id: int
    cash: Money
    position: Position
    in_jail: bool
    jail_turns: Count
    jail_free_cards: Count
    houses: Annotated[dict[str, Houses], Meta(max_length=40)] | None = None
    hotels: Annotated[tuple[str, ...], Meta(max_length=40)] = ()
