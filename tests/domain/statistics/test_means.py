"""Behind every mean stands each player, game or trade it is of: their sum, by how many, is it."""

from __future__ import annotations

import pytest

from replay.domain.statistics import deeds, economy, finders, fortunes, leaderboard, measures, menus
from replay.domain.statistics.chosen import choose
from replay.domain.statistics.estimates import Estimate
from replay.domain.statistics.filters import Filters
from replay.domain.statistics.groups import By, Grouping
from replay.domain.statistics.moments import Behind, Of
from tests.domain.statistics import slowly
from tests.domain.statistics.games import tables

LABELS = sorted(slowly.labels())
WHOLE = choose(tables(slowly.GAMES), Filters())
GROUPS = Grouping(WHOLE, By.MODEL)


def chosen(label=None):
    if label is None:
        return WHOLE
    field = "model" if label.startswith("model-") else "agent"
    return choose(tables(slowly.GAMES), Filters(**{field: (label,)}))


def holds(told: Estimate, of: Of, label=None, **asked) -> None:
    found = finders.find(chosen(label), Behind(of, **asked))
    assert found.games == told.games
    if told.value is None:
        assert not found.per
    else:
        assert found.total / found.per == pytest.approx(told.value)


@pytest.mark.parametrize("label", LABELS)
def test_means_of_a_standing_and_its_luck(label):
    (standing,) = (one for one in leaderboard.standings(WHOLE, GROUPS) if one.group.value == label)
    for name in ("placement", "net_worth", "survived", *measures.USAGE):
        holds(getattr(standing, name), Of[name.upper()], label)
    (fortune,) = (one for one in fortunes.luck(WHOLE, GROUPS).fortunes if one.group.value == label)
    for name in measures.FORTUNES:
        holds(getattr(fortune, name), Of[name.upper()], label)
    holds(fortune.skill, Of.SKILL, whose=fortune.group)


def test_skill_and_luck_of_everybody():
    together = Grouping(WHOLE, None)
    luck = fortunes.luck(WHOLE, together)
    holds(luck.fortunes[0].skill, Of.SKILL)
    for at, one in enumerate(luck.bins):
        holds(one.wins, Of.FIFTH, fifth=at)


@pytest.mark.parametrize("label", [None, "greedy"])
def test_means_of_deeds_and_groups(label):
    board = deeds.board(chosen(label))
    for one in board.deeds:
        holds(one.win_rate, Of.OWNERS_WON, label, position=one.position)
        holds(one.built, Of.BUILDINGS, label, position=one.position)
        holds(one.auction, Of.AUCTION_PRICES, label, position=one.position)
        holds(one.returns, Of.RETURNS, label, position=one.position)
    for group in board.monopolies:
        holds(group.win_rate, Of.HOLDERS, label, group=group.group)
        rows = finders.find(chosen(label), Behind(Of.COMPLETED_IN, group=group.group))
        turns = sorted(row.amount for row in rows.page(0, len(rows)))
        assert group.turn.value == (turns[(len(turns) - 1) // 2] if turns else None)


def test_lengths_money_and_trades():
    told = economy.economy(WHOLE, GROUPS)
    for length in told.lengths:
        holds(length.mean, Of[length.unit.upper()])
    for moment in told.money:
        turns = {"first": moment.first, "last": moment.last}
        holds(moment.cash, Of.CASH_IN_PLAY, **turns)
        holds(moment.net_worth, Of.WORTH_IN_PLAY, **turns)
    for one in told.trades:
        for name in ("given", "taken", "gain", "gain_accepting"):
            holds(getattr(one, name), Of[name.upper()], one.group.value)


def test_menus_and_bands():
    told = menus.decisions(WHOLE, GROUPS)
    for one in told.situations:
        for action in one.actions:
            asked = {"situation": one.situation, "action": action.name}
            for of, count in ((Of.OFFERED, action.offered), (Of.STOOD_IN, action.fallback)):
                assert finders.find(chosen(one.group.value), Behind(of, **asked)).total == count
    for timed in told.latencies:
        label = timed.group.value
        for band, count in enumerate(timed.counts):
            assert finders.find(chosen(label), Behind(Of.LATENCIES, band=band)).total == count
        assert finders.find(chosen(label), Behind(Of.UNTIMED)).total == timed.untold
