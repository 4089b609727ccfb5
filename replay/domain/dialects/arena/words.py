"""Each event in a sentence: plain text, for a person, without a full stop."""

from __future__ import annotations

from replay.domain import board
from replay.domain.dialects.arena import payloads, trades
from replay.domain.dialects.arena.phrases import (
    NAME,
    TEXT,
    bundle,
    clip,
    enumeration,
    money,
    named,
    quote,
    seated,
    space,
    spoken,
)
from replay.domain.dialects.arena.table import FIRST, Table, deed
from replay.domain.state import State


def game_start(payload: payloads.GameStart, before: State, _table: Table) -> str:
    """`The game starts with 4 players, $1,500 each`."""
    start = f"The game starts with {len(before.players)} players"
    cash = payload.starting_cash
    return start if cash is None else f"{start}, {money(cash)} each"


def turn_start(payload: payloads.TurnStart, _before: State, table: Table) -> str:
    """`Turn 12: Ada`."""
    return f"Turn {payload.turn_number}: {named(payload.player_id, table)}"


def dice_roll(payload: payloads.DiceRoll, _before: State, table: Table) -> str:
    """`Ada rolls 3 + 4`."""
    doubles = ", doubles" if payload.die1 == payload.die2 else ""
    return f"{named(payload.player_id, table)} rolls {payload.die1} + {payload.die2}{doubles}"


def move(payload: payloads.Move, _before: State, table: Table) -> str:
    """`Ada moves from Go to Vermont Avenue`."""
    verb = "goes back" if (payload.spaces or 0) < 0 else "moves"
    start, end = space(payload.from_position or 0), space(payload.to_position or 0)
    return f"{named(payload.player_id, table)} {verb} from {start} to {end}"


def land(payload: payloads.Land, _before: State, table: Table) -> str:
    """`Ada lands on Vermont Avenue`."""
    at = payload.position or 0
    where = "is just visiting Jail" if at == board.JAIL else f"lands on {space(at)}"
    return f"{named(payload.player_id, table)} {where}"


def pass_go(payload: payloads.Paid, _before: State, table: Table) -> str:
    """`Ada passes Go and collects $200`."""
    return f"{named(payload.player_id, table)} passes Go and collects {money(payload.amount)}"


def rent_payment(payload: payloads.Rent, _before: State, table: Table) -> str:
    """`Ada pays Blaise $28 rent on Oriental Avenue`."""
    owner = named(FIRST if payload.owner_id is None else payload.owner_id, table)
    place = "" if payload.position is None else f" on {space(payload.position)}"
    return f"{named(payload.payer_id, table)} pays {owner} {money(payload.amount)} rent{place}"


def tax_payment(payload: payloads.Paid, _before: State, table: Table) -> str:
    """`Ada pays $200 tax`."""
    return f"{named(payload.player_id, table)} pays {money(payload.amount)} tax"


def payment(payload: payloads.Payment, _before: State, table: Table) -> str:
    """`Ada pays the bank $10: mortgage transfer fee`."""
    reason = f": {spoken(payload.reason)}" if payload.reason else ""
    return f"{named(payload.player_id, table)} pays the bank {money(payload.amount)}{reason}"


def card_draw(payload: payloads.CardDraw, _before: State, table: Table) -> str:
    """`Ada draws a Chance card: “Advance to Go”`."""
    deck = spoken(payload.deck).title()
    return f"{named(payload.player_id, table)} draws a {deck} card: {quote(payload.card)}"


def card_effect(payload: payloads.CardEffect, _before: State, table: Table) -> str:
    """`Ada collects $50 by the card “Bank pays you dividend of $50”`."""
    who, amount = named(payload.player_id, table), payload.amount
    others = payload.effect_type in {"collect_from_players", "pay_to_players"}
    if payload.effect_type == "get_out_of_jail":
        return f"{who} keeps the card {quote(payload.card)}"
    if not amount:
        return f"{who} follows the card {quote(payload.card)}"
    if amount > 0:
        whom = " from the other players" if others else ""
        return f"{who} collects {money(amount)}{whom} by the card {quote(payload.card)}"
    whom = " to the other players" if others else ""
    return f"{who} pays {money(-amount)}{whom} by the card {quote(payload.card)}"


def purchase(payload: payloads.Purchase, _before: State, table: Table) -> str:
    """`Ada buys Oriental Avenue for $100`."""
    what = f"{space(payload.position)} for {money(payload.price)}"
    return f"{named(payload.player_id, table)} buys {what}"


def mortgage(payload: payloads.Mortgage, _before: State, table: Table) -> str:
    """`Ada mortgages Oriental Avenue for $50`."""
    what = space(deed(payload.position, payload.property_name))
    return f"{named(payload.player_id, table)} mortgages {what} for {money(payload.value)}"


def unmortgage(payload: payloads.Unmortgage, _before: State, table: Table) -> str:
    """`Ada pays off the mortgage on Oriental Avenue for $55`."""
    what = f"{space(deed(payload.position, payload.property_name))} for {money(payload.cost)}"
    return f"{named(payload.player_id, table)} pays off the mortgage on {what}"


def build_house(payload: payloads.BuildHouse, _before: State, table: Table) -> str:
    """`Ada builds a house on Oriental Avenue for $50`."""
    what = f"{space(payload.position)} for {money(payload.cost)}"
    return f"{named(payload.player_id, table)} builds a house on {what}"


def build_hotel(payload: payloads.BuildHotel, _before: State, table: Table) -> str:
    """`Ada builds a hotel on Oriental Avenue for $50`."""
    what = f"{space(payload.position)} for {money(payload.cost)}"
    return f"{named(payload.player_id, table)} builds a hotel on {what}"


def sell_building(payload: payloads.SellBuilding, _before: State, table: Table) -> str:
    """`Ada sells a house on Oriental Avenue for $25`."""
    building = "house" if payload.type == "house" else "hotel"
    what = f"{building} on {space(payload.position)} for {money(payload.sale_price)}"
    return f"{named(payload.player_id, table)} sells a {what}"


def auction_start(payload: payloads.AuctionStart, _before: State, table: Table) -> str:
    """`Oriental Avenue is put up for auction among Ada and Blaise`."""
    bidders = enumeration([named(player, table) for player in payload.eligible_players])
    return f"{space(payload.position)} is put up for auction among {bidders}"


def auction_bid(payload: payloads.AuctionBid, before: State, table: Table) -> str:
    """`Ada bids $30 for Oriental Avenue`."""
    bid = f"bids {money(payload.bid_amount or 0)}"
    return f"{named(payload.player_id, table)} {bid}{_lot(payload.property_name, before)}"


def auction_pass(payload: payloads.AuctionPass, before: State, table: Table) -> str:
    """`Ada drops out of the bidding for Oriental Avenue`."""
    lot = _lot(payload.property_name, before)
    return f"{named(payload.player_id, table)} drops out of the bidding{lot}"


def auction_end(payload: payloads.AuctionEnd, before: State, table: Table) -> str:
    """`Ada wins the auction of Oriental Avenue for $85`."""
    if payload.winner_id is None:
        return f"Nobody bids{_lot(payload.property_name, before)}"
    lot = space(deed(payload.position, payload.property_name))
    price = money(payload.winning_bid or 0)
    return f"{named(payload.winner_id, table)} wins the auction of {lot} for {price}"


def trade_proposed(payload: payloads.TradeOffer, _before: State, table: Table) -> str:
    """`Ada offers Blaise $50 for Oriental Avenue`."""
    return _trade("offers", payload, table)


def trade_executed(payload: payloads.TradeOffer, _before: State, table: Table) -> str:
    """`Ada gives Blaise $50 for Oriental Avenue`."""
    return _trade("gives", payload, table)


def trade_accepted(payload: payloads.TradeAnswer, _before: State, table: Table) -> str:
    """`Blaise accepts trade 7`."""
    return f"{named(payload.player_id, table)} accepts trade {payload.trade_id}"


def trade_rejected(payload: payloads.TradeAnswer, before: State, table: Table) -> str:
    """`Blaise rejects the offer of Ada`."""
    return f"{named(payload.player_id, table)} rejects {_offer(payload, before, table)}"


def trade_cancelled(payload: payloads.TradeAnswer, before: State, table: Table) -> str:
    """`Ada withdraws the offer to Blaise`."""
    who = named(payload.player_id, table)
    trade = trades.opened(before, payload.trade_id)
    if trade is None:
        return f"{who} withdraws trade {payload.trade_id}"
    return f"{who} withdraws the offer to {seated(trade.recipient, table)}"


def trade_failed(payload: payloads.TradeFailed, _before: State, _table: Table) -> str:
    """`Trade 7 fails: Proposer doesn't own Oriental Avenue`."""
    reason = f": {clip(payload.reason, TEXT)}" if payload.reason else ""
    return f"Trade {payload.trade_id} fails{reason}"


def go_to_jail(payload: payloads.GoToJail, _before: State, table: Table) -> str:
    """`Ada goes to jail`."""
    return f"{named(payload.player_id, table)} goes to jail"


def jail_attempt(payload: payloads.JailAttempt, _before: State, table: Table) -> str:
    """`Ada fails to roll doubles in jail, attempt 2`."""
    who = named(payload.player_id, table)
    if payload.is_doubles:
        return f"{who} rolls doubles and leaves jail"
    return f"{who} fails to roll doubles in jail, attempt {payload.attempt}"


def jail_release(payload: payloads.JailRelease, _before: State, table: Table) -> str:
    """`Ada pays $50 and leaves jail`."""
    who = named(payload.player_id, table)
    if payload.method == "card":
        return f"{who} leaves jail by a card"
    paid = "the fine" if payload.amount is None else money(payload.amount)
    return f"{who} pays {paid} and leaves jail"


def bankruptcy(payload: payloads.Bankruptcy, _before: State, table: Table) -> str:
    """`Ada is bankrupt and hands everything to Blaise`."""
    creditor = payload.creditor_id
    whom = "the bank" if creditor is None else named(creditor, table)
    return f"{named(payload.player_id, table)} is bankrupt and hands everything to {whom}"


def game_end(payload: payloads.GameEnd, _before: State, table: Table) -> str:
    """`The game ends (time limit): Ada wins with a net worth of $2,761`."""
    reason = f" ({spoken(payload.reason)})" if payload.reason else ""
    winner = payload.winner_id if payload.player_id is None else payload.player_id
    if winner is None:
        return f"The game ends{reason} without a winner"
    name = clip(winner, NAME) if isinstance(winner, str) else named(winner, table)
    worth = payload.winner_networth
    wealth = "" if worth is None else f" with a net worth of {money(worth)}"
    return f"The game ends{reason}: {name} wins{wealth}"


def llm_decision(payload: payloads.LlmDecision, _before: State, table: Table) -> str:
    """`Ada decides to roll dice: “…”`."""
    who, action = named(payload.player_id, table), spoken(payload.action_type)
    if payload.used_fallback:  # the engine makes the reasoning up then: it is not the model's
        return f"{who} gives no usable answer, so the engine falls back to {action}"
    why = f": {quote(payload.reasoning)}" if payload.reasoning else ""
    return f"{who} decides to {action}{why}"


def player_state_detailed(
    payload: payloads.PlayerStateDetailed, _before: State, table: Table
) -> str:
    """`Ada has $1,394 and stands on Vermont Avenue`."""
    place = "sits in jail" if payload.in_jail else f"stands on {space(payload.position)}"
    return f"{named(payload.player_id, table)} has {money(payload.cash)} and {place}"


def _trade(verb: str, payload: payloads.TradeOffer, table: Table) -> str:
    trade = trades.read(payload, table)
    whom = f"{named(payload.recipient_id, table)} {bundle(trade.offer)}"
    what = f"{whom} for {bundle(trade.request)}"
    return f"{named(payload.proposer_id, table)} {verb} {what}"


def _offer(payload: payloads.TradeAnswer, before: State, table: Table) -> str:
    trade = trades.opened(before, payload.trade_id)
    if trade is None:
        return f"trade {payload.trade_id}"
    return f"the offer of {seated(trade.proposer, table)}"


def _lot(name: str | None, before: State) -> str:
    if before.auction is not None:
        return f" for {space(before.auction.position)}"
    return f" for {clip(name, NAME)}" if name else ""
