"""What native events claim besides what they do. Balances are optional keys an engine may add."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from games.domain.envelope import Event
from replay.domain import claims
from replay.domain.claims import What
from replay.domain.dialects.native import interpret, restored
from replay.domain.dialects.native import payloads as p
from replay.domain.dialects.native.vocabulary import VOCABULARY
from replay.domain.setup import Setup

type Seats = dict[int | str | None, int]
type Claims = tuple[claims.Any, ...]

_BANK = frozenset(
    {
        "pass_go",
        "purchase",
        "tax_payment",
        "bank_payment",
        "jail_release",
        "build",
        "sell_building",
        "mortgage",
        "unmortgage",
        "auction_end",
    }
)
_THE_BANK = claims.Bank()
_BALANCES = (
    ("player_id", "cash_after"),
    ("player_id", "new_balance"),
    ("payer_id", "payer_cash_after"),
    ("payee_id", "payee_cash_after"),
    ("owner_id", "owner_cash_after"),
    ("winner_id", "winner_cash_after"),
)
_PAYLOADS = {name: msgspec.json.Decoder(entry.payload).decode for name, entry in VOCABULARY.items()}


def of(setup: Setup) -> Callable[[Event], Claims]:
    """A reader of the claims in one game's events."""
    seats = setup.seat_of()

    def read(event: Event) -> Claims:
        payload = _PAYLOADS[event.event_type](event.payload)
        reader = _READERS.get(type(payload))
        told: Claims = () if reader is None else reader(payload, seats)
        if event.event_type == "trade_accept":
            told = _trade(payload, seats)
        elif event.event_type in _BANK:
            told = (_THE_BANK, *told)
        raw = bytes(event.payload)
        if b"_after" in raw or b"new_balance" in raw:
            told = (*told, *_balances(raw, seats))
        return told

    return read


def _balances(raw: bytes, seats: Seats) -> list[claims.Balance]:
    told: dict[str, Any] = msgspec.json.decode(raw)
    return [
        claims.Balance(seats[told[who]], told[key])
        for who, key in _BALANCES
        if type(told.get(key)) is int and abs(told[key]) < 2**53 and _is_seat(told.get(who), seats)
    ]


def _is_seat(player: Any, seats: Seats) -> bool:
    return isinstance(player, int | str) and player in seats


def _trade(payload: p.TradeTerms, seats: Seats) -> Claims:
    proposer, recipient = seats[payload.proposer_id], seats[payload.recipient_id]
    return (
        claims.Settled(interpret.terms(payload, seats)),
        *(claims.Given(at, proposer) for at in payload.offer.properties),
        *(claims.Given(at, recipient) for at in payload.request.properties),
    )


def _dice(told: p.DiceRoll, seats: Seats) -> Claims:
    return (claims.Rolled(seats[told.player_id], told.die1, told.die2),)


def _move(told: p.Move, seats: Seats) -> Claims:
    return (claims.Walked(seats[told.player_id], told.to_position, told.from_position),)


def _salary(told: p.PassGo, seats: Seats) -> Claims:
    return (claims.Salary(seats[told.player_id]),)


def _purchase(told: p.Purchase, seats: Seats) -> Claims:
    price = claims.Priced(What.DEED, seats[told.player_id], told.position, told.price)
    return (claims.Given(told.position, None), price)


def _tax(told: p.TaxPayment, seats: Seats) -> Claims:
    return (claims.Priced(What.TAX, seats[told.player_id], told.position, told.amount),)


def _card(told: p.CardDraw, seats: Seats) -> Claims:
    return (claims.Drawn(seats[told.player_id], told.text),)


def _rent(told: p.RentPayment, seats: Seats) -> Claims:
    payer, owner = seats[told.payer_id], seats[told.owner_id]
    return (claims.Rent(payer, owner, told.position, told.amount),)


def _built(told: p.Build, seats: Seats) -> Claims:
    return _handled(What.BUILDING, seats[told.player_id], told.position, told.cost)


def _sold(told: p.SellBuilding, seats: Seats) -> Claims:
    return _handled(What.SALE, seats[told.player_id], told.position, told.proceeds)


def _mortgaged(told: p.Mortgage, seats: Seats) -> Claims:
    return _handled(What.MORTGAGE, seats[told.player_id], told.position, told.amount)


def _lifted(told: p.Unmortgage, seats: Seats) -> Claims:
    return _handled(What.LIFTING, seats[told.player_id], told.position, told.amount)


def _handled(what: What, seat: int, position: int, amount: int) -> Claims:
    return (claims.Handled(seat, position), claims.Priced(what, seat, position, amount))


def _transfer(told: p.DeedTransfer, seats: Seats) -> Claims:
    return (claims.Given(told.position, None if told.from_id is None else seats[told.from_id]),)


def _restored(_told: restored.StateRestored, _: Seats) -> Claims:
    return (claims.Bank(), claims.Restored())


def _auctioned(told: p.AuctionEnd, _: Seats) -> Claims:
    """The lot may be a building: then the deed has an owner already."""
    if told.winner_id is None or told.building is not None:
        return ()
    return (claims.Given(told.position, None),)


_READERS: dict[type[p.Payload], Callable[[Any, Seats], Claims]] = {
    p.DiceRoll: _dice,
    p.Move: _move,
    p.PassGo: _salary,
    p.Purchase: _purchase,
    p.RentPayment: _rent,
    p.TaxPayment: _tax,
    p.CardDraw: _card,
    p.Build: _built,
    p.SellBuilding: _sold,
    p.Mortgage: _mortgaged,
    p.Unmortgage: _lifted,
    p.DeedTransfer: _transfer,
    p.AuctionEnd: _auctioned,
    restored.StateRestored: _restored,
}
