"""Who holds what: groups, monopolies, rents, and what could be raised on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from replay.domain import board
from replay.domain.board import SPACES, Kind
from replay.domain.rules.agenda import Building
from replay.domain.state import State

GROUPS: dict[str, tuple[int, ...]] = {
    name: tuple(at for at in board.PROPERTIES if SPACES[at].group == name)
    for name in dict.fromkeys(SPACES[at].group for at in board.PROPERTIES)
}
"""The positions of every group, by its name."""


_COLORS = tuple(lots for lots in GROUPS.values() if SPACES[lots[0]].kind is Kind.STREET)
_LOTS = tuple(GROUPS.get(space.group, ()) for space in SPACES)


def group(position: int) -> tuple[int, ...]:
    """The positions of the group a deed belongs to, itself among them."""
    return _LOTS[position]


def deeds(state: State, seat: int) -> list[int]:
    """What a seat owns, ascending."""
    owners = state.owners
    return [at for at in board.PROPERTIES if owners[at] == seat]


def tradable(state: State) -> Mapping[int | None, tuple[int, ...]]:
    """The deeds each seat can give: none of a group with buildings. Source: "Selling property"."""
    return _tradable(tuple(state.owners), tuple(state.houses))


def rent(state: State, position: int, dice: int) -> int:
    """The rent of an owned deed, in dollars; ``dice`` is the sum thrown.

    Source: the title deeds. "If a player owns all the lots of any color-group, the rent is doubled
    on unimproved lots of that group", even if another lot of the group is mortgaged.
    """
    space, owner = SPACES[position], state.owners[position]
    held = sum(1 for at in group(position) if state.owners[at] == owner)
    if space.kind is Kind.RAILROAD:
        return space.rents[held - 1]
    if space.kind is Kind.UTILITY:
        return space.rents[held - 1] * dice
    houses = state.houses[position]
    if houses:
        return space.rents[houses]
    return space.rents[0] * (2 if held == len(group(position)) else 1)


def interest(position: int) -> int:
    """Ten per cent of the mortgage, rounded up. Source: official rules, "Mortgages"."""
    return -(-SPACES[position].mortgage // 10)


def buildable(state: State, seat: int, building: Building) -> list[int]:
    """The streets that may carry one more of the kind, were it paid for and in stock."""
    full, houses = building == "hotel", state.houses
    return [at for at in growing(state, seat) if (houses[at] == 4) == full]


def growing(state: State, seat: int) -> list[int]:
    """The streets that may carry one more house or hotel, were it paid for and in stock.

    Source: official rules, "Houses": all lots of the group are the player's, none is mortgaged,
    buildings go up evenly; "Hotels": four houses on each lot of the group first.
    """
    found = []
    owners, mortgaged = state.owners, state.mortgaged
    for lots in _COLORS:
        if owners[lots[0]] != seat or owners[lots[-1]] != seat:
            continue
        if any(owners[at] != seat or mortgaged[at] for at in lots):
            continue
        least = min([state.houses[at] for at in lots])
        if least < board.HOTEL:
            found += [at for at in lots if state.houses[at] == least]
    return found


def sellable(state: State, seat: int) -> list[int]:
    """The streets a building may come off next: the fullest of their group.

    Source: official rules, "Selling property": evenly, in reverse of the manner they were erected.
    """
    found = []
    for lots in _COLORS:
        if state.owners[lots[0]] == seat:
            most = max([state.houses[at] for at in lots])
            found += [at for at in lots if most and state.houses[at] == most]
    return found


def mortgageable(state: State, seat: int) -> list[int]:
    """Deeds without mortgage whose whole group is unbuilt. Source: rules, "Mortgages"."""
    owners, mortgaged = state.owners, state.mortgaged
    return [at for at in _bare(tuple(state.houses)) if owners[at] == seat and not mortgaged[at]]


def raisable(state: State, seat: int) -> int:
    """Dollars the bank would give for all that can be sold or mortgaged."""
    total = 0
    for at in deeds(state, seat):
        total += state.houses[at] * (SPACES[at].house_cost // 2)
        total += 0 if state.mortgaged[at] else SPACES[at].mortgage
    return total


# Most choices leave the deeds as they are, and every menu asks for these two.
@lru_cache(1000)
def _bare(houses: tuple[int, ...]) -> tuple[int, ...]:
    """The deeds of groups without buildings, ascending."""
    built = {lot for at, count in enumerate(houses) if count for lot in _LOTS[at]}
    return tuple(at for at in board.PROPERTIES if at not in built)


@lru_cache(1000)
def _tradable(
    owners: tuple[int | None, ...], houses: tuple[int, ...]
) -> Mapping[int | None, tuple[int, ...]]:
    found = defaultdict[int | None, list[int]](list)
    for at in _bare(houses):
        found[owners[at]].append(at)
    return {owner: tuple(lots) for owner, lots in found.items()}
