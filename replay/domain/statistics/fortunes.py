"""Luck and skill: what the dice brought against what was to be expected, and what that won.

Luck is in dollars: rents that the dice led to, received less paid, each less its mean over all 36
throws at the same moment (`replay.domain.summary.luck`). Players can't influence it. What they win
beyond others who were as lucky is skill.
"""

from __future__ import annotations

import math

import numpy as np
from msgspec import Struct

from replay.domain.statistics import measures
from replay.domain.statistics.chosen import Chosen
from replay.domain.statistics.estimates import NOTHING, Clusters, Estimate, Z
from replay.domain.statistics.groups import Group, Grouping
from replay.domain.statistics.measures import Measure
from replay.domain.statistics.tables import Array

BINS = 5
"""Equally many players in each, by how lucky they were among those of tables of their size."""

LEAST = 20
"""Of fewer players no bins are made: they would be of one or two games."""


class Fortune(Struct, frozen=True):
    """One group's luck, of games that tell dice and rents.

    ``dice``: mean sum of a throw; ``doubles``: share of throws. Dollars of a seat in a game:
    ``luck``, and the rents ``paid`` and ``received`` that the dice led to, with what was to be
    expected of them. ``skill``: how much its share of wins is above that of others as lucky at
    tables as large, in games that are over.
    """

    group: Group
    seats: int
    dice: Estimate
    doubles: Estimate
    luck: Estimate
    paid: Estimate
    expected_paid: Estimate
    received: Estimate
    expected_received: Estimate
    skill: Estimate


class Bin(Struct, frozen=True):
    """Players who were as lucky: between ``low`` and ``high`` dollars, and how many of them won.

    ``by_chance``: the share that would have won if luck decided nothing.
    """

    low: float
    high: float
    wins: Estimate
    by_chance: float


class Luck(Struct, frozen=True):
    """All of it. ``correlation``: of luck and winning, from -1 to 1."""

    fortunes: list[Fortune]
    bins: list[Bin]
    correlation: Estimate


def luck(chosen: Chosen, groups: Grouping) -> Luck:
    """By group; bins and correlation are of all players of the chosen games."""
    tables = chosen.tables
    told = groups.seats(tables.seats["is_told"])
    measured = {
        name: measures.by_group(measures.of(tables, name), groups) for name in measures.FORTUNES
    }
    skills = measures.by_group(skill(chosen), groups)
    counts = np.bincount(groups.of_seat[told], minlength=len(groups))
    fortunes = [
        Fortune(
            group=group,
            seats=int(counts[at]),
            skill=skills[at],
            **{name: found[at] for name, found in measured.items()},
        )
        for at, group in enumerate(groups.all)
    ]
    return Luck(fortunes, _bins(chosen), _correlation(chosen))


def skill(chosen: Chosen) -> Measure:
    """Wins above those of all of the chosen games who were as lucky, at tables as large."""
    seats = chosen.tables.seats
    places, _, cell, _ = _cells(chosen)
    told, above = np.zeros(len(seats), bool), np.zeros(len(seats))
    if len(places):
        wins = seats["is_winner"][places].astype("f8")
        told[places] = True
        above[places] = wins - (np.bincount(cell, wins) / np.bincount(cell).clip(1))[cell]
    return Measure(told, above, np.ones(len(seats)), least=-1.0, most=1.0)


def fifth(chosen: Chosen, number: int) -> Array:
    """The places of all players who are in one of the bins."""
    places, _, _, rank = _cells(chosen)
    found: Array = places[rank == number]
    return found


def _lucky(chosen: Chosen) -> tuple[Array, Array]:
    """Players of decided games that tell their luck, and how lucky each was."""
    tables = chosen.tables
    seats = tables.seats
    mask = seats["is_told"] & (chosen.games & tables.games["is_over"])[seats.game]
    places = np.flatnonzero(mask)
    return places, measures.luck(seats.where(places))


def _cells(chosen: Chosen) -> tuple[Array, Array, Array, Array]:
    """Players, how lucky each was, and the bin of each: by size of table, and alone."""
    return chosen.once("bins of luck", lambda: _binned(chosen))


def _binned(chosen: Chosen) -> tuple[Array, Array, Array, Array]:
    places, fortune = _lucky(chosen)
    if len(places) < LEAST:
        places, fortune = places[:0], fortune[:0]
    seats = chosen.tables.seats
    players = chosen.tables.games["players"][seats.game[places]]
    rank = _ranks(fortune, players)
    return places, fortune, players.astype("i8") * BINS + rank, rank


def _bins(chosen: Chosen) -> list[Bin]:
    seats = chosen.tables.seats
    places, fortune, _, rank = _cells(chosen)
    players = chosen.tables.games["players"][seats.game[places]]
    shares = Clusters(rank, seats.game[places], BINS).shares(seats["is_winner"][places])
    return [
        Bin(
            float(fortune[mine].min()),
            float(fortune[mine].max()),
            shares[at],
            float(np.mean(1 / players[mine])),
        )
        for at in range(BINS)
        if (mine := rank == at).any()
    ]


def _ranks(fortune: Array, players: Array) -> Array:
    """The bin of each player among those of tables of that size."""
    found = np.zeros(len(fortune), "i8")
    for size in np.unique(players):
        mine = np.flatnonzero(players == size)
        order = np.argsort(fortune[mine], kind="stable")
        found[mine[order]] = np.arange(len(mine)) * BINS // len(mine)
    return found


def _correlation(chosen: Chosen) -> Estimate:
    """Pearson's, with Fisher's interval for as many observations as there are games."""
    places, fortune = _lucky(chosen)
    seats = chosen.tables.seats
    games = len(np.unique(seats.game[places]))
    wins = seats["is_winner"][places].astype("f8")
    if games < 4 or not fortune.std() or not wins.std():
        return NOTHING
    value = float(np.corrcoef(fortune, wins)[0, 1])
    if abs(value) >= 1:
        return Estimate(value, None, None, len(places), games)
    middle, half = math.atanh(value), Z / math.sqrt(games - 3)
    low, high = math.tanh(middle - half), math.tanh(middle + half)
    return Estimate(value, low, high, len(places), games)
