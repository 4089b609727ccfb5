"""What is behind a number: the games, players and events it was counted from.

Every number of the statistics is the sum of ``amount`` over the moments of one `Behind`, or their
count (`replay.domain.statistics.finders`); a test holds each to that.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from msgspec import Struct

from replay.domain.statistics.chosen import Chosen
from replay.domain.statistics.groups import Group
from replay.domain.statistics.layout import NOBODY
from replay.domain.statistics.tables import Array


class Of(StrEnum):
    """What is looked for."""

    GAMES = "games"
    OVER = "games that are over"
    SEATS = "players"
    WINS = "wins"
    AHEAD = "placed before"
    BANKRUPT = "bankruptcies"
    LANDINGS = "landings"
    RENT = "rent received"
    OWNERS = "owners"
    SALES = "sales"
    AUCTIONS = "auctions won"
    MONOPOLIES = "groups completed"
    KILLS = "bankrupt at"
    OFFERS = "offers made"
    DEALS = "trades proposed and carried out"
    ACCEPTED = "trades accepted"
    DECISIONS = "decisions"
    FALLBACKS = "fallbacks"
    INVALID = "decisions with a failed attempt"
    OFF_MENU = "choices off the menu"
    CHOICES = "own choices"
    FAULTS = "failed attempts"
    LATENCIES = "latencies"
    TYPES = "events of a type"


class Behind(Struct, frozen=True):
    """One number: what is looked for, and where or of which kind, as far as it asks that.

    ``seat``: of wins, those of one seat. ``against``: whom the chosen players came before; its
    field is one of `replay.domain.statistics.groups.By`.
    """

    of: Of
    position: int | None = None
    seat: int | None = None
    against: Group | None = None
    group: str = ""
    situation: str = ""
    action: str = ""
    fault: str = ""
    event: str = ""


class Unknown(Exception):
    """``field`` of a `Behind` is ``value``, and there is none such."""

    def __init__(self, field: str, value: str, wrong: str) -> None:
        super().__init__(f"{field} is {value!r}: {wrong}")
        self.field, self.value, self.wrong = field, value, wrong


class Moment(Struct, frozen=True):
    """A game (its place), a seat and an event of it, as far as there are, and how much it adds."""

    game: int
    seat: int | None
    number: int | None
    amount: float


class Moments:
    """All moments behind a number, the newest game's first. Rows are only made of those asked."""

    def __init__(
        self, chosen: Chosen, game: Array, seat: Array, number: Array, amount: Array
    ) -> None:
        dated = chosen.tables.games["dated"][game]
        self._order = np.lexsort((number, seat, game, -dated))
        self._columns = (game, seat, number, amount)
        self.total = float(amount.sum())
        self.games = len(np.unique(game))

    def __len__(self) -> int:
        return len(self._order)

    def page(self, start: int, count: int) -> list[Moment]:
        """Some of them."""
        places = self._order[start : start + count]
        rows = zip(*(column[places].tolist() for column in self._columns), strict=True)
        return [
            Moment(game, _told(seat), _told(number), amount) for game, seat, number, amount in rows
        ]


def _told(value: int) -> int | None:
    return None if value == NOBODY else value
