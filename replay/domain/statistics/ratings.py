"""Ratings of players at tables of any size: Plackett-Luce (Weng and Lin 2011), as openskill has it.

Games are taken in the order they ended. A rating is a belief: ``mu`` and how unsure of it one is,
``sigma``. Everybody begins at 25 and 25/3; differences are what counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from openskill.models import PlackettLuce, PlackettLuceRating

from replay.domain.statistics import groups as groups_of
from replay.domain.statistics.chosen import Chosen
from replay.domain.statistics.estimates import Estimate, Z
from replay.domain.statistics.groups import By, Group, Grouping
from replay.domain.statistics.tables import Array, Rows

CHUNK = 10
"""Games between two tellings of progress: half a millisecond."""

type Ratings = dict[Group, Estimate]


def rate(chosen: Chosen, by: By) -> Iterator[tuple[int, int, Ratings | None]]:
    """Rate all who sat in the chosen games that are over; (done, of how many, the ratings at last).

    Where one group has several seats of a game, each is rated as if it had sat there alone, and the
    group's rating becomes their mean. The interval is mu plus and minus 1.96 sigma; ``games`` of an
    estimate are those rated, ``n`` the seats.
    """
    tables = chosen.tables
    groups = groups_of.of_everyone(chosen, by)
    order = in_order(chosen)
    first, players = tables.first_seat[order], tables.games["players"][order]
    # The tables may be gone long before all is rated: these columns are all it takes of them.
    return _rate(groups, tables.seats["placement"], first, players)


def _rate(
    groups: Grouping, places: Array, firsts: Array, players: Array
) -> Iterator[tuple[int, int, Ratings | None]]:
    beliefs = [_Belief() for _ in groups.all]
    chairs: list[PlackettLuceRating] = []
    placement, of_seat = places.tolist(), groups.of_seat.tolist()
    total = len(firsts)
    for done, (first, count) in enumerate(zip(firsts.tolist(), players.tolist(), strict=True)):
        if done % CHUNK == 0:
            yield done, total, None
        seats = range(first, first + count)
        table = [(of_seat[at], placement[at]) for at in seats if of_seat[at] >= 0]
        if len(table) > 1:
            _play(beliefs, table, chairs)
    yield (
        total,
        total,
        {group: one.estimate for group, one in zip(groups.all, beliefs, strict=True) if one.games},
    )


def in_order(chosen: Chosen) -> list[int]:
    """The chosen games that are over, in the order they ended; of one instant by name."""

    def find(whole: Rows) -> Array:
        names = np.array([chosen.tables.word(code) for code in whole["name"]], "U")
        return np.lexsort((names, whole["dated"]))

    games = chosen.tables.games
    order = games.derived("order", find)
    found: list[int] = order[(chosen.games & games["is_over"])[order]].tolist()
    return found


_MODEL = PlackettLuce()


class _Belief:
    """What is believed of one group so far."""

    def __init__(self) -> None:
        self.mu, self.sigma = float(_MODEL.mu), float(_MODEL.sigma)
        self.seats = self.games = 0

    @property
    def estimate(self) -> Estimate:
        half = Z * self.sigma
        return Estimate(self.mu, self.mu - half, self.mu + half, self.seats, self.games)

    def learn(self, ratings: list[tuple[float, float]]) -> None:
        """Take in a game: what each of its seats would be rated at now."""
        self.mu = sum(mu for mu, _ in ratings) / len(ratings)
        self.sigma = sum(sigma for _, sigma in ratings) / len(ratings)
        self.seats += len(ratings)
        self.games += 1


def _play(
    beliefs: list[_Belief], table: list[tuple[int, int]], chairs: list[PlackettLuceRating]
) -> None:
    """One game: of each seat its group and placement.

    ``chairs`` are used game after game: each new one costs an identifier by chance.
    """
    chairs += [_MODEL.rating() for _ in range(len(table) - len(chairs))]
    for chair, (group, _) in zip(chairs, table, strict=False):
        chair.mu, chair.sigma = beliefs[group].mu, beliefs[group].sigma
    teams = [[chair] for chair in chairs[: len(table)]]
    after = _MODEL.rate(teams, ranks=[float(place) for _, place in table])
    found = defaultdict[int, list[tuple[float, float]]](list)
    for (group, _), (one,) in zip(table, after, strict=True):
        found[group].append((one.mu, one.sigma))
    for group, ratings in found.items():
        beliefs[group].learn(ratings)
