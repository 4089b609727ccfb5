"""Two numbers, the one less the other, which may have games in common."""

from __future__ import annotations

import math

import numpy as np
from msgspec import Struct

from replay.domain.statistics.estimates import NOTHING, Estimate
from replay.domain.statistics.tables import Array


def difference(one: Estimate, other: Estimate, correlation: float = 0.0) -> Estimate:
    """The first less the second, by both intervals (Newcombe 1998, method 10; Zou 2007).

    ``correlation``: of both numbers' errors, where the same games have to do with both
    (`correlation`): half-widths add as errors so correlated do.
    """
    if one.value is None or other.value is None:
        return NOTHING
    value, n, games = one.value - other.value, one.n + other.n, one.games + other.games
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return Estimate(value, None, None, n, games)

    def reach(a: float, b: float) -> float:
        return math.sqrt(max(0.0, a * a + b * b - 2 * correlation * a * b))

    low = value - reach(one.value - one.low, other.high - other.value)
    high = value + reach(one.high - one.value, other.value - other.low)
    return Estimate(value, low, high, n, games)


class Part(Struct, frozen=True):
    """What a ratio of sums is made of: what each observation adds above and below, and its game."""

    above: Array
    below: Array
    game: Array

    def errors(self, games: int) -> Array:
        """How far each of so many games moves the ratio (linearised, Cochran 1977, 6.3)."""
        above = np.bincount(self.game, self.above, games)
        below = np.bincount(self.game, self.below, games)
        total = below.sum()
        if not total:
            return np.zeros(games)
        found: Array = (above - above.sum() / total * below) / total
        return found


def correlation(one: Part, other: Part) -> float:
    """Of the errors of two ratios: what games that both are of bring to both of them."""
    games = 1 + max((int(part.game.max()) for part in (one, other) if len(part.game)), default=0)
    ours, theirs = one.errors(games), other.errors(games)
    spread = math.sqrt(float(ours @ ours) * float(theirs @ theirs))
    return max(-1.0, min(1.0, float(ours @ theirs) / spread)) if spread else 0.0
