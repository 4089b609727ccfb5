"""Deeds: sold by the bank, collected to groups, built on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from replay.domain import effects
from replay.domain.board import SPACES
from replay.domain.rules import holdings
from replay.domain.state import State
from replay.domain.summary.game import Monopoly, Sale


class Estates:
    """Notes what becomes of deeds, while somebody else folds."""

    def __init__(self, seats: int) -> None:
        self.sales: list[Sale] = []
        self.unsold = 0
        self.monopolies: list[Monopoly] = []
        self.built = [Counter[int]() for _ in range(seats)]
        self.owned = [set[int]() for _ in range(seats)]
        self._held: dict[str, int | None] = {}
        self._unpaid: int | None = None
        self._touched: set[str] = set()

    @property
    def is_owed(self) -> bool:
        """Whether the payment for a deed may be yet to come."""
        return self._unpaid is not None

    def before(
        self,
        number: int,
        turn: int,
        state: State,
        done: Sequence[effects.Any],
        *,
        is_play: bool,
    ) -> None:
        """An event, the board it meets, and what it does.

        ``is_play``: not where a board is taken over or an event only restates what is known.
        """
        if self._unpaid is not None:
            self._settle(done)
        for effect in done:
            match effect:
                case effects.OwnerSet():
                    self._touched.add(SPACES[effect.position].group)
                    if effect.owner is not None:
                        self.owned[effect.owner].add(effect.position)
                        if is_play and state.owners[effect.position] is None:
                            self._sell(number, turn, state, effect.position, effect.owner, done)
                case effects.HousesSet():
                    more = effect.houses - state.houses[effect.position]
                    owner = state.owners[effect.position]
                    if is_play and more > 0 and owner is not None:
                        self.built[owner][effect.position] += more
                case effects.AuctionSet():
                    self._call(state, effect, done)
                case _:
                    pass

    def after(self, number: int, turn: int, state: State) -> None:
        """The board after the same event."""
        for group in sorted(self._touched):
            first, *rest = (state.owners[at] for at in holdings.GROUPS[group])
            holder = first if all(owner == first for owner in rest) else None
            if holder is not None and self._held.get(group) != holder:
                self.monopolies.append(Monopoly(number, turn, holder, group))
            self._held[group] = holder
        self._touched.clear()

    def _sell(
        self,
        number: int,
        turn: int,
        state: State,
        at: int,
        seat: int,
        done: Sequence[effects.Any],
    ) -> None:
        lot = state.auction
        by_auction = lot is not None and lot.position == at
        self.sales.append(Sale(number, turn, seat, at, _paid(seat, done), by_auction))
        if self.sales[-1].price is None:
            self._unpaid = len(self.sales) - 1

    def _settle(self, done: Sequence[effects.Any]) -> None:
        """The payment for a deed may be the very next event."""
        index, self._unpaid = self._unpaid, None
        if index is None:
            return
        sale = self.sales[index]
        price = _paid(sale.seat, done)
        if price is not None:
            self.sales[index] = Sale(
                sale.sequence_number, sale.turn, sale.seat, sale.position, price, sale.by_auction
            )

    def _call(self, state: State, effect: effects.AuctionSet, done: Sequence[effects.Any]) -> None:
        """Closed, and nobody got it; a lot that has an owner already is a building."""
        lot = state.auction
        if effect.auction is not None or lot is None or state.owners[lot.position] is not None:
            return
        self.unsold += not any(
            isinstance(one, effects.OwnerSet) and one.position == lot.position for one in done
        )


def _paid(seat: int, done: Sequence[effects.Any]) -> int | None:
    paid = [
        -effect.amount
        for effect in done
        if isinstance(effect, effects.CashMoved) and effect.seat == seat and effect.amount <= 0
    ]
    return sum(paid) if paid else None
