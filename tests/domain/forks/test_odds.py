"""Shares of many games, and how sure they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay.domain.forks import odds
from replay.domain.forks.fork import Outcome


def outcome(winner: int | None, leader: int | None = None) -> Outcome:
    return Outcome(1, winner, leader, 100, 1000, (10, 20, 30))


def test_124_wins_of_400_are_31_percent_and_4_to_5_to_each_side():
    found = odds.share(124, 400)
    assert found.share == 0.31
    assert (found.low, found.high) == pytest.approx((0.2666, 0.3569), abs=1e-4)


def test_no_win_in_ten_games_is_not_certainly_none():
    found = odds.share(0, 10)
    assert (found.low, found.high) == pytest.approx((0.0, 0.2775), abs=1e-4)


@given(st.integers(1, 1000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_lies_within_0_and_1(counts):
    found = odds.share(*counts)
    assert 0 <= found.low <= found.share + 1e-12
    assert found.share - 1e-12 <= found.high <= 1


def test_every_game_is_won_by_one_or_counted_as_unfinished():
    found = odds.of([outcome(0), outcome(0), outcome(None, 2), outcome(None)], 3)
    assert [one.wins.count for one in found.seats] == [2, 0, 0]
    assert [one.leads for one in found.seats] == [0, 0, 1]
    assert found.unfinished.count == 2
    assert sum(one.wins.count for one in found.seats) + found.unfinished.count == found.games


def test_before_the_first_game_nothing_is_known():
    found = odds.of([], 3)
    assert (found.games, found.unfinished.low, found.unfinished.high) == (0, 0.0, 1.0)


def test_none_and_all_of_them_are_bounds_without_a_rounding_error():
    assert {odds.share(0, total).low for total in range(1, 400)} == {0.0}
    assert {odds.share(total, total).high for total in range(1, 400)} == {1.0}
