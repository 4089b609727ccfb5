"""Luck of the dice: the rents they lead to, against the mean over all throws."""

from __future__ import annotations

from msgspec import Struct

from replay.domain import board
from replay.domain.rules import holdings
from replay.domain.state import State
from replay.domain.summary.game import Luck

WAYS = (1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1)
"""Of 36 throws of two dice, how many sum up to 2, 3 … 12."""


class Fortunes:
    """Adds up the luck of every seat. Kept in 36ths, so that no order of adding matters."""

    def __init__(self, seats: int) -> None:
        self._dues: list[_Due | None] = [None] * len(board.SPACES)
        self._rolls = [0] * seats
        self._paid, self._paid_of_36 = [0] * seats, [0] * seats
        self._received, self._received_of_36 = [0] * seats, [0] * seats
        self._prospects: dict[tuple[int, int], _Prospect] = {}

    def forget(self, position: int) -> None:
        """A deed has changed: what was reckoned for the board before is void."""
        self._prospects.clear()
        for at in holdings.group(position):
            self._dues[at] = None

    def roll(self, state: State, seat: int, total: int) -> None:
        """A seat throws ``total`` to move; ``state`` is the board before."""
        where = state.players[seat].position, seat
        prospect = self._prospects.get(where)
        if prospect is None:
            prospect = self._prospects[where] = self._prospect(state, seat)
        self._rolls[seat] += 1
        self._paid_of_36[seat] += prospect.of_36
        for landlord, amount in prospect.to:
            self._received_of_36[landlord] += amount
        owner, rent = prospect.dues[total - 2]
        if owner is not None:
            self._paid[seat] += rent
            self._received[owner] += rent

    def _prospect(self, state: State, seat: int) -> _Prospect:
        start, dues = state.players[seat].position, list[tuple[int | None, int]]()
        to: dict[int, int] = {}
        of_36 = 0
        for total, ways in enumerate(WAYS, 2):
            at = (start + total) % len(self._dues)
            due = self._dues[at]
            if due is None:
                due = self._dues[at] = _due(state, at)
            owner = due.owner
            if owner is None or owner == seat:
                dues.append((None, 0))
                continue
            rent = due.rent * total if due.is_by_pip else due.rent
            dues.append((owner, rent))
            to[owner] = to.get(owner, 0) + ways * rent
            of_36 += ways * rent
        return _Prospect(tuple(dues), of_36, tuple(to.items()))

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


class _Due(Struct, frozen=True):
    """Who gets the printed rent of a space, as of this board; ``rent`` of each pip for utilities.

    Nothing is due to the bank or on mortgaged deeds.
    """

    owner: int | None
    rent: int
    is_by_pip: bool


_NOBODYS = _Due(None, 0, is_by_pip=False)
_UTILITIES = frozenset(holdings.GROUPS["utility"])


def _due(state: State, at: int) -> _Due:
    owner = state.owners[at]
    if owner is None or state.mortgaged[at]:
        return _NOBODYS
    return _Due(owner, holdings.rent(state, at, 1), is_by_pip=at in _UTILITIES)
