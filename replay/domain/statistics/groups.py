"""Players put together by what they have in common: their model, agent or strategy."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from msgspec import Struct

from replay.domain.statistics.chosen import Chosen, everyone
from replay.domain.statistics.estimates import Clusters
from replay.domain.statistics.filters import NONE
from replay.domain.statistics.tables import Array, Tables

MOST = 100
"""Groups that are told each for itself, those with the most seats; hostile names may be many."""


class By(StrEnum):
    """What players have in common. MODEL is the language model, and the agent of who has none."""

    MODEL = "model"
    AGENT = "agent"
    STRATEGY = "strategy"


class Group(Struct, frozen=True):
    """Players with one ``value`` ("": not told) of ``field``, a filter's name.

    ``is_modelless``: only those of them without a language model.
    """

    field: str
    value: str
    is_modelless: bool = False

    @property
    def query(self) -> list[tuple[str, str]]:
        """The filters that choose just them."""
        if not self.field:
            return []
        own = [(self.field, self.value or NONE)]
        return [*own, (By.MODEL, NONE)] if self.is_modelless else own

    def members(self, tables: Tables) -> Array:
        """A mask over all players."""
        seats = tables.seats
        found: Array = seats[self.field] == tables.code(self.value)
        if self.is_modelless:
            found &= seats["model"] == tables.code("")
        return found


EVERYBODY = Group("", "")


class Grouping:
    """The chosen players by group.

    ``of_seat``: the group of every player of the tables, -1 of none. ``beyond``: how many groups
    are not told, as there are more than `MOST`.
    """

    def __init__(self, chosen: Chosen, by: By | None) -> None:
        """Put them together; ``by`` None puts all of them into one group."""
        keys = _keys(chosen, by)
        own = keys[chosen.own]
        found, inverse, counts = np.unique(own, return_inverse=True, return_counts=True)
        order = np.argsort(-counts, kind="stable")[:MOST]
        place = np.full(len(found), -1)
        place[order] = np.arange(len(order))
        self.beyond = len(found) - len(order)
        self.all = [_group(chosen, by, int(key)) for key in found[order]]
        self.of_seat: Array = np.full(len(keys), -1)
        self.of_seat[chosen.own] = place[inverse]
        self._game = chosen.tables.seats.game

    def __len__(self) -> int:
        return len(self.all)

    def seats(self, mask: Array | None = None) -> Array:
        """The places of all players that are in a group, and of a mask over all players."""
        wanted = self.of_seat >= 0
        return np.flatnonzero(wanted if mask is None else wanted & mask)

    def clusters(self, seats: Array) -> Clusters:
        """Some players as observations of their groups, their games as clusters."""
        return Clusters(self.of_seat[seats], self._game[seats], len(self))

    def sums(self, seats: Array, values: Array) -> Array:
        """Of each group the sum of one value for each of some players."""
        return np.bincount(self.of_seat[seats], values, minlength=len(self))


def of_everyone(chosen: Chosen, by: By) -> Grouping:
    """All who sat in the chosen games, put together."""
    return chosen.once(("everyone by", by), lambda: Grouping(everyone(chosen), by))


def _keys(chosen: Chosen, by: By | None) -> Array:
    """One number for each player, equal for those of one group."""
    tables = chosen.tables
    seats = tables.seats
    if by is None:
        return np.zeros(len(seats), "i8")
    if by is not By.MODEL:
        found: Array = seats[by.value].astype("i8")
        return found
    model = seats["model"].astype("i8")
    has_none = model == tables.code("")
    return np.where(has_none, -1 - seats["agent"].astype("i8"), model)


def _group(chosen: Chosen, by: By | None, key: int) -> Group:
    if by is None:
        return EVERYBODY
    if by is By.MODEL and key < 0:
        return Group(By.AGENT, chosen.tables.word(-1 - key), is_modelless=True)
    return Group(by, chosen.tables.word(key))
