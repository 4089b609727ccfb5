"""Questions to begin with, in the words of a game."""

from __future__ import annotations

from msgspec import Struct

from replay.domain.dialects import registry
from replay.domain.setup import InvalidSetup, Setup

_RENTS = ("rent_payment", "RENT_PAID")


class Example(Struct, frozen=True):
    """A question and what it asks in words."""

    about: str
    condition: str
    value: str = ""


def of(setup: Setup) -> list[Example]:
    """Questions that can be asked of a game with these players, in its dialect."""
    if not setup.seats:
        return []
    player = setup.seats[0].player_id
    other = setup.seats[-1].player_id
    told = [
        Example(
            "someone below $100 who holds a monopoly",
            "players.exists(p, players[p].cash < 100 && has_monopoly(p))",
        ),
        Example(
            f"player {other} below $100 while player {player} owns all orange",
            f"players[{other}].cash < 100 && owns_group({player}, 'orange')",
            f"players[{other}].cash",
        ),
        Example(
            "someone loses more than $300 at once",
            "players.exists(p, before.players[p].cash - players[p].cash > 300)",
        ),
        Example("an auction goes over $200", "auction != null && auction.high_bid > 200"),
        Example("Boardwalk changes hands", "changed('properties.39.owner')"),
        Example("the bank runs out of houses", "bank.houses == 0", "bank.houses"),
        Example("a decision took over 10 s", "decision != null && decision.latency_ms > 10000"),
    ]
    rent = _rent(setup)
    if rent:
        about = "a rent above $500"
        told.insert(1, Example(about, f"event.type == '{rent}' && event.payload.amount > 500"))
    return told


def _rent(setup: Setup) -> str:
    try:
        known = registry.bind(setup).handlers
    except InvalidSetup:
        return ""
    return next((name for name in _RENTS if name in known), "")
