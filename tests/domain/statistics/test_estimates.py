"""Intervals: as published, and as wide as games differ."""

from __future__ import annotations

import math
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay.domain.statistics import differences, estimates
from replay.domain.statistics.estimates import Clusters, Estimate

NO_GAMES = np.array([], "i8")


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [  # Newcombe (1998), Two-sided confidence intervals for the single proportion, table I
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_a_share_has_wilsons_interval(hits, trials, low, high):
    found = estimates.wilson(hits, trials, trials)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))
    assert found.value == hits / trials


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [  # Newcombe (1998), Interval estimation for the difference, table II, method 10
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0000),
    ],
)
def test_a_difference_of_shares_has_newcombes_interval(one, other, low, high):
    found = differences.difference(
        estimates.wilson(*one, one[1]), estimates.wilson(*other, other[1])
    )
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


@pytest.mark.parametrize(
    ("degrees", "value"),
    [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (9, 2.262), (29, 2.045), (1000, 1.962)],
)
def test_students_quantile_is_that_of_the_printed_tables(degrees, value):
    assert estimates.student(degrees) == pytest.approx(value, rel=4e-3)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40))
def test_a_mean_of_one_each_game_has_students_interval(values):
    found = estimates.mean(np.array(values), np.arange(len(values)))
    middle = math.fsum(values) / len(values)
    spread = math.sqrt(math.fsum((one - middle) ** 2 for one in values) / (len(values) - 1))
    half = estimates.student(len(values) - 1) * spread / math.sqrt(len(values))
    assert found.value == pytest.approx(middle, abs=1e-6)
    assert found.high - found.low == pytest.approx(2 * half, abs=1e-6)
    assert (found.n, found.games) == (len(values), len(values))


@given(st.lists(st.booleans(), min_size=3, max_size=60))
def test_what_games_have_in_common_is_not_counted_twice(hits):
    """Everybody of a game having the same result, ten players tell as much as one."""
    once = np.array(hits, float)
    games = np.arange(len(hits))
    alone = estimates.share(once, games)
    tenfold = estimates.share(np.repeat(once, 10), np.repeat(games, 10))
    assert tenfold.value == alone.value
    assert tenfold.games == alone.games
    if 0 < sum(hits) < len(hits):
        assert (tenfold.high - tenfold.low) >= 0.98 * (alone.high - alone.low)


def test_an_interval_holds_what_is_so_in_95_of_100_cases():
    rng, holds = Random(5), 0
    for _ in range(400):
        games = [rng.random() for _ in range(60)]  # each game has a chance of its own, 0.5 all told
        hits = np.array([rng.random() < chance for chance in games for _ in range(8)], float)
        found = estimates.share(hits, np.repeat(np.arange(60), 8))
        holds += found.low <= 0.5 <= found.high
    assert holds / 400 == pytest.approx(0.95, abs=0.035)


def test_a_ratio_is_that_of_the_sums_group_by_group():
    group, game = np.array([0, 0, 1, 0]), np.array([7, 8, 8, 8])
    above, below = np.array([1.0, 2.0, 9.0, 3.0]), np.array([2.0, 2.0, 3.0, 6.0])
    one, other = Clusters(group, game, 2).ratios(above, below)
    assert one.value == 6 / 10
    assert (one.n, one.games) == (3, 2)
    residuals = (1 - 0.6 * 2, 5 - 0.6 * 8)
    half = estimates.student(1) * math.sqrt(2 / 1 * sum(r * r for r in residuals)) / 10
    assert one.high - one.value == pytest.approx(half)
    assert other == Estimate(3.0, None, None, 1, 1)


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=80), st.sampled_from([0.5, 0.95]))
def test_a_quantile_is_of_the_nearest_rank_between_two_of_the_values(values, at):
    found = estimates.quantile(np.array(values, float), at)
    ordered = sorted(values)
    assert found.value == ordered[max(1, math.ceil(at * len(values))) - 1]
    for bound in (found.low, found.high):
        assert bound is None or bound in ordered
    assert found.low is None or found.low <= found.value
    assert found.high is None or found.high >= found.value


def test_the_median_of_a_hundred_lies_between_the_40th_and_the_61st():
    """Conover (1999), Practical Nonparametric Statistics: the order-statistics interval."""
    found = estimates.quantile(np.arange(1, 101, dtype=float), 0.5)
    assert (found.low, found.value, found.high) == (40, 50, 61)


def test_of_nothing_there_is_no_number():
    assert estimates.wilson(0, 0, 0).value is None
    assert estimates.mean(np.array([]), NO_GAMES) == Estimate(None, None, None, 0, 0)
    assert estimates.share(np.array([]), NO_GAMES) == Estimate(None, None, None, 0, 0)
    assert estimates.quantile(np.array([]), 0.5).value is None
    assert differences.difference(estimates.NOTHING, estimates.NOTHING) == estimates.NOTHING
    assert Clusters(NO_GAMES, NO_GAMES, 0).ratios(np.array([])) == []


def test_of_one_game_there_is_a_value_without_an_interval():
    assert estimates.mean(np.array([4.0]), np.array([1])) == Estimate(4.0, None, None, 1, 1)
    assert estimates.mean(np.array([4.0]), np.array([1])).is_of_few


def test_latencies_of_one_game_have_no_interval_and_those_of_many_differ_by_games():
    """What one slow game has a thousand times is still one game."""
    alone = estimates.clustered_quantile(
        np.array([5.0, 9.0]), np.array([900, 100]), np.zeros(2), 0.5
    )
    assert alone == Estimate(5.0, None, None, 1000, 1)
    values = np.array([1.0, 2.0, 8.0, 9.0] * 6)
    counts = np.array([90, 10, 0, 0, 0, 0, 10, 90] * 3)
    game = np.repeat(np.arange(12), 2)
    mixed = estimates.clustered_quantile(values, counts, game, 0.5)
    independent = estimates.quantile(np.repeat([1.0, 2.0, 8.0, 9.0], [270, 30, 30, 270]), 0.5)
    assert (mixed.value, independent.value) == (2.0, 2.0)
    assert (independent.low, independent.high) == (2.0, 8.0)
    assert (mixed.low, mixed.high) == (1.0, 9.0)


def test_a_difference_allows_for_games_that_both_are_of():
    """Of two who only play each other one loses what the other wins: the interval doubles."""
    wins = np.array([1.0] * 30 + [0.0] * 20)
    ones, game = np.ones(50), np.arange(50)
    mine, theirs = differences.Part(wins, ones, game), differences.Part(1 - wins, ones, game)
    assert differences.correlation(mine, theirs) == pytest.approx(-1)
    assert differences.correlation(mine, mine) == pytest.approx(1)
    one, other = estimates.share(wins, game), estimates.share(1 - wins, game)
    found = differences.difference(one, other, -1.0)
    assert found.low == pytest.approx(2 * one.low - 1)
    assert found.high == pytest.approx(2 * one.high - 1)
    apart = differences.difference(one, other)
    assert found.high - found.low == pytest.approx(math.sqrt(2) * (apart.high - apart.low), 0.01)
    assert differences.difference(one, one, 1.0).high < 0.02


def test_an_interval_holds_nothing_that_cannot_be():
    assert Estimate(1.2, -3.0, 5.4, 2, 2).within(1.0, np.inf) == Estimate(1.2, 1.0, 5.4, 2, 2)
    assert Estimate(1.2, None, None, 1, 1).within(1.0, 2.0) == Estimate(1.2, None, None, 1, 1)


@pytest.mark.parametrize("at", [0.5, 0.95])
def test_values_that_are_equal_under_two_codes_are_one_value(at):
    """As the middles of buckets on either side of a band's end are."""
    random = np.random.default_rng(3)
    codes, counts = random.integers(0, 12, 400), random.integers(1, 9, 400)
    game = np.sort(random.integers(0, 30, 400)) + 5
    values = np.arange(12) // 2 * 10.0
    expected = estimates.clustered_quantile(values[codes], counts, game, at)
    assert estimates.Repeated(values, codes, counts, game).quantile(at) == expected
