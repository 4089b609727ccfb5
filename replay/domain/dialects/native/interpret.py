"""What each native event does. Money moves only where an amount says so."""

from __future__ import annotations

from collections.abc import Mapping

from replay.domain import effects
from replay.domain.dialects.native import payloads as p
from replay.domain.effects import CashMoved, HousesSet, MortgageSet, OwnerSet, TokenMoved
from replay.domain.state import State

type Seats = Mapping[int | str | None, int]
type Done = tuple[effects.Any, ...]


def turn_start(event: p.TurnStart, seats: Seats, _: State) -> Done:
    return (effects.TurnStarted(seats[event.player_id], event.turn_number),)


def move(event: p.Move, seats: Seats, _: State) -> Done:
    return (TokenMoved(seats[event.player_id], event.to_position),)


def pass_go(event: p.PassGo, seats: Seats, _: State) -> Done:
    return (CashMoved(seats[event.player_id], event.amount, "pass_go"),)


def purchase(event: p.Purchase, seats: Seats, _: State) -> Done:
    seat = seats[event.player_id]
    return (CashMoved(seat, -event.price, "purchase"), OwnerSet(event.position, seat))


def rent_payment(event: p.RentPayment, seats: Seats, _: State) -> Done:
    return _paid(seats[event.payer_id], seats[event.owner_id], event.amount, "rent")


def tax_payment(event: p.TaxPayment, seats: Seats, _: State) -> Done:
    return (CashMoved(seats[event.player_id], -event.amount, "tax"),)


def bank_payment(event: p.BankPayment, seats: Seats, _: State) -> Done:
    return (CashMoved(seats[event.player_id], event.amount, event.reason),)


def player_payment(event: p.PlayerPayment, seats: Seats, _: State) -> Done:
    return _paid(seats[event.payer_id], seats[event.payee_id], event.amount, event.reason)


def jail_card(event: p.JailCard, seats: Seats, _: State) -> Done:
    return (effects.JailCardsMoved(seats[event.player_id], event.count),)


def go_to_jail(event: p.GoToJail, seats: Seats, _: State) -> Done:
    return (effects.Jailed(seats[event.player_id]),)


def jail_roll(event: p.JailRoll, seats: Seats, _: State) -> Done:
    return (effects.JailTurnsSet(seats[event.player_id], event.failures),)


def jail_release(event: p.JailRelease, seats: Seats, _: State) -> Done:
    seat = seats[event.player_id]
    released = effects.Released(seat)
    if event.method == "card":
        return (effects.JailCardsMoved(seat, -1), released)
    if event.fine:
        return (CashMoved(seat, -event.fine, "jail_fine"), released)
    return (released,)


def build(event: p.Build, seats: Seats, _: State) -> Done:
    return (
        CashMoved(seats[event.player_id], -event.cost, "build"),
        HousesSet(event.position, event.houses),
        effects.BankStockSet(event.bank_houses, event.bank_hotels),
    )


def sell_building(event: p.SellBuilding, seats: Seats, _: State) -> Done:
    return (
        CashMoved(seats[event.player_id], event.proceeds, "sell_building"),
        HousesSet(event.position, event.houses),
        effects.BankStockSet(event.bank_houses, event.bank_hotels),
    )


def mortgage(event: p.Mortgage, seats: Seats, _: State) -> Done:
    cash = CashMoved(seats[event.player_id], event.amount, "mortgage")
    return (cash, MortgageSet(event.position, is_mortgaged=True))


def unmortgage(event: p.Unmortgage, seats: Seats, _: State) -> Done:
    cash = CashMoved(seats[event.player_id], -event.amount, "unmortgage")
    return (cash, MortgageSet(event.position, is_mortgaged=False))


def deed_transfer(event: p.DeedTransfer, seats: Seats, _: State) -> Done:
    return (OwnerSet(event.position, None if event.to_id is None else seats[event.to_id]),)


def auction_start(event: p.AuctionStart, seats: Seats, _: State) -> Done:
    bidders = tuple(seats[bidder] for bidder in event.bidders)
    return (effects.AuctionSet(effects.Auction(event.position, 0, None, bidders)),)


def auction_bid(event: p.AuctionBid, seats: Seats, state: State) -> Done:
    before = _open_auction(state)
    leader = seats[event.player_id]
    bid = effects.Auction(before.position, event.amount, leader, before.bidders)
    return (effects.AuctionSet(bid),)


def auction_pass(event: p.AuctionPass, seats: Seats, state: State) -> Done:
    before = _open_auction(state)
    out = seats[event.player_id]
    left = tuple(seat for seat in before.bidders if seat != out)
    rest = effects.Auction(before.position, before.high_bid, before.leader, left)
    return (effects.AuctionSet(rest),)


def auction_end(event: p.AuctionEnd, seats: Seats, _: State) -> Done:
    closed = effects.AuctionSet(None)
    if event.winner_id is None or event.building is not None:
        return (closed,)
    winner = seats[event.winner_id]
    paid = CashMoved(winner, -event.amount, "auction")
    return (closed, paid, OwnerSet(event.position, winner))


def trade_offer(event: p.TradeTerms, seats: Seats, _: State) -> Done:
    return (effects.TradeSet(terms(event, seats)),)


def terms(event: p.TradeTerms, seats: Seats) -> effects.Trade:
    return effects.Trade(
        seats[event.proposer_id],
        seats[event.recipient_id],
        _bundle(event.offer),
        _bundle(event.request),
    )


def trade_accept(event: p.TradeTerms, seats: Seats, _: State) -> Done:
    proposer, recipient = seats[event.proposer_id], seats[event.recipient_id]
    return (
        effects.TradeSet(None),
        *_given(event.offer, proposer, recipient),
        *_given(event.request, recipient, proposer),
    )


def trade_reject(event: p.TradeClosed, seats: Seats, _: State) -> Done:
    return (effects.TradeSet(None),)


def bankruptcy(event: p.Bankruptcy, seats: Seats, _: State) -> Done:
    creditor = None if event.creditor_id is None else seats[event.creditor_id]
    return (effects.WentBankrupt(seats[event.player_id], creditor),)


def game_end(event: p.GameEnd, seats: Seats, _: State) -> Done:
    return (effects.GameOver(None if event.winner_id is None else seats[event.winner_id]),)


def _paid(payer: int, payee: int, amount: int, reason: str) -> Done:
    return (CashMoved(payer, -amount, reason), CashMoved(payee, amount, reason))


def _bundle(side: p.Side) -> effects.Bundle:
    return effects.Bundle(side.cash, side.properties, side.jail_cards)


def _given(side: p.Side, giver: int, taker: int) -> list[effects.Any]:
    moved: list[effects.Any] = [OwnerSet(position, taker) for position in side.properties]
    if side.cash:
        moved += _paid(giver, taker, side.cash, "trade")
    if side.jail_cards:
        moved.append(effects.JailCardsMoved(giver, -side.jail_cards))
        moved.append(effects.JailCardsMoved(taker, side.jail_cards))
    return moved


def _open_auction(state: State) -> effects.Auction:
    if state.auction is None:
        raise ValueError("no auction is open")
    return state.auction
