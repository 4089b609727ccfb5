"""The native events in words: one sentence each, plain text, without a full stop."""

from __future__ import annotations

from replay.domain import board
from replay.domain.dialects.native import payloads as p
from replay.domain.setup import Setup
from replay.domain.state import State

_NAME = 40
_TEXT = 160


def tell(event_type: str, payload: p.Payload, setup: Setup, before: State) -> str:
    """One event as a person would say it; ``before`` is the state it met."""
    return _Teller(setup, before).tell(event_type, payload)


def clip(text: str, length: int) -> str:
    """The beginning of a text on one line, with an ellipsis where it was cut."""
    line = " ".join(text[: length * 4].split())
    return line if len(line) <= length else line[: length - 1] + "…"


class _Teller:
    def __init__(self, setup: Setup, before: State) -> None:
        self._seats = setup.seat_of()
        self._names = {
            player_id: clip(setup.seats[seat].name, _NAME)
            for player_id, seat in self._seats.items()
        }
        self._before = before

    def tell(self, event_type: str, payload: p.Payload) -> str:
        match payload:
            case p.GameStart():
                return "The game begins"
            case p.GameEnd():
                return self._game_end(payload)
            case p.TurnStart(player_id, turn_number):
                return f"Turn {turn_number}: {self._names[player_id]}"
            case p.TradeTerms() | p.TradeClosed():
                return self._trade(event_type, payload)
            case p.AuctionStart() | p.AuctionEnd():
                return self._auction(payload)
            case p.RentPayment(payer, owner, position, amount):
                return f"{self._pays(payer, amount, owner)} rent on {_space(position)}"
            case p.PlayerPayment(payer, payee, amount, reason):
                return f"{self._pays(payer, amount, payee)}: {clip(reason, _TEXT)}"
            case p.DeedTransfer():
                return self._deed_transfer(payload)
            case _:
                name = self._names[payload.player_id]  # type: ignore[attr-defined]
                return f"{name} {self._does(payload)}"

    def _does(self, payload: p.Payload) -> str:
        match payload:
            case p.TurnEnd():
                return "ends the turn"
            case p.DiceRoll(_, die1, die2):
                return f"rolls {die1} + {die2}{', doubles' if die1 == die2 else ''}"
            case p.Move(player_id, to_position):
                return self._moves(player_id, to_position)
            case p.PassGo(_, amount):
                return f"passes Go and collects {_dollars(amount)}"
            case p.Purchase(_, position, price):
                return f"buys {_space(position)} for {_dollars(price)}"
            case p.TaxPayment(_, position, amount):
                return f"pays {_dollars(amount)} on {_space(position)}"
            case p.CardDraw(_, deck, text):
                return f"draws {_DECKS[deck]}: “{clip(text, _TEXT)}”"
            case p.BankPayment(_, amount, reason):
                verb = "collects" if amount >= 0 else "pays the bank"
                return f"{verb} {_dollars(abs(amount))}: {clip(reason, _TEXT)}"
            case p.Message(_, text):
                return f"says “{clip(text, _TEXT)}”"
            case p.AuctionBid(_, amount):
                return f"bids {_dollars(amount)}{self._on_auction()}"
            case p.AuctionPass():
                return f"drops out of the auction{self._on_auction()}"
            case p.Bankruptcy(_, creditor_id):
                owed = "" if creditor_id is None else f", owing to {self._names[creditor_id]}"
                return f"is bankrupt{owed}"
            case p.JailCard() | p.GoToJail() | p.JailRoll() | p.JailRelease():
                return _in_jail(payload)
            case _:
                return _with_deed(payload)

    def _moves(self, player_id: int, to_position: int) -> str:
        position = self._before.players[self._seats[player_id]].position
        return f"moves from {_space(position)} to {_space(to_position)}"

    def _pays(self, payer: int, amount: int, payee: int) -> str:
        return f"{self._names[payer]} pays {self._names[payee]} {_dollars(amount)}"

    def _game_end(self, payload: p.GameEnd) -> str:
        why = f" ({clip(payload.reason, _TEXT)})" if payload.reason else ""
        if payload.winner_id is None:
            return f"The game ends without a winner{why}"
        return f"{self._names[payload.winner_id]} wins the game{why}"

    def _deed_transfer(self, payload: p.DeedTransfer) -> str:
        giver = "the bank" if payload.from_id is None else self._names[payload.from_id]
        taker = "the bank" if payload.to_id is None else self._names[payload.to_id]
        return f"{_space(payload.position)} goes from {giver} to {taker}"

    def _auction(self, payload: p.AuctionStart | p.AuctionEnd) -> str:
        deed = _space(payload.position)
        match payload:
            case p.AuctionStart():
                return f"{deed} is put up for auction"
            case p.AuctionEnd(_, None):
                return f"Nobody buys {deed} at auction"
            case p.AuctionEnd(_, winner_id, amount):
                winner = self._names[winner_id]
                return f"{winner} buys {deed} at auction for {_dollars(amount)}"

    def _on_auction(self) -> str:
        auction = self._before.auction
        return "" if auction is None else f" on {_space(auction.position)}"

    def _trade(self, event_type: str, payload: p.TradeTerms | p.TradeClosed) -> str:
        proposer = self._names[payload.proposer_id]
        recipient = self._names[payload.recipient_id]
        if isinstance(payload, p.TradeClosed):
            return f"{recipient} turns down {proposer}’s offer"
        terms = f"{_side(payload.offer)} for {_side(payload.request)}"
        if event_type == "trade_accept":
            return f"{recipient} accepts {proposer}’s {terms}"
        verb = "counters with" if event_type == "trade_counter" else "offers"
        return f"{proposer} {verb} {terms}, to {recipient}"


_DECKS = {"chance": "Chance", "community_chest": "Community Chest"}


def _in_jail(payload: p.JailCard | p.GoToJail | p.JailRoll | p.JailRelease) -> str:
    match payload:
        case p.JailCard(_, count):
            cards = "a jail card" if abs(count) == 1 else f"{abs(count)} jail cards"
            return f"gets {cards}" if count >= 0 else f"gives back {cards}"
        case p.GoToJail(_, reason):
            return f"goes to jail{f' ({clip(reason, _TEXT)})' if reason else ''}"
        case p.JailRoll(_, failures):
            return f"stays in jail after {failures} failed rolls"
        case p.JailRelease(_, "fine", fine):
            return f"pays {_dollars(fine)} and leaves jail"
        case p.JailRelease(_, method):
            return f"leaves jail by {method}"


def _with_deed(payload: p.Payload) -> str:
    match payload:
        case p.Build(_, position, houses, cost):
            return f"builds {_built(houses)} on {_space(position)} for {_dollars(cost)}"
        case p.SellBuilding(_, position, houses, proceeds):
            left = f"leaving {_buildings(houses)}"
            return f"sells buildings on {_space(position)} for {_dollars(proceeds)}, {left}"
        case p.Mortgage(_, position, amount):
            return f"mortgages {_space(position)} for {_dollars(amount)}"
        case p.Unmortgage(_, position, amount):
            return f"pays back the mortgage on {_space(position)}, {_dollars(amount)}"
        case _:
            raise TypeError(f"no words for {type(payload).__name__}")


def _buildings(houses: int) -> str:
    if houses == board.HOTEL:
        return "a hotel"
    return ("none", "1 house", "2 houses", "3 houses", "4 houses")[houses]


def _built(houses: int) -> str:
    return "a hotel" if houses == board.HOTEL else f"a house (now {houses})"


def _side(side: p.Side) -> str:
    parts = [_space(position) for position in side.properties]
    if side.cash:
        parts.insert(0, _dollars(side.cash))
    if side.jail_cards:
        parts.append("a jail card" if side.jail_cards == 1 else f"{side.jail_cards} jail cards")
    return ", ".join(parts) or "nothing"


def _space(position: int) -> str:
    return board.SPACES[position].name


def _dollars(amount: int) -> str:
    return f"${amount:,}"
