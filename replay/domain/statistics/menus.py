"""Decisions: what was on the menu and what was chosen, how long it took, and what went wrong."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from replay.domain.statistics.chosen import Chosen
from replay.domain.statistics.estimates import Clusters, Estimate
from replay.domain.statistics.groups import Group, Grouping
from replay.domain.statistics.layout import FAULTS, SITUATIONS
from replay.domain.statistics.tables import Array, Rows
from replay.domain.summary.deciding import BANDS, band, bucket

MOST_ACTIONS = 24


class Action(Struct, frozen=True):
    """An action in a situation. ``share``: of the decisions that could choose it, by the player's
    own choice; ``fallback``: how often it was chosen in its place."""

    name: str
    offered: int
    own: int
    fallback: int
    share: Estimate


class Situation(Struct, frozen=True):
    """One group's decisions in one situation; the actions offered most often come first."""

    group: Group
    situation: str
    decisions: int
    actions: list[Action]


class Latencies(Struct, frozen=True):
    """How one group's latencies spread over `BANDS`: the count up to each end, and beyond all."""

    group: Group
    counts: list[int]
    untold: int


class Faults(Struct, frozen=True):
    """One group's failed attempts by kind: how many, and how many for each decision."""

    group: Group
    decisions: int
    kinds: list[tuple[str, int, Estimate]]


class Decisions(Struct, frozen=True):
    """All of it. ``count`` decisions were made in ``games``."""

    count: int
    games: int
    situations: list[Situation]
    latencies: list[Latencies]
    faults: list[Faults]


def decisions(chosen: Chosen, groups: Grouping) -> Decisions:
    """By group, of the chosen players."""
    decided = chosen.own & (chosen.tables.seats["decisions"] > 0)
    return Decisions(
        count=int(chosen.seat("decisions").sum()),
        games=len(np.unique(chosen.tables.seats.game[decided])),
        situations=_situations(chosen, groups),
        latencies=_latencies(chosen, groups),
        faults=_faults(chosen, groups),
    )


def _situations(chosen: Chosen, groups: Grouping) -> list[Situation]:
    rows = chosen.own_rows("options")
    of = groups.of_seat[chosen.tables.seat_of(rows)]
    found = []
    for number, situation in enumerate(SITUATIONS):
        in_situation = rows["situation"] == number
        for at, group in enumerate(groups.all):
            mine = rows.where(in_situation & (of == at))
            if len(mine):
                count = int(mine["chosen"].sum())
                actions = _actions(chosen, mine)
                found.append(Situation(group, situation, count, actions))
    return found


def _actions(chosen: Chosen, mine: Rows) -> list[Action]:
    words, inverse = np.unique(mine["word"], return_inverse=True)
    clusters = Clusters(inverse, mine.game, len(words))
    # What was chosen without being on offer is a choice all the same.
    trials = np.maximum(mine["offered"], mine["chosen"])
    shares = clusters.shares(mine["own"], trials)
    offered, chosen_, own = (
        np.bincount(inverse, mine[name]) for name in ("offered", "chosen", "own")
    )
    order = np.lexsort((-chosen_, -offered))[:MOST_ACTIONS]
    return [
        Action(
            chosen.tables.word(int(words[at])),
            int(offered[at]),
            int(own[at]),
            int(chosen_[at] - own[at]),
            shares[at],
        )
        for at in order.tolist()
    ]


def _latencies(chosen: Chosen, groups: Grouping) -> list[Latencies]:
    rows = chosen.own_rows("latencies")
    of = groups.of_seat[chosen.tables.seat_of(rows)]
    decided = groups.seats(chosen.tables.seats["decisions"] > 0)
    totals = groups.sums(decided, chosen.tables.seats["decisions"][decided])
    of_band = bands(rows["bucket"])
    found = []
    for at, group in enumerate(groups.all):
        mine = of == at
        counts = np.bincount(of_band[mine], rows["count"][mine], minlength=len(BANDS) + 1)
        if totals[at]:
            told = [int(count) for count in counts]
            found.append(Latencies(group, told, int(totals[at]) - sum(told)))
    return found


def bands(buckets: Array) -> Array:
    """The band of each bucket, by its place."""
    longest = int(buckets.max()) + 1 if len(buckets) else bucket(0) + 1
    found: Array = np.array([band(number) for number in range(longest)])[buckets]
    return found


def _faults(chosen: Chosen, groups: Grouping) -> list[Faults]:
    tables = chosen.tables
    seats = tables.seats
    rows = chosen.own_rows("faults")
    places = groups.seats(seats["decisions"] > 0)
    clusters = groups.clusters(places)
    totals = groups.sums(places, seats["decisions"][places])
    at_seat = tables.seat_of(rows)
    rates, counts = [], []
    for number in range(len(FAULTS)):
        mine = rows["fault"] == number
        of_seat = np.bincount(at_seat[mine], rows["count"][mine], minlength=len(seats))
        found = clusters.ratios(of_seat[places], seats["decisions"][places])
        rates.append([one.within(0.0, np.inf) for one in found])
        counts.append(groups.sums(places, of_seat[places]))
    return [
        Faults(
            group,
            int(totals[at]),
            [
                (kind, int(counts[number][at]), rates[number][at])
                for number, kind in enumerate(FAULTS)
                if counts[number][at]
            ],
        )
        for at, group in enumerate(groups.all)
        if totals[at]
    ]
