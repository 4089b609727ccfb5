"""Deeds that come to a new owner with something still due: by trade, or out of a bankruptcy."""

from __future__ import annotations

from games.domain.envelope import Event
from replay.domain import effects
from replay.domain.forks.past import Fall, Past
from replay.domain.state import State

type Done = tuple[effects.Any, ...]

TRANSFER = "deed_transfer"
"""By which the reference engine tells what a bankrupt leaves, deed by deed."""

_REASON = "bankruptcy"
"""For which it tells that a bankrupt's money is handed over."""


def follow(past: Past, event: Event, done: Done, before: State) -> None:
    """What an event means for a bankruptcy under way, and for interest that is due."""
    _pay_interest(past, done)
    _fall(past, done)
    if event.event_type == TRANSFER:
        _transfer(past, done, before)
    for one in done:
        if isinstance(one, effects.WentBankrupt) and past.fall and past.fall.seat == one.seat:
            past.fall = None
        elif isinstance(one, effects.AuctionSet | effects.TradeSet):
            past.received = ()


def mortgaged(done: Done, before: State) -> tuple[tuple[int, int], ...]:
    """Who has got which mortgaged deeds from another by an event, in order."""
    return tuple(
        (one.owner, one.position)
        for one in done
        if isinstance(one, effects.OwnerSet)
        and one.owner is not None
        and before.owners[one.position] is not None
        and before.mortgaged[one.position]
    )


def _pay_interest(past: Past, done: Done) -> None:
    """The first deed's interest is paid, by lifting its mortgage or alone; or it is raised for."""
    if not past.received:
        return
    seat, at = past.received[0]
    paid = sum(
        one.amount for one in done if isinstance(one, effects.CashMoved) and one.seat == seat
    )
    lifted = effects.MortgageSet(at, is_mortgaged=False) in done
    on_deeds = any(isinstance(one, effects.MortgageSet | effects.HousesSet) for one in done)
    if lifted or (paid < 0 and not on_deeds):
        past.received, past.is_kept = past.received[1:], False
    elif paid > 0 and on_deeds:
        past.is_kept = True  # only who owes the interest has to raise it


def _fall(past: Past, done: Done) -> None:
    moved = [one for one in done if isinstance(one, effects.CashMoved) and one.reason == _REASON]
    payers = [one.seat for one in moved if one.amount < 0]
    if payers:
        takers = [one.seat for one in moved if one.amount > 0]
        past.fall = Fall(payers[0], takers[0] if takers else None)
    elif past.fall is None and _is_cancelled(done):
        past.fall = next(Fall(one.seat, None) for one in done if isinstance(one, effects.CashMoved))
    fall = past.fall
    for one in done:
        if isinstance(one, effects.JailCardsMoved) and fall and one.seat == fall.seat:
            past.fall = Fall(fall.seat, fall.creditor, -one.count)
        elif isinstance(one, effects.JailCardsMoved) and fall and one.seat == fall.creditor:
            past.fall = Fall(fall.seat, fall.creditor)


def _transfer(past: Past, done: Done, before: State) -> None:
    for one in done:
        giver = before.owners[one.position] if isinstance(one, effects.OwnerSet) else None
        if giver is None or not isinstance(one, effects.OwnerSet):
            continue
        if past.fall is None and _owes(past) and before.players[giver].cash == 0:
            past.fall = Fall(giver, one.owner)
        if one.owner is None:
            past.estate = (*past.estate, (giver, one.position))
    past.received += mortgaged(done, before)


def _is_cancelled(done: Done) -> bool:
    """Whether a mortgage is lifted for nothing: the bank takes the deed back."""
    lifted = any(isinstance(one, effects.MortgageSet) and not one.is_mortgaged for one in done)
    return lifted and any(isinstance(one, effects.CashMoved) and not one.amount for one in done)


def _owes(past: Past) -> bool:
    """Whether anything asked for is unpaid: nobody goes bankrupt without."""
    in_jail = past.is_failed and not past.is_moved
    return past.is_landed or past.card is not None or in_jail or bool(past.received)
