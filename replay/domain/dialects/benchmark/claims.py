"""What monopoly-llm-benchmark claims besides what its events do.

It tells no balances. Every payment between players comes as two or more changes of cash, and a
building plan as one change of cash and several buildings.
"""

from __future__ import annotations

from collections.abc import Callable

from games.domain.envelope import Event
from replay.domain import claims
from replay.domain.claims import What
from replay.domain.dialects.benchmark import payloads
from replay.domain.dialects.benchmark.seats import Seats
from replay.domain.setup import Setup

type Claims = tuple[claims.Any, ...]
type Read = Callable[[Event, Seats, Setup], Claims]

_BETWEEN_PLAYERS = frozenset(
    {
        "RENT",
        "TRADE_CASH",
        "BIRTHDAY_COLLECT_10_FROM_EACH_PLAYER",
        "ELECTED_CHAIRMAN_PAY_EACH_PLAYER_50",
    }
)
_LAST_CASH = "BANKRUPTCY_CASH"
"""Goes to the creditor, or to the bank without a word."""
_SALARY = "PASS_GO"
_TAXES = {"TAX_INCOME": 4, "TAX_LUXURY": 38}
"""By the space that asks for it."""

_cash = payloads.reader(payloads.CashChanged)
_dice = payloads.reader(payloads.DiceRolled)
_moved = payloads.reader(payloads.PlayerMoved)
_rent = payloads.reader(payloads.RentPaid)
_purchased = payloads.reader(payloads.PropertyPurchased)
_transferred = payloads.reader(payloads.PropertyTransferred)
_mortgaged = payloads.reader(payloads.PropertyMortgaged)
_building = payloads.reader(payloads.BuildingChanged)
_drawn = payloads.reader(payloads.CardDrawn)


def of(setup: Setup) -> Callable[[Event], Claims]:
    """A reader of the claims in one game's events."""
    seats = Seats(setup)

    def read(event: Event) -> Claims:
        reader = _READERS.get(event.event_type)
        return () if reader is None else reader(event, seats, setup)

    return read


def _changed(event: Event, seats: Seats, _: Setup) -> Claims:
    told = _cash(event.payload)
    reason = told.reason
    if reason == _SALARY:
        return (claims.Bank(), claims.Salary(seats.by_id[told.player_id]))
    if reason in _TAXES:
        seat = seats.by_id[told.player_id]
        return (claims.Bank(), claims.Priced(What.TAX, seat, _TAXES[reason], -told.delta))
    if reason == _LAST_CASH:
        return (claims.Pooled(reason, may_lapse=True),)
    return (claims.Pooled(reason),) if reason in _BETWEEN_PLAYERS else (claims.Bank(),)


def _rolled(event: Event, _: Seats, setup: Setup) -> Claims:
    seat = _actor(event, setup)
    if seat is None:
        return ()
    told = _dice(event.payload)
    moves = told.reason is None
    return (claims.Rolled(seat, told.d1, told.d2, None, told.is_double, moves),)


def _walked(event: Event, _: Seats, setup: Setup) -> Claims:
    seat = _actor(event, setup)
    if seat is None:
        return ()
    told = _moved(event.payload)
    return (claims.Walked(seat, told.to, told.start),)


def _rent_told(event: Event, seats: Seats, _: Setup) -> Claims:
    told = _rent(event.payload)
    payer, owner = seats.by_id[told.from_player_id], seats.by_id[told.to_player_id]
    return (claims.Rent(payer, owner, told.space_index, told.amount),)


def _bought(event: Event, seats: Seats, _: Setup) -> Claims:
    told = _purchased(event.payload)
    if not told.price:
        return ()
    seat, at = seats.by_id[told.player_id], told.space_index
    return (claims.Given(at, None), claims.Priced(What.DEED, seat, at, told.price))


def _drew(event: Event, _: Seats, setup: Setup) -> Claims:
    seat = _actor(event, setup)
    return () if seat is None else (claims.Drawn(seat, _drawn(event.payload).card_id),)


def _passed_on(event: Event, seats: Seats, _: Setup) -> Claims:
    told = _transferred(event.payload)
    return (claims.Given(told.space_index, seats.by_id[told.from_player_id]),)


def _pledged(event: Event, seats: Seats, _: Setup) -> Claims:
    told = _mortgaged(event.payload)
    seat, at = seats.by_id[told.player_id], told.space_index
    is_lifted = event.event_type == "PROPERTY_UNMORTGAGED"
    what = What.LIFTING if is_lifted else What.MORTGAGE
    return (claims.Handled(seat, at), claims.Priced(what, seat, at, told.amount))


def _built(event: Event, seats: Seats, _: Setup) -> Claims:
    told = _building(event.payload)
    return (claims.Handled(seats.by_id[told.player_id], told.space_index), claims.Planned())


def _actor(event: Event, setup: Setup) -> int | None:
    """The seat that acts; None where the record names nobody."""
    for index, seat in enumerate(setup.seats):
        if seat.player_id == event.actor_player_id:
            return index
    return None


_READERS: dict[str, Read] = {
    "CASH_CHANGED": _changed,
    "DICE_ROLLED": _rolled,
    "PLAYER_MOVED": _walked,
    "RENT_PAID": _rent_told,
    "PROPERTY_PURCHASED": _bought,
    "PROPERTY_TRANSFERRED": _passed_on,
    "PROPERTY_MORTGAGED": _pledged,
    "PROPERTY_UNMORTGAGED": _pledged,
    "CARD_DRAWN": _drew,
    "HOUSE_BUILT": _built,
    "HOUSE_SOLD": _built,
    "HOTEL_BUILT": _built,
    "HOTEL_SOLD": _built,
}
