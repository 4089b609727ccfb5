"""What monopoly_game_arena claims besides what its events do: balances, starts, sums, nulls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from games.domain.envelope import Event
from replay.domain import claims
from replay.domain.claims import What
from replay.domain.dialects.arena import trades
from replay.domain.dialects.arena.payloads import TradeOffer
from replay.domain.dialects.arena.table import FIRST, Table, deed, lay
from replay.domain.setup import Setup

type Claims = tuple[claims.Any, ...]
Money = Annotated[int, Meta(ge=-(10**12), le=10**12)]

_BANK = frozenset(
    {
        "game_start",
        "pass_go",
        "tax_payment",
        "payment",
        "purchase",
        "mortgage",
        "unmortgage",
        "build_house",
        "build_hotel",
        "sell_building",
        "auction_end",
        "jail_release",
        "bankruptcy",
        "player_state_detailed",
    }
)
_AMONG_PLAYERS = frozenset({"collect_from_players", "pay_to_players"})


class Told(Struct, gc=False, kw_only=True):
    """Everything any event claims; each event has some of it."""

    player_id: int | None = None
    cash_after: Money | None = None
    effect_type: str | None = None
    die1: int = 0
    die2: int = 0
    total: int | None = None
    is_doubles: bool | None = None
    from_position: int | None = None
    to_position: int | None = None
    spaces: int | None = None
    direct: bool | None = None
    position: int | None = None
    property_name: str | None = None
    payer_id: int | None = None
    owner_id: int | None = None
    amount: Money | None = None
    payer_cash_after: Money | None = None
    owner_cash_after: Money | None = None
    price: Money | None = None
    cost: Money | None = None
    sale_price: Money | None = None
    value: Money | None = None
    card: str = ""
    winner_id: int | str | None = None
    winner_cash_after: Money | None = None


_told = msgspec.json.Decoder(Told).decode
_offer = msgspec.json.Decoder(TradeOffer).decode


def of(setup: Setup) -> Callable[[Event], Claims]:
    """A reader of the claims in one game's events."""
    table = lay(setup)

    def read(event: Event) -> Claims:
        kind = event.event_type
        if kind == "trade_executed":
            return _trade(event, table)
        told = _told(event.payload)
        reader = _READERS.get(kind)
        more = () if reader is None else reader(told, table)
        return (*_bank(kind, told), *more, *_balance(told, table))

    return read


def _bank(kind: str, told: Told) -> Claims:
    is_card = kind == "card_effect" and told.effect_type not in _AMONG_PLAYERS
    return (claims.Bank(),) if is_card or kind in _BANK else ()


def _balance(told: Told, table: Table) -> Claims:
    if told.cash_after is None or told.player_id is None:
        return ()
    return (claims.Balance(table.seat[told.player_id], told.cash_after),)


def _dice(told: Told, table: Table) -> Claims:
    seat = table.seat[_player(told)]
    return (claims.Rolled(seat, told.die1, told.die2, told.total, told.is_doubles),)


def _move(told: Told, table: Table) -> Claims:
    """Null is Go, and only from there may a start be null."""
    seat = table.seat[_player(told)]
    return (
        claims.Walked(
            seat, told.to_position or 0, told.from_position or 0, told.spaces, bool(told.direct)
        ),
    )


def _land(told: Told, table: Table) -> Claims:
    return (claims.Stands(table.seat[_player(told)], told.position or 0),)


def _rent(told: Told, table: Table) -> Claims:
    """The mapper turns the zero of player 0, and that of an empty purse, into null."""
    payer, owner = table.seat[told.payer_id or FIRST], table.seat[told.owner_id or FIRST]
    found: list[claims.Any] = [claims.Rent(payer, owner, told.position, told.amount or 0)]
    if told.owner_id is None:
        found.append(claims.Nulled("owner_id"))
    if told.payer_cash_after is not None:
        found.append(claims.Balance(payer, told.payer_cash_after))
    if told.owner_cash_after is not None:
        found.append(claims.Balance(owner, told.owner_cash_after))
    return tuple(found)


def _salary(told: Told, table: Table) -> Claims:
    return (claims.Salary(table.seat[_player(told)]),)


def _purchase(told: Told, table: Table) -> Claims:
    at = deed(told.position)
    return (claims.Given(at, None), *_priced(What.DEED, told, table, at, told.price))


def _tax(told: Told, table: Table) -> Claims:
    return _priced(What.TAX, told, table, None, told.amount)


def _card(told: Told, table: Table) -> Claims:
    return (claims.Drawn(table.seat[_player(told)], told.card),)


def _built(told: Told, table: Table) -> Claims:
    return _dealt(What.BUILDING, told, table, told.cost)


def _sold(told: Told, table: Table) -> Claims:
    return _dealt(What.SALE, told, table, told.sale_price)


def _mortgaged(told: Told, table: Table) -> Claims:
    return _dealt(What.MORTGAGE, told, table, told.value)


def _lifted(told: Told, table: Table) -> Claims:
    return _dealt(What.LIFTING, told, table, told.cost)


def _dealt(what: What, told: Told, table: Table, amount: int | None) -> Claims:
    at = deed(told.position, told.property_name)
    return (
        claims.Handled(table.seat[_player(told)], at),
        *_priced(what, told, table, at, amount),
    )


def _priced(what: What, told: Told, table: Table, at: int | None, amount: int | None) -> Claims:
    if amount is None:
        return ()
    return (claims.Priced(what, table.seat[_player(told)], at, amount),)


def _auctioned(told: Told, table: Table) -> Claims:
    """Some loggers tell what the winner has left."""
    if not isinstance(told.winner_id, int):
        return ()
    given = claims.Given(deed(told.position, told.property_name), None)
    if told.winner_cash_after is None:
        return (given,)
    return (given, claims.Balance(table.seat[told.winner_id], told.winner_cash_after))


def _stated(told: Told, table: Table) -> Claims:
    return (claims.Stated(table.seat[_player(told)]),)


def _trade(event: Event, table: Table) -> Claims:
    trade = trades.read(_offer(event.payload), table)
    return (
        *(claims.Given(at, trade.proposer) for at in trade.offer.properties),
        *(claims.Given(at, trade.recipient) for at in trade.request.properties),
    )


def _player(told: Told) -> int:
    return FIRST if told.player_id is None else told.player_id


_READERS: dict[str, Callable[[Any, Table], Claims]] = {
    "dice_roll": _dice,
    "move": _move,
    "land": _land,
    "pass_go": _salary,
    "rent_payment": _rent,
    "purchase": _purchase,
    "tax_payment": _tax,
    "card_draw": _card,
    "mortgage": _mortgaged,
    "unmortgage": _lifted,
    "build_house": _built,
    "build_hotel": _built,
    "sell_building": _sold,
    "auction_end": _auctioned,
    "player_state_detailed": _stated,
}
