"""Every event type of the engine: what it carries, does, says, and is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from replay.domain import effects
from replay.domain.dialects.arena import (
    auctions,
    deeds,
    endings,
    money,
    movement,
    payloads,
    trades,
    words,
)
from replay.domain.dialects.arena.table import Table
from replay.domain.state import State

type Effects = tuple[effects.Any, ...]


class Entry[Payload](Struct, frozen=True):
    """One event type; ``does`` is None for what changes nothing."""

    kind: str
    payload: type[Payload]
    does: Callable[[Payload, State, Table], Effects] | None
    says: Callable[[Payload, State, Table], str]


VOCABULARY: dict[str, Entry[Any]] = {
    "game_start": Entry("game", payloads.GameStart, endings.game_start, words.game_start),
    "turn_start": Entry("turn", payloads.TurnStart, movement.turn_start, words.turn_start),
    "dice_roll": Entry("dice", payloads.DiceRoll, None, words.dice_roll),
    "move": Entry("move", payloads.Move, movement.move, words.move),
    "land": Entry("move", payloads.Land, None, words.land),
    "pass_go": Entry("money", payloads.Paid, money.pass_go, words.pass_go),
    "rent_payment": Entry("money", payloads.Rent, money.rent_payment, words.rent_payment),
    "tax_payment": Entry("money", payloads.Paid, money.tax_payment, words.tax_payment),
    "payment": Entry("money", payloads.Payment, money.payment, words.payment),
    "card_draw": Entry("card", payloads.CardDraw, None, words.card_draw),
    "card_effect": Entry("card", payloads.CardEffect, money.card_effect, words.card_effect),
    "purchase": Entry("deed", payloads.Purchase, deeds.purchase, words.purchase),
    "mortgage": Entry("deed", payloads.Mortgage, deeds.mortgage, words.mortgage),
    "unmortgage": Entry("deed", payloads.Unmortgage, deeds.unmortgage, words.unmortgage),
    "build_house": Entry("building", payloads.BuildHouse, deeds.build_house, words.build_house),
    "build_hotel": Entry("building", payloads.BuildHotel, deeds.build_hotel, words.build_hotel),
    "sell_building": Entry(
        "building", payloads.SellBuilding, deeds.sell_building, words.sell_building
    ),
    "auction_start": Entry(
        "auction", payloads.AuctionStart, auctions.auction_start, words.auction_start
    ),
    "auction_bid": Entry("auction", payloads.AuctionBid, auctions.auction_bid, words.auction_bid),
    "auction_pass": Entry(
        "auction", payloads.AuctionPass, auctions.auction_pass, words.auction_pass
    ),
    "auction_end": Entry("auction", payloads.AuctionEnd, auctions.auction_end, words.auction_end),
    "trade_proposed": Entry(
        "trade", payloads.TradeOffer, trades.trade_proposed, words.trade_proposed
    ),
    "trade_executed": Entry(
        "trade", payloads.TradeOffer, trades.trade_executed, words.trade_executed
    ),
    "trade_accepted": Entry(
        "trade", payloads.TradeAnswer, trades.trade_answered, words.trade_accepted
    ),
    "trade_rejected": Entry(
        "trade", payloads.TradeAnswer, trades.trade_answered, words.trade_rejected
    ),
    "trade_cancelled": Entry(
        "trade", payloads.TradeAnswer, trades.trade_answered, words.trade_cancelled
    ),
    "trade_failed": Entry("trade", payloads.TradeFailed, None, words.trade_failed),
    "go_to_jail": Entry("jail", payloads.GoToJail, movement.go_to_jail, words.go_to_jail),
    "jail_attempt": Entry("jail", payloads.JailAttempt, movement.jail_attempt, words.jail_attempt),
    "jail_release": Entry("jail", payloads.JailRelease, movement.jail_release, words.jail_release),
    "bankruptcy": Entry("bankruptcy", payloads.Bankruptcy, endings.bankruptcy, words.bankruptcy),
    "game_end": Entry("game", payloads.GameEnd, endings.game_end, words.game_end),
    "llm_decision": Entry("decision", payloads.LlmDecision, None, words.llm_decision),
    "player_state_detailed": Entry(
        "message",
        payloads.PlayerStateDetailed,
        movement.player_state_detailed,
        words.player_state_detailed,
    ),
}
