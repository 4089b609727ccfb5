"""Every event in words: one sentence each, plain text, without a full stop."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from games.domain.envelope import Event
from replay.domain.dialects.benchmark import payloads as p
from replay.domain.dialects.benchmark.deeds import POSITION_OF
from replay.domain.dialects.benchmark.phrases import (
    CARDS,
    DECKS,
    ENDINGS,
    JAIL_REASONS,
    MARKERS,
    PAID,
    QUESTIONS,
    RECEIVED,
)
from replay.domain.dialects.benchmark.seats import Seats, turn_of
from replay.domain.phrases import NAME, cards, clip, dollars, listed, names, plain, quoted
from replay.domain.phrases import space as _space
from replay.domain.setup import Setup
from replay.domain.state import State

type _Teller = Callable[[Event, State], str]


class Words:
    """Tells the events of one game, with its players' names."""

    def __init__(self, setup: Setup, seats: Seats) -> None:
        """For the players of one game."""
        self._seats = seats
        self._names = names(setup.seats)
        said = self._said
        self.tellers: Mapping[str, _Teller] = {
            "GAME_STARTED": said(p.Empty, lambda _: "The game begins"),
            "TURN_STARTED": self._turn_started,
            "TURN_ENDED": self._turn_ended,
            "GAME_ENDED": said(p.GameEnded, self._game_ended),
            "DICE_ROLLED": self._dice_rolled,
            "PLAYER_MOVED": self._player_moved,
            "CASH_CHANGED": said(p.CashChanged, self._cash_changed),
            "RENT_PAID": said(p.RentPaid, self._rent_paid),
            "PROPERTY_PURCHASED": said(p.PropertyPurchased, self._purchased),
            "PROPERTY_TRANSFERRED": said(p.PropertyTransferred, self._transferred),
            "PROPERTY_MORTGAGED": said(p.PropertyMortgaged, self._mortgaged),
            "PROPERTY_UNMORTGAGED": said(p.PropertyMortgaged, self._unmortgaged),
            "HOUSE_BUILT": said(p.BuildingChanged, self._house_built),
            "HOUSE_SOLD": said(p.BuildingChanged, self._house_sold),
            "HOTEL_BUILT": said(p.BuildingChanged, self._hotel_built),
            "HOTEL_SOLD": said(p.BuildingChanged, self._hotel_sold),
            "SENT_TO_JAIL": said(p.SentToJail, self._sent_to_jail),
            "CARD_DRAWN": self._card_drawn,
            "AUCTION_STARTED": said(p.AuctionStarted, self._auction_started),
            "AUCTION_BID_PLACED": said(p.AuctionBidPlaced, self._bid_placed),
            "AUCTION_PLAYER_DROPPED": said(p.AuctionPlayerDropped, self._dropped),
            "AUCTION_ENDED": said(p.AuctionEnded, self._auction_ended),
            "TRADE_PROPOSED": said(p.TradeEvent, self._proposed),
            "TRADE_COUNTERED": said(p.TradeEvent, self._countered),
            "TRADE_ACCEPTED": said(p.TradeEvent, self._accepted),
            "TRADE_REJECTED": said(p.TradeEvent, self._rejected),
            "TRADE_EXPIRED": said(p.TradeEvent, self._expired),
            "LLM_DECISION_REQUESTED": said(p.DecisionRequested, self._requested),
            "LLM_DECISION_RESPONSE": said(p.DecisionResponse, self._response),
            "LLM_PUBLIC_MESSAGE": said(p.PublicMessage, self._message),
            "LLM_PRIVATE_THOUGHT": said(p.PrivateThought, self._thought),
        }

    def tell(self, event: Event, before: State) -> str:
        """One sentence for an event of a known type."""
        return self.tellers[event.event_type](event, before)

    @staticmethod
    def _said[T](payload: type[T], say: Callable[[T], str]) -> _Teller:
        read = p.reader(payload)
        return lambda event, _before: say(read(event.payload))

    def _name(self, player_id: str) -> str:
        seat = self._seats.by_id.get(player_id)
        return clip(player_id, NAME) if seat is None else self._names[seat]

    def _actor(self, event: Event, before: State) -> str:
        return self._names[self._seats.actor(event, before)]

    def _turn_started(self, event: Event, before: State) -> str:
        return f"Turn {event.turn_number}: {self._names[turn_of(before)]}"

    def _turn_ended(self, _event: Event, before: State) -> str:
        return f"{self._names[turn_of(before)]}'s turn ends"

    def _game_ended(self, end: p.GameEnded) -> str:
        why = ENDINGS.get(end.reason) or plain(end.reason)
        if end.winner_player_id is None:
            return f"The game ends without a winner: {why}"
        return f"{self._name(end.winner_player_id)} wins the game: {why}"

    def _dice_rolled(self, event: Event, before: State) -> str:
        dice = _DICE(event.payload)
        rolls = f"{self._actor(event, before)} rolls {dice.d1} + {dice.d2}"
        if dice.reason is not None:
            return f"{rolls} for the rent" if dice.reason == "CARD_UTILITY_RENT" else rolls
        return f"{rolls}, doubles" if dice.is_double else rolls

    def _player_moved(self, event: Event, before: State) -> str:
        move = _MOVED(event.payload)
        name = self._actor(event, before)
        return f"{name} moves from {_space(move.start)} to {_space(move.to)}"

    def _cash_changed(self, cash: p.CashChanged) -> str:
        name, amount = self._name(cash.player_id), dollars(abs(cash.delta))
        if cash.delta == 0 and cash.reason in MARKERS:
            return f"{name} {MARKERS[cash.reason]}"
        phrase = (PAID if cash.delta < 0 else RECEIVED).get(cash.reason)
        if phrase is not None:
            return f"{name} {phrase.format(amount)}"
        verb = "pays" if cash.delta < 0 else "receives"
        return f"{name} {verb} {amount}: {CARDS.get(cash.reason) or plain(cash.reason)}"

    def _rent_paid(self, rent: p.RentPaid) -> str:
        payer, owner = self._name(rent.from_player_id), self._name(rent.to_player_id)
        return f"{payer} pays {owner} {dollars(rent.amount)} rent on {_space(rent.space_index)}"

    def _purchased(self, deed: p.PropertyPurchased) -> str:
        name, space = self._name(deed.player_id), _space(deed.space_index)
        if deed.price == 0:
            return f"{name} takes over {space} from the bankrupt debtor"
        return f"{name} buys {space} for {dollars(deed.price)}"

    def _transferred(self, deed: p.PropertyTransferred) -> str:
        giver, taker = self._name(deed.from_player_id), self._name(deed.to_player_id)
        how = ", mortgaged" if deed.mortgaged else ""
        return f"{giver} hands {_space(deed.space_index)} to {taker}{how}"

    def _mortgaged(self, deed: p.PropertyMortgaged) -> str:
        space = _space(deed.space_index)
        return f"{self._name(deed.player_id)} mortgages {space} for {dollars(deed.amount)}"

    def _unmortgaged(self, deed: p.PropertyMortgaged) -> str:
        space = _space(deed.space_index)
        name = self._name(deed.player_id)
        return f"{name} lifts the mortgage on {space} for {dollars(deed.amount)}"

    def _house_built(self, plan: p.BuildingChanged) -> str:
        return f"{self._name(plan.player_id)} builds {_houses(plan)} on {_space(plan.space_index)}"

    def _house_sold(self, plan: p.BuildingChanged) -> str:
        return f"{self._name(plan.player_id)} sells {_houses(plan)} on {_space(plan.space_index)}"

    def _hotel_built(self, plan: p.BuildingChanged) -> str:
        return f"{self._name(plan.player_id)} builds a hotel on {_space(plan.space_index)}"

    def _hotel_sold(self, plan: p.BuildingChanged) -> str:
        return f"{self._name(plan.player_id)} sells the hotel on {_space(plan.space_index)}"

    def _sent_to_jail(self, jail: p.SentToJail) -> str:
        why = JAIL_REASONS.get(jail.reason) or f"({plain(jail.reason)})"
        return f"{self._name(jail.player_id)} is sent to jail {why}"

    def _card_drawn(self, event: Event, before: State) -> str:
        card = _CARD(event.payload)
        deck = DECKS.get(card.deck_type) or plain(card.deck_type)
        title = CARDS.get(card.card_id) or plain(card.card_id)
        return f"{self._actor(event, before)} draws from {deck}: “{title}”"

    def _auction_started(self, start: p.AuctionStarted) -> str:
        name = self._name(start.initiator_player_id)
        return f"{name} puts {_deed(start.property_space)} up for auction"

    def _bid_placed(self, bid: p.AuctionBidPlaced) -> str:
        name, deed = self._name(bid.bidder_player_id), _deed(bid.property_space)
        return f"{name} bids {dollars(bid.bid_amount)} for {deed}"

    def _dropped(self, drop: p.AuctionPlayerDropped) -> str:
        return (
            f"{self._name(drop.player_id)} drops out of the auction of {_deed(drop.property_space)}"
        )

    def _auction_ended(self, end: p.AuctionEnded) -> str:
        deed = _deed(end.property_space)
        if end.winner_player_id is None:
            return f"The auction of {deed} ends without a bid"
        price = "" if end.winning_bid is None else f" for {dollars(end.winning_bid)}"
        return f"{self._name(end.winner_player_id)} wins the auction of {deed}{price}"

    def _proposed(self, trade: p.TradeEvent) -> str:
        proposer, recipient = self._parties(trade)
        return f"{proposer} offers {recipient} {_terms(trade)}"

    def _countered(self, trade: p.TradeEvent) -> str:
        proposer, recipient = self._parties(trade)
        return f"{proposer} counters: offers {recipient} {_terms(trade)}"

    def _accepted(self, trade: p.TradeEvent) -> str:
        proposer, recipient = self._parties(trade)
        return f"{recipient} accepts {proposer}'s offer of {_terms(trade)}"

    def _rejected(self, trade: p.TradeEvent) -> str:
        proposer, recipient = self._parties(trade)
        return f"{recipient} rejects {proposer}'s offer of {_terms(trade)}"

    def _expired(self, trade: p.TradeEvent) -> str:
        proposer, recipient = self._parties(trade)
        return f"The trade between {proposer} and {recipient} comes to nothing: too many offers"

    def _parties(self, trade: p.TradeEvent) -> tuple[str, str]:
        """Who proposed last, and to whom; see `trades.Trades.trade`."""
        one = self._name(trade.initiator_player_id)
        other = self._name(trade.counterparty_player_id)
        return (other, one) if trade.exchange_index % 2 else (one, other)

    def _requested(self, asked: p.DecisionRequested) -> str:
        what = QUESTIONS.get(asked.decision_type) or f"for a decision: {plain(asked.decision_type)}"
        return f"{self._name(asked.player_id)}'s model is asked {what}"

    def _response(self, answer: p.DecisionResponse) -> str:
        name, action = self._name(answer.player_id), clip(answer.action_name, NAME)
        if answer.valid:
            return f"{name} answers: {action}"
        why = clip((answer.error or "").removeprefix("fallback:"), NAME)
        reason = f" ({why})" if why else ""
        return f"{name}'s answer is invalid{reason}, fallback: {action}"

    def _message(self, said: p.PublicMessage) -> str:
        return f"{self._name(said.player_id)} {_utters('says', said.message)}"

    def _thought(self, said: p.PrivateThought) -> str:
        return f"{self._name(said.player_id)} {_utters('thinks', said.thought)}"


_DICE = p.reader(p.DiceRolled)
_MOVED = p.reader(p.PlayerMoved)
_CARD = p.reader(p.CardDrawn)


def _deed(key: str) -> str:
    position = POSITION_OF.get(key)
    return clip(key, NAME) if position is None else _space(position)


def _utters(verb: str, text: str) -> str:
    return f"{verb} {quoted(text)}" if clip(text, NAME) else f"{verb} nothing"


def _houses(plan: p.BuildingChanged) -> str:
    return "a house" if plan.count == 1 else f"{plan.count} houses"


def _terms(trade: p.TradeEvent) -> str:
    return f"{_side(trade.offer)} for {_side(trade.request)}"


def _side(side: p.Side) -> str:
    parts = [dollars(side.cash)] if side.cash else []
    parts += [_deed(key) for key in side.properties[:10]]
    if len(side.properties) > 10:  # as many as a sentence bears
        parts.append(f"{len(side.properties) - 10} more deeds")
    if side.get_out_of_jail_cards:
        parts.append(cards(side.get_out_of_jail_cards))
    return listed(parts)
