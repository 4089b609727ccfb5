"""Length, money, events and trades, against whole games looked at one by one."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from replay.domain.statistics import economy
from replay.domain.statistics.chosen import choose
from replay.domain.statistics.filters import Filters
from replay.domain.statistics.groups import By, Grouping
from replay.domain.statistics.tables import Tables
from replay.domain.summary import ends
from replay.domain.summary.worth import worth
from tests.domain.statistics import slowly
from tests.domain.statistics.games import tables

WHOLE = choose(tables(slowly.GAMES), Filters())
TOLD = economy.economy(WHOLE, Grouping(WHOLE, By.MODEL))
OVER = [game for game in range(slowly.GAMES) if slowly.decided(game)]


def turns(game):
    return len(slowly.folded(game).told("turn_start"))


def approx(value):
    return None if value is None else pytest.approx(value)


@pytest.mark.parametrize(
    ("unit", "of"),
    [("turns", turns), ("events", lambda game: len(slowly.folded(game).events))],
)
def test_lengths_are_those_of_games_that_are_over(unit, of):
    told = next(one for one in TOLD.lengths if one.unit == unit)
    values = sorted(of(game) for game in OVER)
    assert TOLD.over == told.mean.n == len(values)
    assert told.mean.value == pytest.approx(slowly.mean(values))
    assert told.median.value == values[-(-len(values) // 2) - 1]
    assert sum(count for _, _, count in told.bars) == len(values)
    for low, high, count in told.bars[:-1]:
        inside = sum(low <= value < high for value in values)
        assert count in {inside, inside + values.count(high)}


def test_games_without_a_clock_have_no_minutes():
    told = next(one for one in TOLD.lengths if one.unit == "minutes")
    assert (told.mean.value, told.median.value, told.bars) == (None, None, [])


def test_money_in_play_is_the_mean_of_the_games_that_came_so_far():
    cash, worths = defaultdict(list), defaultdict(list)
    longest = max(turns(game) for game in range(slowly.GAMES))
    width = -(-longest // economy.MOST_MOMENTS)
    for game in range(slowly.GAMES):
        money = slowly.folded(game).money()
        last = len(money) - 1
        kept = range(len(money))
        if len(money) > ends.MOMENTS:
            kept = [index * last // (ends.MOMENTS - 1) for index in range(ends.MOMENTS)]
        of_moment = defaultdict(list)
        for index in kept:
            of_moment[index // width].append(money[index])
        for moment, found in of_moment.items():
            cash[moment].append(slowly.mean(one for one, _ in found))
            worths[moment].append(slowly.mean(one for _, one in found))
    assert [one.first for one in TOLD.money] == [moment * width + 1 for moment in sorted(cash)]
    for one, moment in zip(TOLD.money, sorted(cash), strict=True):
        assert one.cash.games == len(cash[moment])
        assert one.cash.value == pytest.approx(slowly.mean(cash[moment]))
        assert one.net_worth.value == pytest.approx(slowly.mean(worths[moment]))
    assert TOLD.money[0].cash.games == slowly.GAMES


def test_events_are_counted_by_type():
    counts, games = Counter(), Counter()
    for game in range(slowly.GAMES):
        names = [event.event_type for event in slowly.folded(game).events]
        counts.update(names)
        games.update(set(names))
    assert {one.name: (one.count, one.games) for one in TOLD.types} == {
        name: (count, games[name]) for name, count in counts.items()
    }
    assert TOLD.other_events == 0
    for one in TOLD.types:
        assert one.share.value == pytest.approx(one.count / counts.total())
    assert [one.count for one in TOLD.types] == sorted(counts.values(), reverse=True)


@pytest.mark.parametrize("label", sorted(slowly.labels()))
def test_trades_are_those_offered_and_those_carried_out(label):
    told = next(one for one in TOLD.trades if one.group.value == label)
    proposed, own, others = 0, [], []
    for player in slowly.of(label):
        offers = player.slow.told("trade_offer", "trade_counter")
        proposed += sum(one["proposer_id"] == player.seat for _, one in offers)
        for before, one in player.slow.told("trade_accept"):
            sides = worth(before.trade.offer, before), worth(before.trade.request, before)
            own += [sides] if one["proposer_id"] == player.seat else []
            others += [sides] if one["recipient_id"] == player.seat else []
    assert told.proposed == proposed
    assert told.accepted.value == (pytest.approx(len(own) / proposed) if proposed else None)
    assert told.given.value == approx(slowly.mean(given for given, _ in own))
    assert told.taken.value == approx(slowly.mean(taken for _, taken in own))
    assert told.gain.value == approx(slowly.mean(taken - given for given, taken in own))
    assert told.gain_accepting.value == approx(
        slowly.mean(given - taken for given, taken in others)
    )


def test_of_no_games_there_is_nothing():
    nobody = choose(Tables.of([]), Filters())
    told = economy.economy(nobody, Grouping(nobody, By.MODEL))
    assert (told.over, told.money, told.types, told.trades, told.other_events) == (0, [], [], [], 0)
