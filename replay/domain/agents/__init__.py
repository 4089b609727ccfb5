"""Players: pure functions of what they see, what they may do, and a generator of their own."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from msgspec import Struct

from replay.domain.rules.choice import Choice
from replay.domain.rules.house import House
from replay.domain.state import State


class View(Struct, frozen=True):
    """What a player sees: the whole board, never the decks. Look, don't touch.

    ``owed``: dollars this seat has to pay at once, 0 where nothing is due. ``proposals``: offers
    made this turn.
    """

    seat: int
    state: State
    house: House
    owed: int = 0
    proposals: int = 0


type Agent = Callable[[View, tuple[Choice, ...], Random], Choice]
