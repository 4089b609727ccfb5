"""Ratings of players at tables of any size: Plackett-Luce (Weng and Lin 2011), as openskill has it.

Games are taken in the order they ended. A rating is a belief: ``mu`` and how unsure of it one is,
``sigma``. Everybody begins at 25 and 25/3; differences are what counts.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from itertools import pairwise
from threading import Lock

import numpy as np
from cachetools import LRUCache
from openskill.models import PlackettLuce, PlackettLuceRating

from replay.domain.statistics import groups as groups_of
from replay.domain.statistics.chosen import Chosen
from replay.domain.statistics.estimates import Estimate, Z
from replay.domain.statistics.groups import By, Group
from replay.domain.statistics.tables import Array, Rows

CHUNK = 10
"""Games between two tellings of progress: half a millisecond."""

STEP, STEPS = 100, 3
"""Beliefs are kept every so many games, as often, at the end of a course: games are not always
summed up in the order they ended."""

MOST_KEPT = 256

type Ratings = dict[Group, Estimate]


class Course:
    """All that ratings depend on: of each seat its group and placement, game by game.

    The tables it is made of may be gone long before all is rated.
    """

    def __init__(self, chosen: Chosen, by: By) -> None:
        tables, groups = chosen.tables, groups_of.of_everyone(chosen, by)
        order = in_order(chosen)
        players = tables.games["players"][order].astype("i8")
        self._ends = np.cumsum(players)
        self._games = np.repeat(np.arange(len(order)), players)
        begins = tables.first_seat[order] - (self._ends - players)
        seats = np.repeat(begins, players) + np.arange(len(self._games))
        self.groups = groups.all
        self._groups, self._places = groups.of_seat[seats], tables.seats["placement"][seats]

    def __len__(self) -> int:
        return len(self._ends)

    def names(self, counts: Iterable[int]) -> dict[int, bytes]:
        """Of its first so many games names of all they hold, by their number."""
        named = np.array([*map(_name, self.groups), 0], "i8")  # the last for -1, in no group
        rows = np.stack([self._games, named[self._groups], self._places.astype("i8")], axis=1)
        digest, at, found = hashlib.sha256(), 0, {}
        for count in sorted(set(counts)):
            end = int(self._ends[count - 1]) if count else 0
            digest.update(rows[at:end].tobytes())
            found[count], at = digest.digest(), end
        return found

    def games(self, first: int) -> Iterator[list[tuple[int, int]]]:
        """From that game on the seats of each that are in a group: which, and their placement."""
        begins = [0, *self._ends.tolist()]
        groups, places = self._groups.tolist(), self._places.tolist()
        for begin, end in pairwise(begins[first:]):
            seats = zip(groups[begin:end], places[begin:end], strict=True)
            yield [(group, place) for group, place in seats if group >= 0]


class Kept:
    """What was believed after courses of games, to go on from when there are more."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._beliefs: LRUCache[tuple[int, bytes], Mapping[Group, _Belief]] = LRUCache(MOST_KEPT)

    def longest(self, course: Course) -> tuple[int, Mapping[Group, _Belief]]:
        """How many games of a course are rated, and what was believed then."""
        with self._lock:
            names = course.names(count for count, _ in self._beliefs if count <= len(course))
            known = [one for one in names.items() if one in self._beliefs]
            last = max(known, default=None)
            return (0, {}) if last is None else (last[0], self._beliefs[last])

    def keep(self, count: int, name: bytes, beliefs: Mapping[Group, _Belief]) -> None:
        """They are not to be changed any more."""
        with self._lock:
            self._beliefs[count, name] = beliefs


def rate(course: Course, kept: Kept | None = None) -> Iterator[tuple[int, int, Ratings | None]]:
    """Rate all who sat in games that are over; (done, of how many, the ratings at last).

    Where one group has several seats of a game, each is rated as if it had sat there alone, and the
    group's rating becomes their mean. The interval is mu plus and minus 1.96 sigma; ``games`` of an
    estimate are those rated, ``n`` the seats. It goes on from what was ``kept``.
    """
    kept, total = kept or Kept(), len(course)
    begun, known = kept.longest(course)
    beliefs = [copy(known[group]) if group in known else _Belief() for group in course.groups]
    chairs: list[PlackettLuceRating] = []
    last = total // STEP
    names = course.names([total, *(STEP * at for at in range(max(0, last - STEPS + 1), last + 1))])
    for done, table in enumerate(course.games(begun), begun):
        if done in names:
            kept.keep(done, names[done], _held(course, beliefs))
        if done % CHUNK == 0:
            yield done, total, None
        if len(table) > 1:
            _play(beliefs, table, chairs)
    held = _held(course, beliefs)
    kept.keep(total, names[total], held)
    yield total, total, {group: one.estimate for group, one in held.items() if one.games}


def _held(course: Course, beliefs: list[_Belief]) -> dict[Group, _Belief]:
    return {group: copy(one) for group, one in zip(course.groups, beliefs, strict=True)}


def _name(group: Group) -> int:
    told = f"{group.field} {group.is_modelless} {group.value}".encode()
    return int.from_bytes(hashlib.sha256(told).digest()[:8], signed=True)


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
