"""Who comes out ahead of whom, and what the order of seats does."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from replay.domain.statistics import groups as groups_of
from replay.domain.statistics.chosen import Chosen
from replay.domain.statistics.estimates import Clusters, Estimate
from replay.domain.statistics.groups import By, Group
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
    groups = groups_of.of_everyone(chosen, by)
    count = min(len(groups), MOST_ROWS)
    seats = chosen.tables.seats
    one, other = pairs(chosen)
    row, column = groups.of_seat[one], groups.of_seat[other]
    listed = (row >= 0) & (column >= 0) & (row < count) & (column < count)
    wanted = listed & (row != column)
    one, other, key = one[wanted], other[wanted], (row * count + column)[wanted]
    before, after = seats["placement"][one], seats["placement"][other]
    is_tie = before == after
    ties = np.bincount(key[is_tie], minlength=count * count)
    clear = ~is_tie
    clusters = Clusters(key[clear], seats.game[one][clear], count * count)
    ahead = clusters.shares(before[clear] < after[clear])
    known = groups.all[:count]

    def pair(y: int, x: int) -> Pair | None:
        at = y * count + x
        if not (ahead[at].n or ties[at]):
            return None
        return Pair(known[y], known[x], ahead[at], int(ties[at]))

    return known, [[pair(y, x) for x in range(count)] for y in range(count)]


def seat_order(chosen: Chosen) -> list[Place]:
    """Wins by seat, for each number of players, of the chosen players in games that are over."""
    tables = chosen.tables
    seats = tables.seats
    places = np.flatnonzero(chosen.own & tables.games["is_over"][seats.game])
    players, seat = tables.games["players"][seats.game[places]], seats["seat"][places]
    keys, inverse = np.unique(players.astype("i8") << 16 | seat, return_inverse=True)
    wins = Clusters(inverse, seats.game[places], len(keys)).shares(seats["is_winner"][places])
    return [
        Place(key >> 16, key & 0xFFFF, estimate)
        for key, estimate in zip(keys.tolist(), wins, strict=True)
    ]


def pairs(chosen: Chosen) -> tuple[Array, Array]:
    """A chosen player and another of the same game, which is over, by their places among all."""
    tables = chosen.tables
    games = np.flatnonzero(chosen.games & tables.games["is_over"])
    ones, others = [np.array([], "i8")], [np.array([], "i8")]
    players = tables.games["players"][games]
    for number in np.unique(players).tolist():
        first = tables.first_seat[games[players == number]]
        for a in range(number):
            mine = first[chosen.own[first + a]]
            for b in range(number):
                if a != b:
                    ones.append(mine + a)
                    others.append(mine + b)
    return np.concatenate(ones), np.concatenate(others)
