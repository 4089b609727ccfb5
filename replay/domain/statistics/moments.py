"""What is behind a number: the games, players and events it was counted from.

Every number of the statistics is the sum of ``amount`` over the moments of one `Behind`, or their
count (`replay.domain.statistics.finders`); a test holds each to that.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from msgspec import Struct

from replay.domain.board import PROPERTIES, SPACES
from replay.domain.statistics.chosen import Chosen
from replay.domain.statistics.groups import Group
from replay.domain.statistics.layout import GROUPS, NOBODY
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
    OFFERED = "decisions with it on the menu"
    STOOD_IN = "choices of a fallback"
    UNTIMED = "decisions that tell no latency"
    PLACEMENT = "placements"
    NET_WORTH = "net worth at the end"
    SURVIVED = "turns survived"
    TOKENS = "tokens used"
    TOKENS_OF_WIN = "tokens used in games that are over"
    COST = "dollars paid for tokens"
    COST_OF_WIN = "dollars paid for tokens in games that are over"
    DICE = "pips thrown"
    DOUBLES = "doubles thrown"
    LUCK = "luck of the dice"
    PAID = "rents that throws led to, paid"
    EXPECTED_PAID = "rents expected to be paid"
    RECEIVED = "rents that throws led to, received"
    EXPECTED_RECEIVED = "rents expected to be received"
    SKILL = "wins above those of others as lucky"
    FIFTH = "wins of players as lucky"
    RETURNS = "rent received on what was paid for"
    BUILDINGS = "buildings put up"
    OWNERS_WON = "wins of owners"
    HOLDERS = "wins of holders"
    AUCTION_PRICES = "auction prices as multiples"
    COMPLETED_IN = "turns in which it was completed"
    TURNS = "turns of games that are over"
    EVENTS = "events of games that are over"
    MINUTES = "minutes of games that are over"
    CASH_IN_PLAY = "cash of all players"
    WORTH_IN_PLAY = "net worth of all players"
    GIVEN = "dollars given"
    TAKEN = "dollars taken"
    GAIN = "gains by trades proposed"
    GAIN_ACCEPTING = "gains by trades accepted"


class Behind(Struct, frozen=True):
    """One number: what is looked for, and where or of which kind, as far as it asks that.

    ``seat``: of wins, those of one seat. ``band``: of latencies, those of one band. ``fifth``: of
    players by luck, 0 the unluckiest. ``first`` and ``last``: turns. ``against``: whom the chosen
    players came before, its field one of `replay.domain.statistics.groups.By`. ``whose``: of skill,
    that of one group among all that are chosen.
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
    band: int | None = None
    fifth: int | None = None
    first: int | None = None
    last: int | None = None
    whose: Group | None = None

    @property
    def space(self) -> int:
        """The space. Raises Unknown."""
        if self.position is None or not 0 <= self.position < len(SPACES):
            told = "" if self.position is None else str(self.position)
            raise Unknown("position", told, "not one of the 40 spaces, 0-39")
        return self.position

    @property
    def deed(self) -> int:
        """The space, which has a deed. Raises Unknown."""
        if self.space not in PROPERTIES:
            raise Unknown("position", str(self.space), "no space with a deed")
        return self.space

    @property
    def group_place(self) -> int:
        """The group of deeds, by its place. Raises Unknown."""
        if self.group not in GROUPS:
            raise Unknown("group", self.group, f"there are {', '.join(GROUPS)}")
        return GROUPS.index(self.group)


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
    """All moments behind a number, the newest game's first. Rows are only made of those asked.

    ``per``: the number is the total by so much; None where it is the total, or a quantile.
    """

    def __init__(
        self,
        chosen: Chosen,
        game: Array,
        seat: Array,
        number: Array,
        amount: Array,
        per: float | None = None,
    ) -> None:
        dated = chosen.tables.games["dated"][game]
        self._order = np.lexsort((number, seat, game, -dated))
        self._columns = (game, seat, number, amount)
        self.total = float(amount.sum())
        self.per = per
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
