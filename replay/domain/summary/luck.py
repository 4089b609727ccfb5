"""Luck of the dice: the rents they lead to, against the mean over all throws."""

from __future__ import annotations

from replay.domain import board
from replay.domain.rules import holdings
from replay.domain.state import State
from replay.domain.summary.game import Luck

WAYS = (1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1)
"""Of 36 throws of two dice, how many sum up to 2, 3 … 12."""


_AHEAD = tuple(
    tuple(((start + total) % len(board.SPACES), total, ways) for total, ways in enumerate(WAYS, 2))
    for start in range(len(board.SPACES))
)
"""From each space where every throw leads: the space, the sum thrown, in how many ways."""

type _Due = tuple[int | None, int, int]
"""Who gets the printed rent of a space, as of this board: so much, and so much of each pip.

Nothing is due to the bank or on mortgaged deeds.
"""


class Fortunes:
    """Adds up the luck of every seat. Kept in 36ths, so that no order of adding matters."""

    def __init__(self, seats: int) -> None:
        self._dues: list[_Due | None] = [None] * len(board.SPACES)
        self._rolls = [0] * seats
        self._paid, self._paid_of_36 = [0] * seats, [0] * seats
        self._received, self._received_of_36 = [0] * seats, [0] * seats

    def forget(self, position: int) -> None:
        """A deed has changed: what was reckoned for its group before is void."""
        for at in holdings.group(position):
            self._dues[at] = None

    def roll(self, state: State, seat: int, total: int) -> None:
        """A seat throws ``total`` to move; ``state`` is the board before."""
        dues, received, of_36 = self._dues, self._received_of_36, 0
        self._rolls[seat] += 1
        for at, thrown, ways in _AHEAD[state.players[seat].position % len(_AHEAD)]:
            due = dues[at]
            if due is None:
                due = dues[at] = _due(state, at)
            owner, rent, of_pip = due
            if owner is None or owner == seat:
                continue
            rent += of_pip * thrown
            received[owner] += ways * rent
            of_36 += ways * rent
            if thrown == total:
                self._paid[seat] += rent
                self._received[owner] += rent
        self._paid_of_36[seat] += of_36

    def of(self, seat: int) -> Luck:
        """One seat's, so far."""
        return Luck(
            self._rolls[seat],
            self._paid[seat],
            self._paid_of_36[seat] / 36,
            self._received[seat],
            self._received_of_36[seat] / 36,
        )


_NOBODYS: _Due = (None, 0, 0)
_UTILITIES = frozenset(holdings.GROUPS["utility"])


def _due(state: State, at: int) -> _Due:
    owner = state.owners[at]
    if owner is None or state.mortgaged[at]:
        return _NOBODYS
    rent = holdings.rent(state, at, 1)
    return (owner, 0, rent) if at in _UTILITIES else (owner, rent, 0)
