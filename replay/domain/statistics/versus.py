"""Who comes out ahead of whom, and what the order of seats does."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from replay.domain.statistics.chosen import Chosen, everyone
from replay.domain.statistics.estimates import Clusters, Estimate
from replay.domain.statistics.groups import By, Group, Grouping
from replay.domain.statistics.tables import Array

MOST_ROWS = 16
"""Groups in the matrix, those with the most seats."""


class Pair(Struct, frozen=True):
    """How often ``one`` was placed before ``other`` in the games both sat in, ties left out.

    ``ties``: pairs of them that shared a place.
    """

    one: Group
    other: Group
    ahead: Estimate
    ties: int


class Place(Struct, frozen=True):
    """Of games with that many players, how often seat ``seat`` (from 0, the first to move) won."""

    players: int
    seat: int
    wins: Estimate


def head_to_head(chosen: Chosen, by: By) -> tuple[list[Group], list[list[Pair | None]]]:
    """The matrix: row ahead of column; None where two never met.

    Rows are the chosen players' groups. Columns are those of all who sat with them.
    """
    groups = Grouping(everyone(chosen), by)
    count = min(len(groups), MOST_ROWS)
    one, other = _pairs(chosen, groups, count)
    seats = chosen.tables.seats
    mine = chosen.own[one]
    one, other = one[mine], other[mine]
    before, after = seats["placement"][one], seats["placement"][other]
    key = groups.of_seat[one] * count + groups.of_seat[other]
    is_tie = before == after
    ties = np.bincount(key[is_tie], minlength=count * count)
    clear = ~is_tie
    clusters = Clusters(key[clear], seats.game[one][clear], count * count)
    ahead = clusters.shares(before[clear] < after[clear])
    listed = groups.all[:count]
    matrix: list[list[Pair | None]] = [
        [
            Pair(row, column, ahead[at], int(ties[at]))
            if ahead[at := y * count + x].n or ties[at]
            else None
            for x, column in enumerate(listed)
        ]
        for y, row in enumerate(listed)
    ]
    return listed, matrix


def seat_order(chosen: Chosen) -> list[Place]:
    """Wins by seat, for each number of players, of the chosen players in games that are over."""
    tables = chosen.tables
    seats = tables.seats
    places = np.flatnonzero(chosen.own & tables.games["is_over"][seats.game])
    players, seat = tables.games["players"][seats.game[places]], seats["seat"][places]
    keys, inverse = np.unique(np.stack([players, seat]), axis=1, return_inverse=True)
    clusters = Clusters(np.ravel(inverse), seats.game[places], keys.shape[1])
    wins = clusters.shares(seats["is_winner"][places])
    return [
        Place(int(number), int(at), estimate)
        for (number, at), estimate in zip(keys.T.tolist(), wins, strict=True)
    ]


def _pairs(chosen: Chosen, groups: Grouping, count: int) -> tuple[Array, Array]:
    """All ordered pairs of players of a game that is over, by their places among all players."""
    tables = chosen.tables
    games = np.flatnonzero(chosen.games & tables.games["is_over"])
    ones, others = [np.array([], "i8")], [np.array([], "i8")]
    players = tables.games["players"][games]
    for number in np.unique(players).tolist():
        first = tables.first_seat[games[players == number]]
        for a in range(number):
            for b in range(number):
                if a != b:
                    ones.append(first + a)
                    others.append(first + b)
    one, other = np.concatenate(ones), np.concatenate(others)
    mask = (groups.of_seat[one] != groups.of_seat[other]) & (groups.of_seat[one] >= 0)
    for side in (one, other):
        mask &= (groups.of_seat[side] >= 0) & (groups.of_seat[side] < count)
    return one[mask], other[mask]
