"""How a game stands at its end: placements, kills, and what is drawn over its turns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from replay.domain.state import State, net_worth
from replay.domain.summary.game import Economy, Kill

MOMENTS = 64
"""Turns at which the economy is kept."""

TYPES = 64
"""Event types that are counted each for itself: hostile logs may have any number of them."""

TYPE_CHARS = 80


PER_TURN = 2_000
"""Dollars that a turn can bring into play at the most: by printed rules three times past Go and
three cards are 1,200 of it; house rules that pay more on Go have the rest."""

LENT = 10_000
"""More than the bank pays for all mortgages, and for the buildings that deeds are dealt with."""


def most_money(start: int, turns: int) -> int:
    """Dollars that all players of a printed board cannot have together; ``start``: what they had.

    What moves more at once is a slip of the engine's: one such amount would rule every mean.
    """
    return start + LENT + PER_TURN * turns


def placements(state: State, kills: Sequence[Kill]) -> list[int | None]:
    """By seat, 1 for the best; None for all while the game is not over.

    The winner the engine names comes first, then whoever is still in the game by net worth, those
    of equal net worth sharing a place, then the bankrupt, who went last before who went first.
    """
    seats = range(len(state.players))
    if not state.is_over:
        return [None] * len(seats)
    fell = {kill.seat: kill.sequence_number for kill in kills}

    def rank(seat: int) -> tuple[int, int]:
        if seat == state.winner:
            return 0, 0
        if state.players[seat].is_bankrupt:
            return 2, -fell.get(seat, 0)
        return 1, -net_worth(state, seat)

    ranks = [rank(seat) for seat in seats]
    return [1 + sum(other < own for other in ranks) for own in ranks]


def debt_space(state: State, seat: int, turn_of: int | None) -> int:
    """The space whose debt ends a seat.

    Where it stands in its own turn: the rent, tax, card or fine is due there. In another's turn
    only that one's card can have brought the debt: then it is where that one stands.
    """
    debtor = seat if turn_of is None or state.players[turn_of].is_bankrupt else turn_of
    return state.players[debtor].position


def economy(noted: Sequence[tuple[int, int, int]]) -> Economy:
    """``noted``: (turn, all cash, all net worth) as each turn began, ascending."""
    if len(noted) > MOMENTS:
        last = len(noted) - 1
        noted = [noted[index * last // (MOMENTS - 1)] for index in range(MOMENTS)]
    return Economy(
        tuple(turn for turn, _, _ in noted),
        tuple(cash for _, cash, _ in noted),
        tuple(worth for _, _, worth in noted),
    )


def event_types(counted: Counter[str]) -> dict[str, int]:
    """The commonest, by falling count, then by name; names up to `TYPE_CHARS`."""
    shortened = Counter[str]()
    for name, count in counted.items():
        shortened[name[:TYPE_CHARS]] += count
    ordered = sorted(shortened.items(), key=lambda item: (-item[1], item[0]))
    return dict(ordered[:TYPES])
