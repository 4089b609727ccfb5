"""Deeds and buildings. Their cash has its own events, before or after."""

from __future__ import annotations

import re
from collections.abc import Mapping

from games.domain.envelope import Event
from replay.domain import board, effects
from replay.domain.dialects import Handler
from replay.domain.dialects.benchmark import payloads
from replay.domain.dialects.benchmark.seats import Seats
from replay.domain.state import State

MOST_HOUSES = 4
"""What a street can carry before a hotel; a hotel pulled down turns back into as many."""

_purchased = payloads.reader(payloads.PropertyPurchased)
_transferred = payloads.reader(payloads.PropertyTransferred)
_mortgaged = payloads.reader(payloads.PropertyMortgaged)
_building = payloads.reader(payloads.BuildingChanged)


class Deeds:
    """Who owns what, and what stands on it."""

    def __init__(self, seats: Seats) -> None:
        """For the players of one game."""
        self._seats = seats
        self.handlers: Mapping[str, Handler] = {
            "PROPERTY_PURCHASED": self.purchased,
            "PROPERTY_TRANSFERRED": self.transferred,
            "PROPERTY_MORTGAGED": self.mortgaged,
            "PROPERTY_UNMORTGAGED": self.unmortgaged,
            "HOUSE_BUILT": self.house_built,
            "HOUSE_SOLD": self.house_sold,
            "HOTEL_BUILT": self.hotel_built,
            "HOTEL_SOLD": self.hotel_sold,
        }

    def purchased(self, event: Event, state: State) -> tuple[effects.Any, ...]:
        """Bought, or with price 0 taken over from a debtor with all that stands on it."""
        deed = _purchased(event.payload)
        seat = self._seats.by_id[deed.player_id]
        owned = effects.OwnerSet(deed.space_index, seat)
        debtor = state.owners[deed.space_index]
        if deed.price or debtor is None or not state.players[debtor].is_bankrupt:
            return (owned,)
        if state.players[debtor].bankrupt_to == seat:
            return (owned,)
        return (owned, effects.WentBankrupt(debtor, seat))

    def transferred(self, event: Event, state: State) -> tuple[effects.Any, ...]:
        """Traded; the mortgage goes with the deed."""
        deed = _transferred(event.payload)
        owned = effects.OwnerSet(deed.space_index, self._seats.by_id[deed.to_player_id])
        if state.mortgaged[deed.space_index] == deed.mortgaged:
            return (owned,)
        return (owned, effects.MortgageSet(deed.space_index, deed.mortgaged))

    def mortgaged(self, event: Event, _state: State) -> tuple[effects.Any, ...]:
        """The cash has come before."""
        return (effects.MortgageSet(_mortgaged(event.payload).space_index, is_mortgaged=True),)

    def unmortgaged(self, event: Event, _state: State) -> tuple[effects.Any, ...]:
        """The cash has gone before."""
        return (effects.MortgageSet(_mortgaged(event.payload).space_index, is_mortgaged=False),)

    def house_built(self, event: Event, state: State) -> tuple[effects.Any, ...]:
        """Houses come from the bank."""
        plan = _building(event.payload)
        return _houses(state, plan.space_index, plan.count)

    def house_sold(self, event: Event, state: State) -> tuple[effects.Any, ...]:
        """Houses go back to the bank."""
        plan = _building(event.payload)
        return _houses(state, plan.space_index, -plan.count)

    def hotel_built(self, event: Event, state: State) -> tuple[effects.Any, ...]:
        """Four houses go back for a hotel."""
        at = _building(event.payload).space_index
        stock = effects.BankStockSet(state.bank_houses + MOST_HOUSES, state.bank_hotels - 1)
        return (effects.HousesSet(at, board.HOTEL), stock)

    def hotel_sold(self, event: Event, state: State) -> tuple[effects.Any, ...]:
        """A hotel goes back for four houses."""
        at = _building(event.payload).space_index
        stock = effects.BankStockSet(state.bank_houses - MOST_HOUSES, state.bank_hotels + 1)
        return (effects.HousesSet(at, MOST_HOUSES), stock)


def _houses(state: State, at: int, more: int) -> tuple[effects.Any, ...]:
    # after a hole in the log the sum may leave what a street can carry
    houses = min(max(state.houses[at] + more, 0), MOST_HOUSES)
    stock = effects.BankStockSet(state.bank_houses - more, state.bank_hotels)
    return (effects.HousesSet(at, houses), stock)


def _key(name: str) -> str:
    return re.sub(r"[^A-Z0-9]+", "_", name.upper()).strip("_")


POSITION_OF: Mapping[str, int] = {_key(board.SPACES[at].name): at for at in board.PROPERTIES}
"""Position by key; only deeds have one, for there is more than one space called Chance."""

POSITIONS_OF: Mapping[str, tuple[int, ...]] = {
    _key(space.name): tuple(at for at, other in enumerate(board.SPACES) if other.name == space.name)
    for space in board.SPACES
}
"""The positions of every space, deed or not, by key; three are called Chance."""
