"""Numbers with what they are of and how sure they are: 95 % intervals, by games.

Players of one game, and decisions of one player, have their game in common. What is seen of them is
therefore taken game by game (clusters): an interval is as wide as the games differ.
"""

from __future__ import annotations

import math

import numpy as np
from msgspec import Struct, structs

from replay.domain.statistics.distinct import distinct
from replay.domain.statistics.tables import Array

Z = 1.959963984540054
"""The 97.5 % quantile of the normal distribution."""

FEW = 10
"""Of fewer games than this a number is marked as one of few."""


class Estimate(Struct, frozen=True):
    """A number, and between what bounds it lies with 95 % confidence.

    ``n``: how many players, decisions or whatever is counted; ``games``: of how many games. The
    value is None where there is nothing to count, bounds are None where nothing tells them.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    games: int

    @property
    def is_of_few(self) -> bool:
        """Whether it is of so few games that it says little."""
        return self.games < FEW

    def within(self, least: float, most: float) -> Estimate:
        """The same, with an interval that holds nothing that cannot be."""
        if self.low is None or self.high is None:
            return self
        return structs.replace(self, low=max(self.low, least), high=min(self.high, most))


NOTHING = Estimate(None, None, None, 0, 0)


class Clusters:
    """Observations in groups, and which game each belongs to.

    Args:
        group: 0 … ``count - 1`` for each observation.
        game: any number that games differ in.
        count: how many groups there are.
    """

    def __init__(self, group: Array, game: Array, count: int) -> None:
        self._count = count
        group, game = np.asarray(group, "i8"), np.asarray(game, "i8")
        width = int(game.max()) + 1 if len(game) else 1
        pairs, self._pair = distinct(group * width + game, count * width)
        self._group = pairs // width
        self.games: Array = np.bincount(self._group, minlength=count)
        self._n = np.bincount(group, minlength=count)

    def shares(self, hits: Array, trials: Array | None = None) -> list[Estimate]:
        """Of each group, hits among trials, by Wilson's interval (Wilson 1927).

        Where the games of a group differ more than chance would have them, it is widened by the
        design effect, as for cluster samples (Kish 1965); it is never narrowed.
        """
        trials = np.ones(len(hits)) if trials is None else trials
        found, total = self._by_pair(hits), self._by_pair(trials)
        all_hits, all_trials = self._by_group(found), self._by_group(total)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = all_hits / all_trials
            # Both with one degree of freedom less, so that one trial in each game has no effect.
            chance = share * (1 - share) / (all_trials - 1)
            effect = self._spread(found, total, share, all_trials) / chance
        return _wilsons(all_hits, all_trials, self.games, effect)

    def ratios(self, above: Array, below: Array | None = None) -> list[Estimate]:
        """Of each group the sum of ``above`` by that of ``below`` (None: the mean of ``above``).

        The interval is Student's with the games as clusters (linearised, Cochran 1977, 6.3).
        """
        below = np.ones(len(above)) if below is None else below
        top, bottom = self._by_pair(above), self._by_pair(below)
        tops, bottoms = self._by_group(top), self._by_group(bottom)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = tops / bottoms
            spread = np.sqrt(self._spread(top, bottom, ratio, bottoms))
        return _students(ratio, spread, self._n, self.games)

    def _by_pair(self, values: Array) -> Array:
        return np.bincount(self._pair, np.asarray(values, "f8"), minlength=len(self._group))

    def _by_group(self, values: Array) -> Array:
        return np.bincount(self._group, values, minlength=self._count)

    def _spread(self, top: Array, bottom: Array, ratio: Array, bottoms: Array) -> Array:
        """The variance of a ratio of sums, by how its games differ from it."""
        residual = top - ratio[self._group] * bottom
        games = self.games.astype("f8")
        spread: Array = self._by_group(residual**2) * games / (games - 1) / bottoms**2
        return spread


def shares_by_game(hits: Array, trials: Array) -> list[Estimate]:
    """As `Clusters.shares`, of many numbers at once: a row for each game, a column for each number.

    A game without a trial is none. ``trials`` may have one column for all.
    """
    hits, trials = hits.astype("f8", copy=False), trials.astype("f8", copy=False)
    all_hits = hits.sum(0)
    games = np.broadcast_to((trials > 0).sum(0), all_hits.shape)
    all_trials = np.broadcast_to(trials.sum(0), all_hits.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = all_hits / all_trials
        chance = share * (1 - share) / (all_trials - 1)
        effect = _variance(hits, trials, share, games) / chance
    return _wilsons(all_hits, all_trials, games, effect)


def ratios_by_game(above: Array, below: Array, counts: Array) -> list[Estimate]:
    """As `Clusters.ratios`, of many numbers at once: a row for each game, a column for each number.

    ``counts``: how many there are of each game; of games with none all else has to be zero.
    """
    games = (counts > 0).sum(0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = above.sum(0) / below.sum(0)
        spread = np.sqrt(_variance(above, below, ratio, games))
    return _students(ratio, spread, counts.sum(0).astype("i8"), games)


def _variance(top: Array, bottom: Array, ratio: Array, games: Array) -> Array:
    """Of ratios of sums, by how the games (rows) differ from them."""
    residual = top - ratio * bottom
    known = games.astype("f8")
    squares = np.einsum("ij,ij->j", residual, residual)
    spread: Array = squares * known / (known - 1) / bottom.sum(0) ** 2
    return spread


def _wilsons(hits: Array, trials: Array, games: Array, effect: Array) -> list[Estimate]:
    """An effect that is none, or only of rounding, is chance's own."""
    effect = np.where(np.isfinite(effect) & (effect > 1 + 1e-9), effect, 1.0)
    rows = zip(hits.tolist(), trials.tolist(), games.tolist(), effect.tolist(), strict=True)
    return [wilson(one, of, count, design=deff) for one, of, count, deff in rows]


def _students(ratio: Array, spread: Array, n: Array, games: Array) -> list[Estimate]:
    rows = zip(ratio.tolist(), spread.tolist(), n.tolist(), games.tolist(), strict=True)
    return [
        _around(value, width * student(count - 1) if count > 1 else math.nan, of, count)
        for value, width, of, count in rows
    ]


def wilson(hits: float, trials: float, games: int, *, design: float = 1.0) -> Estimate:
    """A share by Wilson's interval; ``design``: its variance as a multiple of chance's."""
    if trials <= 0:
        return Estimate(None, None, None, 0, games)
    share, n = hits / trials, trials / max(1.0, design)
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    high = 1.0 if hits == trials else min(1.0, middle + half)
    return Estimate(share, low, high, round(trials), games)


def mean(values: Array, game: Array) -> Estimate:
    """The mean of all, with games as clusters."""
    return Clusters(np.zeros(len(values), "i8"), game, 1).ratios(values)[0]


def mean_of(above: Array, below: Array, game: Array) -> Estimate:
    """The sum of the one by that of the other, with games as clusters."""
    return Clusters(np.zeros(len(above), "i8"), game, 1).ratios(above, below)[0]


def share(hits: Array, game: Array, trials: Array | None = None) -> Estimate:
    """The share of all, with games as clusters."""
    return Clusters(np.zeros(len(hits), "i8"), game, 1).shares(hits, trials)[0]


def quantile(values: Array, at: float) -> Estimate:
    """A quantile of independent values, each of a game, by order statistics: no shape is assumed.

    The value is that of the nearest rank; the bounds are the values at the ranks that the binomial
    distribution has within 95 % (normal approximation), None where that is beyond the last value.
    """
    total = len(values)
    if not total:
        return NOTHING
    half = Z * math.sqrt(total * at * (1 - at))
    return _between_ranks(np.sort(values), np.arange(1, total + 1), at, half, total)


def clustered_quantile(values: Array, counts: Array, game: Array, at: float) -> Estimate:
    """A quantile of values that come ``counts`` times each in games, see `Repeated`."""
    found, codes = np.unique(values, return_inverse=True)
    _, games = np.unique(game, return_inverse=True)
    return Repeated(found, codes, counts, games).quantile(at)


class Repeated:
    """Values that come ``counts`` times each in games, which they have in common.

    They are ``values[codes]``, and ``values`` ascend, some of them maybe equal. ``counts`` are
    whole, as are ``game``.
    """

    def __init__(self, values: Array, codes: Array, counts: Array, game: Array) -> None:
        self._values, self._codes, self._counts, self._game = values, codes, counts, game
        self._up_to = np.cumsum(np.bincount(codes, counts, len(values)).astype("i8"))
        self._games = np.flatnonzero(np.bincount(game))
        self._of_game = np.bincount(game, counts)[self._games]

    def quantile(self, at: float) -> Estimate:
        """One of them all.

        The bounds are the values whose shares lie around ``at`` as far as the share up to the
        quantile differs by games (Woodruff 1952), and never closer than were all independent.
        """
        games, total = len(self._games), int(self._of_game.sum())
        if not total:
            return Estimate(None, None, None, 0, games)
        value: float = self._values[np.searchsorted(self._up_to, math.ceil(at * total))].item()
        beyond = np.searchsorted(self._values, value, side="right")
        up_to = np.bincount(self._game, self._counts * (self._codes < beyond))[self._games]
        below = mean_of(up_to, self._of_game, self._games)
        if below.low is None or below.high is None:
            return Estimate(value, None, None, total, games)
        half = max((below.high - below.low) / 2, Z * math.sqrt(at * (1 - at) / total))
        return _between_ranks(self._values, self._up_to, at, half * total, games)


def _between_ranks(values: Array, up_to: Array, at: float, half: float, games: int) -> Estimate:
    """Of ascending values, and how many there are up to each."""
    total = int(up_to[-1])
    ranks = (math.ceil(at * total), math.floor(at * total - half), math.ceil(at * total + half) + 1)
    value, low, high = (_at_rank(values, up_to, rank) for rank in ranks)
    return Estimate(value, low, high, total, games)


def student(degrees: int) -> float:
    """The 97.5 % quantile of Student's t.

    Exact for one and two degrees; from there on the Cornish-Fisher expansion (Abramowitz and
    Stegun 26.7.5), which is off by less than 0.4 % at three degrees, and ever less.
    """
    if degrees == 1:
        return math.tan(math.pi * 0.475)
    if degrees == 2:
        return math.sqrt(2 * 0.95**2 / (1 - 0.95**2))
    z, v = Z, float(degrees)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / v ** (power + 1) for power, term in enumerate(terms))


def _at_rank(values: Array, up_to: Array, rank: int) -> float | None:
    if not 1 <= rank <= up_to[-1]:
        return None
    found: float = values[np.searchsorted(up_to, rank)].item()
    return found


def _around(value: float, half: float, n: int, games: int) -> Estimate:
    if not math.isfinite(value):
        return Estimate(None, None, None, n, games)
    if not math.isfinite(half):
        return Estimate(value, None, None, n, games)
    return Estimate(value, value - half, value + half, n, games)
