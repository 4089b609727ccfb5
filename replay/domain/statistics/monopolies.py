"""Colour groups, railroads and utilities: who came to hold all of one, when, and what it won."""

from __future__ import annotations

from functools import partial

import numpy as np
from msgspec import Struct

from replay.domain.statistics import winners
from replay.domain.statistics.chosen import Chosen
from replay.domain.statistics.estimates import Estimate, quantile, shares_by_game
from replay.domain.statistics.layout import GROUPS, NOBODY
from replay.domain.statistics.measures import Measure
from replay.domain.statistics.tables import Array, Rows, Tables


class Monopoly(Struct, frozen=True):
    """One colour group (or railroads, utilities).

    ``completed``: share of games in which a chosen player came to hold all of it; ``turn``: the
    median turn of the first time; ``win_rate``: of those who ever held all of it.
    """

    group: str
    completed: Estimate
    turn: Estimate
    win_rate: Estimate
    by_chance: float | None


def all_groups(chosen: Chosen) -> list[Monopoly]:
    """What became of every group, to the chosen players."""
    tables = chosen.tables
    begun = _first(chosen.own_rows("monopolies"))
    completed = np.zeros((len(tables), len(GROUPS)), bool)
    completed[begun.game, begun["group"]] = True
    shares = shares_by_game(completed[chosen.games], np.ones((len(chosen), 1)))
    wins = winners.shares(chosen, "holders", partial(_held, tables))
    turns, groups = begun["turn"], begun["group"]
    return [
        Monopoly(
            group=group,
            completed=shares[number],
            turn=quantile(turns[groups == number], 0.5),
            win_rate=wins[number][0],
            by_chance=wins[number][1],
        )
        for number, group in enumerate(GROUPS)
    ]


def first(chosen: Chosen, group: int) -> Rows:
    """The first time in each game that a chosen player came to hold all of a group."""
    rows = chosen.own_rows("monopolies")
    return _first(rows.where(rows["group"] == group))


def _first(rows: Rows) -> Rows:
    """Of each game and group the first."""
    key = rows.game.astype("i8") * len(GROUPS) + rows["group"]
    first = np.full(int(key.max(initial=0)) + 1, NOBODY)
    first[key[::-1]] = np.arange(len(rows))[::-1]  # the last one written stays
    return rows.where(first[first != NOBODY])


def holders(chosen: Chosen, group: int) -> Measure:
    """What of those who ever held all of a group won."""
    return winners.measure(chosen, _held(chosen.tables, chosen.tables.seats)[:, group])


def _held(tables: Tables, seats: Rows) -> Array:
    """A column for each group: whether a player ever had all of it."""

    def find(whole: Rows) -> Array:
        rows = tables.rows["monopolies"]
        held = np.zeros((len(whole), len(GROUPS)), bool)
        held[tables.seat_of(rows), rows["group"]] = True
        return held

    return seats.derived("holders", find)
