"""The two printed decks of 16 cards, as data.

Source: the cards of the US standard edition (Parker Brothers / Hasbro, the edition of `board`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from msgspec import Struct

type DeckName = Literal["chance", "community_chest"]


class Does(StrEnum):
    """What a card tells its reader to do; ``amount`` and ``position`` of the card say how much."""

    ADVANCE = "advance"
    NEAREST_RAILROAD = "nearest_railroad"
    NEAREST_UTILITY = "nearest_utility"
    BACK = "back"
    JAIL = "jail"
    KEEP = "keep"
    BANK = "bank"
    EACH_PLAYER = "each_player"
    REPAIRS = "repairs"


class Card(Struct, frozen=True):
    """One card. ``amount``: dollars to the reader (negative: from), of each other player for
    `Does.EACH_PLAYER`; of a house for `Does.REPAIRS` (``hotel``: of a hotel); spaces back.
    """

    text: str
    does: Does
    amount: int = 0
    position: int = 0
    hotel: int = 0


_RAILROAD = (
    "Advance to the nearest Railroad. If unowned, you may buy it from the Bank. "
    "If owned, pay owner twice the rental to which they are otherwise entitled"
)
_UTILITY = (
    "Advance token to nearest Utility. If unowned, you may buy it from the Bank. "
    "If owned, throw dice and pay owner a total ten times amount thrown"
)
_REPAIRS = (
    "Make general repairs on all your property. For each house pay $25. For each hotel pay $100"
)
_JAIL = "Go to Jail. Go directly to Jail, do not pass Go, do not collect $200"

CHANCE: tuple[Card, ...] = (
    Card("Advance to Boardwalk", Does.ADVANCE, position=39),
    Card("Advance to Go (Collect $200)", Does.ADVANCE, position=0),
    Card("Advance to Illinois Avenue. If you pass Go, collect $200", Does.ADVANCE, position=24),
    Card("Advance to St. Charles Place. If you pass Go, collect $200", Does.ADVANCE, position=11),
    Card(_RAILROAD, Does.NEAREST_RAILROAD),
    Card(_RAILROAD, Does.NEAREST_RAILROAD),
    Card(_UTILITY, Does.NEAREST_UTILITY),
    Card("Bank pays you dividend of $50", Does.BANK, 50),
    Card("Get Out of Jail Free", Does.KEEP),
    Card("Go Back 3 Spaces", Does.BACK, 3),
    Card(_JAIL, Does.JAIL),
    Card(_REPAIRS, Does.REPAIRS, -25, hotel=-100),
    Card("Speeding fine $15", Does.BANK, -15),
    Card("Take a trip to Reading Railroad. If you pass Go, collect $200", Does.ADVANCE, position=5),
    Card("You have been elected Chairman of the Board. Pay each player $50", Does.EACH_PLAYER, -50),
    Card("Your building loan matures. Collect $150", Does.BANK, 150),
)

COMMUNITY_CHEST: tuple[Card, ...] = (
    Card("Advance to Go (Collect $200)", Does.ADVANCE, position=0),
    Card("Bank error in your favor. Collect $200", Does.BANK, 200),
    Card("Doctor's fee. Pay $50", Does.BANK, -50),
    Card("From sale of stock you get $50", Does.BANK, 50),
    Card("Get Out of Jail Free", Does.KEEP),
    Card(_JAIL, Does.JAIL),
    Card("Holiday fund matures. Receive $100", Does.BANK, 100),
    Card("Income tax refund. Collect $20", Does.BANK, 20),
    Card("It is your birthday. Collect $10 from every player", Does.EACH_PLAYER, 10),
    Card("Life insurance matures. Collect $100", Does.BANK, 100),
    Card("Pay hospital fees of $100", Does.BANK, -100),
    Card("Pay school fees of $50", Does.BANK, -50),
    Card("Receive $25 consultancy fee", Does.BANK, 25),
    Card(
        "You are assessed for street repair. $40 per house. $115 per hotel",
        Does.REPAIRS,
        -40,
        hotel=-115,
    ),
    Card("You have won second prize in a beauty contest. Collect $10", Does.BANK, 10),
    Card("You inherit $100", Does.BANK, 100),
)

DECKS: dict[DeckName, tuple[Card, ...]] = {"chance": CHANCE, "community_chest": COMMUNITY_CHEST}
