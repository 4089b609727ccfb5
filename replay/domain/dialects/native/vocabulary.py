"""Every event type of the native vocabulary: what it carries, does, says, and is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from replay.domain import effects
from replay.domain.dialects.native import interpret, payloads, restored, restoring, words
from replay.domain.dialects.native.interpret import Seats
from replay.domain.dialects.native.words import Table
from replay.domain.state import State


class Entry[Payload: payloads.Payload](Struct, frozen=True):
    """One event type; ``does`` is None for what changes nothing."""

    kind: str
    payload: type[Payload]
    does: Callable[[Payload, Seats, State], tuple[effects.Any, ...]] | None
    says: Callable[[Payload, Table], str]


VOCABULARY: dict[str, Entry[Any]] = {
    "game_start": Entry("game", payloads.GameStart, None, words.game_start),
    "state_restored": Entry(
        "game", restored.StateRestored, restoring.state_restored, words.state_restored
    ),
    "turn_start": Entry("turn", payloads.TurnStart, interpret.turn_start, words.turn_start),
    "turn_end": Entry("turn", payloads.TurnEnd, None, words.turn_end),
    "dice_roll": Entry("dice", payloads.DiceRoll, None, words.dice_roll),
    "move": Entry("move", payloads.Move, interpret.move, words.move),
    "pass_go": Entry("money", payloads.PassGo, interpret.pass_go, words.pass_go),
    "purchase": Entry("deed", payloads.Purchase, interpret.purchase, words.purchase),
    "rent_payment": Entry(
        "money", payloads.RentPayment, interpret.rent_payment, words.rent_payment
    ),
    "tax_payment": Entry("money", payloads.TaxPayment, interpret.tax_payment, words.tax_payment),
    "card_draw": Entry("card", payloads.CardDraw, None, words.card_draw),
    "bank_payment": Entry(
        "money", payloads.BankPayment, interpret.bank_payment, words.bank_payment
    ),
    "player_payment": Entry(
        "money", payloads.PlayerPayment, interpret.player_payment, words.player_payment
    ),
    "jail_card": Entry("jail", payloads.JailCard, interpret.jail_card, words.jail_card),
    "go_to_jail": Entry("jail", payloads.GoToJail, interpret.go_to_jail, words.go_to_jail),
    "jail_roll": Entry("jail", payloads.JailRoll, interpret.jail_roll, words.jail_roll),
    "jail_release": Entry("jail", payloads.JailRelease, interpret.jail_release, words.jail_release),
    "build": Entry("building", payloads.Build, interpret.build, words.build),
    "sell_building": Entry(
        "building", payloads.SellBuilding, interpret.sell_building, words.sell_building
    ),
    "mortgage": Entry("deed", payloads.Mortgage, interpret.mortgage, words.mortgage),
    "unmortgage": Entry("deed", payloads.Unmortgage, interpret.unmortgage, words.unmortgage),
    "deed_transfer": Entry(
        "deed", payloads.DeedTransfer, interpret.deed_transfer, words.deed_transfer
    ),
    "auction_start": Entry(
        "auction", payloads.AuctionStart, interpret.auction_start, words.auction_start
    ),
    "auction_bid": Entry("auction", payloads.AuctionBid, interpret.auction_bid, words.auction_bid),
    "auction_pass": Entry(
        "auction", payloads.AuctionPass, interpret.auction_pass, words.auction_pass
    ),
    "auction_end": Entry("auction", payloads.AuctionEnd, interpret.auction_end, words.auction_end),
    "trade_offer": Entry("trade", payloads.TradeTerms, interpret.trade_offer, words.trade_offer),
    "trade_counter": Entry(
        "trade", payloads.TradeTerms, interpret.trade_offer, words.trade_counter
    ),
    "trade_accept": Entry("trade", payloads.TradeTerms, interpret.trade_accept, words.trade_accept),
    "trade_reject": Entry(
        "trade", payloads.TradeClosed, interpret.trade_reject, words.trade_reject
    ),
    "bankruptcy": Entry("bankruptcy", payloads.Bankruptcy, interpret.bankruptcy, words.bankruptcy),
    "game_end": Entry("game", payloads.GameEnd, interpret.game_end, words.game_end),
    "message": Entry("message", payloads.Message, None, words.message),
}
