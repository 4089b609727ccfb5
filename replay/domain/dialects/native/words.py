"""The native events in words: one sentence each, plain text, without a full stop."""

from __future__ import annotations

from replay.domain import board, effects
from replay.domain.dialects.native import payloads as p
from replay.domain.dialects.native import restored
from replay.domain.phrases import bundle, cards, clip, dollars, name, quoted, space
from replay.domain.setup import Setup
from replay.domain.state import State

_REASON = 80


class Table:
    """Who is who, and how the board stood before the event."""

    def __init__(self, setup: Setup, before: State) -> None:
        self._setup = setup
        self.seats = setup.seat_of()
        self.before = before

    def __getitem__(self, player_id: int) -> str:
        return name(self._setup, self.seats[player_id])


def game_start(_event: p.GameStart, _who: Table) -> str:
    return "The game begins"


def state_restored(event: restored.StateRestored, _who: Table) -> str:
    return f"The board is set up as after event {event.at} of {quoted(event.game)}"


def turn_start(event: p.TurnStart, who: Table) -> str:
    return f"Turn {event.turn_number}: {who[event.player_id]}"


def turn_end(event: p.TurnEnd, who: Table) -> str:
    return f"{who[event.player_id]} ends the turn"


def dice_roll(event: p.DiceRoll, who: Table) -> str:
    doubles = ", doubles" if event.die1 == event.die2 else ""
    return f"{who[event.player_id]} rolls {event.die1} + {event.die2}{doubles}"


def move(event: p.Move, who: Table) -> str:
    start = who.before.players[who.seats[event.player_id]].position
    return f"{who[event.player_id]} moves from {space(start)} to {space(event.to_position)}"


def pass_go(event: p.PassGo, who: Table) -> str:
    return f"{who[event.player_id]} passes Go and collects {dollars(event.amount)}"


def purchase(event: p.Purchase, who: Table) -> str:
    return f"{who[event.player_id]} buys {space(event.position)} for {dollars(event.price)}"


def rent_payment(event: p.RentPayment, who: Table) -> str:
    paid = f"{who[event.payer_id]} pays {who[event.owner_id]} {dollars(event.amount)}"
    return f"{paid} rent on {space(event.position)}"


def tax_payment(event: p.TaxPayment, who: Table) -> str:
    return f"{who[event.player_id]} pays {dollars(event.amount)} on {space(event.position)}"


def card_draw(event: p.CardDraw, who: Table) -> str:
    deck = "Chance" if event.deck == "chance" else "Community Chest"
    return f"{who[event.player_id]} draws {deck}: {quoted(event.text)}"


def bank_payment(event: p.BankPayment, who: Table) -> str:
    verb = "collects" if event.amount >= 0 else "pays the bank"
    amount = dollars(abs(event.amount))
    return f"{who[event.player_id]} {verb} {amount}: {clip(event.reason, _REASON)}"


def player_payment(event: p.PlayerPayment, who: Table) -> str:
    paid = f"{who[event.payer_id]} pays {who[event.payee_id]} {dollars(event.amount)}"
    return f"{paid}: {clip(event.reason, _REASON)}"


def jail_card(event: p.JailCard, who: Table) -> str:
    verb = "gets" if event.count >= 0 else "gives back"
    return f"{who[event.player_id]} {verb} {cards(abs(event.count))}"


def go_to_jail(event: p.GoToJail, who: Table) -> str:
    why = f" ({clip(event.reason, _REASON)})" if event.reason else ""
    return f"{who[event.player_id]} goes to jail{why}"


def jail_roll(event: p.JailRoll, who: Table) -> str:
    rolls = "roll" if event.failures == 1 else "rolls"
    return f"{who[event.player_id]} stays in jail after {event.failures} failed {rolls}"


def jail_release(event: p.JailRelease, who: Table) -> str:
    if event.method == "fine":
        return f"{who[event.player_id]} pays {dollars(event.fine)} and leaves jail"
    means = "a get-out-of-jail card" if event.method == "card" else "rolling doubles"
    return f"{who[event.player_id]} leaves jail by {means}"


def build(event: p.Build, who: Table) -> str:
    built = "a hotel" if event.houses == board.HOTEL else f"house {event.houses}"
    return f"{who[event.player_id]} builds {built} on {_for(event.position, event.cost)}"


def sell_building(event: p.SellBuilding, who: Table) -> str:
    left = "1 house is" if event.houses == 1 else f"{event.houses} houses are"
    sold = f"sells buildings on {_for(event.position, event.proceeds)}"
    return f"{who[event.player_id]} {sold}; {left} left"


def mortgage(event: p.Mortgage, who: Table) -> str:
    return f"{who[event.player_id]} mortgages {_for(event.position, event.amount)}"


def unmortgage(event: p.Unmortgage, who: Table) -> str:
    lifted = f"lifts the mortgage on {_for(event.position, event.amount)}"
    return f"{who[event.player_id]} {lifted}"


def deed_transfer(event: p.DeedTransfer, who: Table) -> str:
    giver = "the bank" if event.from_id is None else who[event.from_id]
    taker = "the bank" if event.to_id is None else who[event.to_id]
    return f"{space(event.position)} goes from {giver} to {taker}"


def auction_start(event: p.AuctionStart, _: Table) -> str:
    what = f"A {event.building}" if event.building else space(event.position)
    return f"{what} is put up for auction"


def auction_bid(event: p.AuctionBid, who: Table) -> str:
    return f"{who[event.player_id]} bids {dollars(event.amount)}{_lot(who)}"


def auction_pass(event: p.AuctionPass, who: Table) -> str:
    return f"{who[event.player_id]} drops out of the auction{_lot(who)}"


def auction_end(event: p.AuctionEnd, who: Table) -> str:
    if event.winner_id is None:
        return f"Nobody buys {_sold(event)} at auction"
    price = dollars(event.amount)
    return f"{who[event.winner_id]} buys {_sold(event)} at auction for {price}"


def trade_offer(event: p.TradeTerms, who: Table) -> str:
    return f"{who[event.proposer_id]} offers {who[event.recipient_id]} {_terms(event)}"


def trade_counter(event: p.TradeTerms, who: Table) -> str:
    proposer, recipient = who[event.proposer_id], who[event.recipient_id]
    return f"{proposer} counters and offers {recipient} {_terms(event)}"


def trade_accept(event: p.TradeTerms, who: Table) -> str:
    return f"{who[event.recipient_id]} accepts: {who[event.proposer_id]} gives {_terms(event)}"


def trade_reject(event: p.TradeClosed, who: Table) -> str:
    return f"{who[event.recipient_id]} turns down the offer of {who[event.proposer_id]}"


def bankruptcy(event: p.Bankruptcy, who: Table) -> str:
    owed = "" if event.creditor_id is None else f", owing to {who[event.creditor_id]}"
    return f"{who[event.player_id]} is bankrupt{owed}"


def game_end(event: p.GameEnd, who: Table) -> str:
    why = f" ({clip(event.reason, _REASON)})" if event.reason else ""
    if event.winner_id is None:
        return f"The game ends without a winner{why}"
    return f"{who[event.winner_id]} wins the game{why}"


def message(event: p.Message, who: Table) -> str:
    return f"{who[event.player_id]} says {quoted(event.text)}"


def _for(position: int, amount: int) -> str:
    return f"{space(position)} for {dollars(amount)}"


def _sold(event: p.AuctionEnd) -> str:
    return f"a {event.building}" if event.building else space(event.position)


def _lot(who: Table) -> str:
    auction = who.before.auction
    return "" if auction is None else f" for {space(auction.position)}"


def _terms(event: p.TradeTerms) -> str:
    return f"{_side(event.offer)} for {_side(event.request)}"


def _side(side: p.Side) -> str:
    return bundle(effects.Bundle(side.cash, side.properties, side.jail_cards))
