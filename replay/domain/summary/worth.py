"""What one side of a trade is worth, by the printed board."""

from __future__ import annotations

from replay.domain import board
from replay.domain.effects import Bundle
from replay.domain.state import State

JAIL_CARD = 50
"""A "get out of jail free" card saves the fine."""


def worth(bundle: Bundle, state: State) -> int:
    """Dollars: cash, deeds at their price (at mortgage value while mortgaged), cards at the fine.

    Buildings count at cost, where a log trades built deeds at all. What a deed is worth to this
    or that player, a colour group it completes for one, is not in it.
    """
    value = bundle.cash + JAIL_CARD * bundle.jail_cards
    for at in bundle.properties:
        space = board.SPACES[at]
        value += space.mortgage if state.mortgaged[at] else space.price
        value += state.houses[at] * space.house_cost
    return value


def deeds_worth(state: State) -> int:
    """Dollars of all deeds that players own: as in a trade."""
    value, houses, mortgaged = 0, state.houses, state.mortgaged
    for at, owner in enumerate(state.owners):
        if owner is not None:
            space = board.SPACES[at]
            value += space.mortgage if mortgaged[at] else space.price
            value += houses[at] * space.house_cost
    return value
