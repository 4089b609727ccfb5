"""Cash, and what else the reason of a cash change tells: releases and bankruptcies."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from games.domain.envelope import Event
from replay.domain import board, effects
from replay.domain.dialects import Handler, nothing
from replay.domain.dialects.benchmark import payloads
from replay.domain.dialects.benchmark.seats import DOUBLES, Seats, turn_of
from replay.domain.state import State

HEIR = "heir"
"""Memory: the seat that has just been given a debtor's last cash."""

CHAIRMAN = "chairman"
"""Memory: the last seat paid by a newly elected chairman this turn, -1 before the first."""

CHAIRMAN_CARD = "ELECTED_CHAIRMAN_PAY_EACH_PLAYER_50"

_cash = payloads.reader(payloads.CashChanged)
_card = payloads.reader(payloads.CardDrawn)

type _Also = Callable[[payloads.CashChanged, int, State], tuple[effects.Any, ...]]


class Money:
    """Everything that is told by a change of cash, or summed up after it."""

    def __init__(self, seats: Seats) -> None:
        """For the players of one game."""
        self._seats = seats
        self.handlers: Mapping[str, Handler] = {
            "CASH_CHANGED": self.cash_changed,
            "RENT_PAID": nothing,  # two changes of cash came before it
            "CARD_DRAWN": self.card_drawn,
        }

    def cash_changed(self, event: Event, state: State) -> tuple[effects.Any, ...]:
        """Money moves by the event's own delta; some reasons mean more than money."""
        change = _cash(event.payload)
        seat = self._seats.by_id[change.player_id]
        also = _ALSO.get(change.reason)
        if also is None:
            return (effects.CashMoved(seat, change.delta, change.reason),)
        rest = also(change, seat, state)
        if change.delta == 0:
            return rest
        return (effects.CashMoved(seat, change.delta, change.reason), *rest)

    def card_drawn(self, event: Event, state: State) -> tuple[effects.Any, ...]:
        """What a card does comes as events of its own, save the one that is kept."""
        card = _card(event.payload).card_id
        if card == "GET_OUT_OF_JAIL_FREE":
            return (effects.JailCardsMoved(self._seats.actor(event, state), 1),)
        return (effects.Remembered(CHAIRMAN, -1),) if card == CHAIRMAN_CARD else ()


def _fine(_: payloads.CashChanged, seat: int, _state: State) -> tuple[effects.Any, ...]:
    return (effects.Released(seat),)


def _chairman(change: payloads.CashChanged, seat: int, _: State) -> tuple[effects.Any, ...]:
    return (effects.Remembered(CHAIRMAN, seat),) if change.delta > 0 else ()


def _last_cash(change: payloads.CashChanged, seat: int, _: State) -> tuple[effects.Any, ...]:
    return (effects.Remembered(HEIR, seat),) if change.delta > 0 else ()


def _bankrupt(_: payloads.CashChanged, seat: int, state: State) -> tuple[effects.Any, ...]:
    done: list[effects.Any] = [effects.WentBankrupt(seat, _creditor(state, seat))]
    if state.memory.get(HEIR) is not None:
        done.append(effects.Remembered(HEIR, None))
    if seat == turn_of(state) and state.memory.get(DOUBLES):
        done.append(effects.Remembered(DOUBLES, 0))
    return tuple(done)


def _creditor(state: State, debtor: int) -> int | None:
    """To whom a debtor owes. Only who inherits cash is told; the rest follows from the debt.

    Debts arise on one's own turn by rent, tax or card, on another's only by that one's birthday.
    """
    heir: int | None = state.memory.get(HEIR)
    if heir is not None:
        return heir
    if debtor != turn_of(state):
        return turn_of(state)
    landlord = state.owners[state.players[debtor].position]
    if landlord is not None and landlord != debtor:
        return landlord
    paid: int | None = state.memory.get(CHAIRMAN)
    if paid is None:
        return None
    left = range(paid + 1, len(state.players))
    return next((o for o in left if o != debtor and not state.players[o].is_bankrupt), None)


def _assets_to_bank(_: payloads.CashChanged, seat: int, state: State) -> tuple[effects.Any, ...]:
    """All deeds go back bare and unmortgaged; only the jail cards stay, for ever.

    In jail only the fine is owed to the bank, and who fails on it is out of jail too.
    """
    done: list[effects.Any] = []
    houses, hotels = state.bank_houses, state.bank_hotels
    for position, owner in enumerate(state.owners):
        if owner != seat:
            continue
        done.append(effects.OwnerSet(position, None))
        if standing := state.houses[position]:
            done.append(effects.HousesSet(position, 0))
            if standing == board.HOTEL:
                hotels += 1
            else:
                houses += standing
        if state.mortgaged[position]:
            done.append(effects.MortgageSet(position, is_mortgaged=False))
    if (houses, hotels) != (state.bank_houses, state.bank_hotels):
        done.append(effects.BankStockSet(houses, hotels))
    if state.players[seat].bankrupt_to is not None:
        done.append(effects.WentBankrupt(seat, None))
    if state.players[seat].in_jail:
        done.append(effects.Released(seat))
    return tuple(done)


_ALSO: dict[str, _Also] = {
    "JAIL_FINE": _fine,
    CHAIRMAN_CARD: _chairman,
    "BANKRUPTCY_CASH": _last_cash,
    "BANKRUPTCY": _bankrupt,
    "BANKRUPTCY_ASSETS_TO_BANK": _assets_to_bank,
}
