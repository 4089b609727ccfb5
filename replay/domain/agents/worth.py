"""What things are worth to a player: the yardstick all the reasonable agents share."""

from __future__ import annotations

from itertools import combinations

from replay.domain import board
from replay.domain.board import SPACES, Kind
from replay.domain.effects import Bundle
from replay.domain.rules.holdings import GROUPS
from replay.domain.state import State

_RAILROADS = (0, 180, 440, 760, 1200)
_UTILITIES = (0, 110, 300)
_PART = 1.15
"""What two of three streets are worth over their price: a step to a monopoly, and a bar to it."""
_WHOLE = 2.6
"""What a whole group is worth over its price: it can be built on."""

type Owners = list[int | None]


def holdings(state: State, owners: Owners, seat: int) -> float:
    """Dollars a seat's deeds are worth to it, were they owned like that; buildings at cost."""
    total = 0.0
    for lots in GROUPS.values():
        held = tuple([at for at in lots if owners[at] == seat])
        if held:
            total += _VALUES[held]
            for at in held:
                if state.mortgaged[at]:
                    total -= SPACES[at].mortgage * 1.1
                elif state.houses[at]:
                    total += state.houses[at] * SPACES[at].house_cost
    return total


def of_deed(state: State, seat: int, position: int) -> float:
    """Dollars one deed more is worth to a seat."""
    owners = state.owners.copy()
    owners[position] = None
    without = holdings(state, owners, seat)
    owners[position] = seat
    return holdings(state, owners, seat) - without


def of_terms(state: State, giver: int, taker: int, gives: Bundle, gets: Bundle) -> float:
    """What the giver gains by a trade, in dollars (negative: loses); cards count $40."""
    after = state.owners.copy()
    for at in gives.properties:
        after[at] = taker
    for at in gets.properties:
        after[at] = giver
    gained = holdings(state, after, giver) - holdings(state, state.owners, giver)
    cards = 40 * (gets.jail_cards - gives.jail_cards)
    return gained + gets.cash - gives.cash + cards


def completes(state: State, seat: int, position: int) -> bool:
    """Whether the deed is the last of its group for a seat."""
    lots = GROUPS[SPACES[position].group]
    return all(state.owners[at] == seat for at in lots if at != position)


def danger(state: State, seat: int) -> int:
    """The dearest rent of a street that the seat may have to pay somewhere, in dollars."""
    rents = [
        SPACES[at].rents[state.houses[at]]
        for at in board.PROPERTIES
        if state.owners[at] not in {None, seat} and state.houses[at]
    ]
    return max(rents, default=50)


def _value(lots: tuple[int, ...], held: tuple[int, ...]) -> float:
    kind = SPACES[lots[0]].kind
    if kind is Kind.RAILROAD:
        return _RAILROADS[len(held)]
    if kind is Kind.UTILITY:
        return _UTILITIES[len(held)]
    price = float(sum(SPACES[at].price for at in held))
    if len(held) == len(lots):
        return price * _WHOLE
    return price * (_PART if len(held) > 1 else 1.0)


_VALUES: dict[tuple[int, ...], float] = {
    held: _value(lots, held)
    for lots in GROUPS.values()
    for count in range(1, len(lots) + 1)
    for held in combinations(lots, count)
}
"""What every part of every group is worth, in dollars, without mortgages and buildings."""
