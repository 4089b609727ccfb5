"""Deeds bought and mortgaged, buildings built and sold."""

from __future__ import annotations

from replay.domain import board, effects
from replay.domain.dialects.arena import payloads
from replay.domain.dialects.arena.table import Table, deed
from replay.domain.state import State

type Effects = tuple[effects.Any, ...]


def purchase(payload: payloads.Purchase, _state: State, table: Table) -> Effects:
    """From the bank, by the one who stands there."""
    seat = table.seat[payload.player_id]
    return (
        effects.CashMoved(seat, -payload.price, "purchase"),
        effects.OwnerSet(deed(payload.position), seat),
    )


def mortgage(payload: payloads.Mortgage, _state: State, table: Table) -> Effects:
    """The bank lends on a deed."""
    return (
        effects.CashMoved(table.seat[payload.player_id], payload.value, "mortgage"),
        effects.MortgageSet(deed(payload.position, payload.property_name), is_mortgaged=True),
    )


def unmortgage(payload: payloads.Unmortgage, _state: State, table: Table) -> Effects:
    """The loan is paid back."""
    return (
        effects.CashMoved(table.seat[payload.player_id], -payload.cost, "unmortgage"),
        effects.MortgageSet(deed(payload.position, payload.property_name), is_mortgaged=False),
    )


def build_house(payload: payloads.BuildHouse, state: State, table: Table) -> Effects:
    """One house from the bank."""
    at = deed(payload.position)
    told = payload.house_count
    return (
        effects.CashMoved(table.seat[payload.player_id], -payload.cost, "building"),
        effects.HousesSet(at, min(state.houses[at] + 1, board.HOTEL) if told is None else told),
        effects.BankStockSet(state.bank_houses - 1, state.bank_hotels),
    )


def build_hotel(payload: payloads.BuildHotel, state: State, table: Table) -> Effects:
    """One hotel from the bank for four houses."""
    return (
        effects.CashMoved(table.seat[payload.player_id], -payload.cost, "building"),
        effects.HousesSet(deed(payload.position), board.HOTEL),
        effects.BankStockSet(state.bank_houses + 4, state.bank_hotels - 1),
    )


def sell_building(payload: payloads.SellBuilding, state: State, table: Table) -> Effects:
    """Half the price back.

    A hotel sold as ``hotel`` leaves four houses that the engine forgets to take from the bank,
    whose stock may so exceed 32; only ``hotel_downgrade`` takes them.

    Raises:
        ValueError: a fourth kind of building.
    """
    houses, hotels = state.bank_houses, state.bank_hotels
    match payload.type:
        case "house":
            houses += 1
        case "hotel":
            hotels += 1
        case "hotel_downgrade":
            houses, hotels = houses - 4, hotels + 1
        case unheard:
            raise ValueError(f"nobody sells a {unheard[:80]!r} - at `$.type`")
    return (
        effects.CashMoved(table.seat[payload.player_id], payload.sale_price, "building"),
        effects.HousesSet(deed(payload.position), payload.house_count),
        effects.BankStockSet(houses, hotels),
    )


def stated(payload: payloads.PlayerStateDetailed, seat: int, state: State) -> Effects:
    """Buildings on a player's streets that the events before left otherwise: sold, untold."""
    if payload.houses is None:
        return ()
    done: list[effects.Any] = []
    stock, hotels = state.bank_houses, state.bank_hotels
    for at in (at for at in board.PROPERTIES if state.owners[at] == seat):
        name, had = board.SPACES[at].name, state.houses[at]
        has = board.HOTEL if name in payload.hotels else payload.houses.get(name, 0)
        if has != had:
            done.append(effects.HousesSet(at, has))
            stock += min(had, board.HOTEL - 1) - min(has, board.HOTEL - 1)
            hotels += (had == board.HOTEL) - (has == board.HOTEL)
    return (*done, effects.BankStockSet(stock, hotels)) if done else ()
