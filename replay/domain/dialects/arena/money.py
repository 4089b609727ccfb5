"""Payments and cards."""

from __future__ import annotations

import re

from replay.domain import effects
from replay.domain.dialects.arena import payloads
from replay.domain.dialects.arena.table import FIRST, Table
from replay.domain.state import State

type Effects = tuple[effects.Any, ...]

_PRICE = re.compile(r"\$([0-9]{1,9})")
_MOVES_NO_MONEY = frozenset(
    {"move_to", "move_spaces", "move_to_nearest", "go_to_jail", "get_out_of_jail"}
)


def pass_go(payload: payloads.Paid, _state: State, table: Table) -> Effects:
    """The salary; the move across Go follows."""
    return (effects.CashMoved(table.seat[payload.player_id], payload.amount, "salary"),)


def rent_payment(payload: payloads.Rent, _state: State, table: Table) -> Effects:
    """From payer to owner."""
    owner = FIRST if payload.owner_id is None else payload.owner_id
    return (
        effects.CashMoved(table.seat[payload.payer_id], -payload.amount, "rent"),
        effects.CashMoved(table.seat[owner], payload.amount, "rent"),
    )


def tax_payment(payload: payloads.Paid, _state: State, table: Table) -> Effects:
    """To the bank."""
    return (effects.CashMoved(table.seat[payload.player_id], -payload.amount, "tax"),)


def payment(payload: payloads.Payment, _state: State, table: Table) -> Effects:
    """To the bank, such as 10 % for each mortgaged deed that a trade brought."""
    reason = payload.reason or "payment"
    return (effects.CashMoved(table.seat[payload.player_id], -payload.amount, reason),)


def card_effect(payload: payloads.CardEffect, state: State, table: Table) -> Effects:
    """What a card does beyond the moves, salaries and arrests logged before it."""
    seat = table.seat[payload.player_id]
    if payload.effect_type == "get_out_of_jail":
        return (effects.JailCardsMoved(seat, 1),)
    amount = _amount(payload, state.players[seat].cash)
    mine: Effects = (effects.CashMoved(seat, amount, "card"),) if amount else ()
    if payload.effect_type == "collect_from_players":
        return mine + _collected(_price(payload.card), seat, state)
    if payload.effect_type == "pay_to_players":
        return mine + _handed_out(_price(payload.card), seat, state)
    return mine


def _amount(payload: payloads.CardEffect, cash: int) -> int:
    if payload.amount is not None:
        return payload.amount
    # Not against its cash_before: that lies before a salary on the way, which has its own event.
    if payload.effect_type in _MOVES_NO_MONEY or payload.cash_after is None:
        return 0
    return payload.cash_after - cash


def _price(text: str) -> int:
    if (found := _PRICE.search(text)) is None:
        raise ValueError(f"the card names no amount: {text[:80]!r} - at `$.card`")
    return int(found[1])


def _others(seat: int, state: State) -> list[int]:
    everyone = enumerate(state.players)
    return [other for other, player in everyone if other != seat and not player.is_bankrupt]


def _collected(price: int, seat: int, state: State) -> Effects:
    # From one in debt the engine "collects" a negative sum: it cancels the debt. So it is.
    return tuple(
        effects.CashMoved(other, -min(price, state.players[other].cash), "card")
        for other in _others(seat, state)
    )


def _handed_out(price: int, seat: int, state: State) -> Effects:
    left = state.players[seat].cash
    shares: list[effects.Any] = []
    for other in _others(seat, state):
        share = min(price, left)
        left -= share
        shares.append(effects.CashMoved(other, share, "card"))
    return tuple(shares)
