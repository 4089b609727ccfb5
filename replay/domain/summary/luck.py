"""Luck of the dice: the rents they lead to, against the mean over all throws."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from replay.domain import board
from replay.domain.rules import holdings
from replay.domain.state import State
from replay.domain.summary.game import Luck

WAYS = (1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1)
"""Of 36 throws of two dice, how many sum up to 2, 3 … 12."""


def due(state: State, seat: int, total: int) -> tuple[int | None, int]:
    """Who gets how much when a seat goes ``total`` spaces: the printed rent, as of this board.

    Nothing of the bank, of oneself, of mortgaged deeds.
    """
    at = (state.players[seat].position + total) % len(board.SPACES)
    owner = state.owners[at]
    if owner is None or owner == seat or state.mortgaged[at]:
        return None, 0
    return owner, holdings.rent(state, at, total)


class Fortunes:
    """Adds up the luck of every seat. Kept in 36ths, so that no order of adding matters."""

    def __init__(self, seats: int) -> None:
        self._rolls = [0] * seats
        self._paid, self._paid_of_36 = [0] * seats, [0] * seats
        self._received, self._received_of_36 = [0] * seats, [0] * seats
        self._prospects: dict[tuple[int, int], _Prospect] = {}

    def forget(self) -> None:
        """Deeds have changed: what was reckoned for the board before is void."""
        self._prospects.clear()

    def roll(self, state: State, seat: int, total: int) -> None:
        """A seat throws ``total`` to move; ``state`` is the board before."""
        where = state.players[seat].position, seat
        prospect = self._prospects.get(where)
        if prospect is None:
            prospect = self._prospects[where] = _prospect(state, seat)
        self._rolls[seat] += 1
        self._paid_of_36[seat] += prospect.of_36
        for landlord, amount in prospect.to:
            self._received_of_36[landlord] += amount
        owner, rent = prospect.dues[total - 2]
        if owner is not None:
            self._paid[seat] += rent
            self._received[owner] += rent

    def of(self, seat: int) -> Luck:
        """One seat's, so far."""
        return Luck(
            self._rolls[seat],
            self._paid[seat],
            self._paid_of_36[seat] / 36,
            self._received[seat],
            self._received_of_36[seat] / 36,
        )


class _Prospect(Struct, frozen=True):
    """What all throws from one space would cost one seat: by sum, all together, and to whom."""

    dues: tuple[tuple[int | None, int], ...]
    of_36: int
    to: tuple[tuple[int, int], ...]


def _prospect(state: State, seat: int) -> _Prospect:
    dues = tuple(due(state, seat, total) for total in range(2, 13))
    to = Counter[int]()
    for ways, (owner, rent) in zip(WAYS, dues, strict=True):
        if owner is not None:
            to[owner] += ways * rent
    return _Prospect(dues, to.total(), tuple(to.items()))
