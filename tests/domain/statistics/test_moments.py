"""Behind every number are the games and moments it was counted from: they add up to it."""

from __future__ import annotations

import numpy as np
import pytest

from replay.domain.board import PROPERTIES
from replay.domain.statistics import deeds, economy, finders, leaderboard, menus, moments, versus
from replay.domain.statistics.chosen import LeftOut, choose
from replay.domain.statistics.filters import Filters
from replay.domain.statistics.groups import By, Group, Grouping
from replay.domain.statistics.layout import GROUPS
from replay.domain.statistics.moments import Behind, Of
from replay.domain.statistics.tables import Tables
from tests.domain.statistics import slowly
from tests.domain.statistics.games import tables

LABELS = sorted(slowly.labels())


def chosen(label=None):
    if label is None:
        return choose(tables(slowly.GAMES), Filters())
    field = "model" if label.startswith("model-") else "agent"
    return choose(tables(slowly.GAMES), Filters(**{field: (label,)}))


def total(of, label=None, **asked) -> float:
    found = finders.find(chosen(label), Behind(of, **asked))
    rows = found.page(0, len(found))
    assert sum(one.amount for one in rows) == pytest.approx(found.total)
    assert len({one.game for one in rows}) == found.games
    return found.total


@pytest.mark.parametrize("label", LABELS)
def test_a_standing_is_the_sum_of_its_moments(label):
    whole = chosen()
    told = next(
        one
        for one in leaderboard.standings(whole, Grouping(whole, By.MODEL))
        if one.group.value == label
    )
    assert total(Of.SEATS, label) == told.seats
    assert total(Of.GAMES, label) == told.games
    assert total(Of.WINS, label) == told.wins
    assert total(Of.BANKRUPT, label) == round(told.bankrupt.value * told.bankrupt.n)
    assert total(Of.DECISIONS, label) == told.decisions
    assert total(Of.LATENCIES, label) == told.latency_p50.n
    for of, share in (
        (Of.FALLBACKS, told.fallbacks),
        (Of.INVALID, told.invalid),
        (Of.OFF_MENU, told.off_menu),
    ):
        assert total(of, label) == round((share.value or 0) * share.n)


@pytest.mark.parametrize("label", [None, "greedy"])
def test_numbers_of_the_board_are_the_sums_of_their_moments(label):
    board = deeds.board(chosen(label))
    for space in board.spaces:
        assert total(Of.LANDINGS, label, position=space.position) == space.landings
        assert total(Of.KILLS, label, position=space.position) == space.kills
    for deed in board.deeds:
        assert total(Of.SALES, label, position=deed.position) == deed.bought
        assert total(Of.AUCTIONS, label, position=deed.position) == deed.auctioned
        assert total(Of.RENT, label, position=deed.position) == deed.rent
        assert total(Of.OWNERS, label, position=deed.position) >= deed.win_rate.n
    for one in board.monopolies:
        assert total(Of.MONOPOLIES, label, group=one.group) == one.turn.n


def test_the_matrix_and_the_order_of_seats_are_the_sums_of_their_moments():
    whole = chosen()
    _, matrix = versus.head_to_head(whole, By.MODEL)
    for pair in [pair for row in matrix for pair in row if pair]:
        ahead = round((pair.ahead.value or 0) * pair.ahead.n)
        assert total(Of.AHEAD, pair.one.value, against=pair.other) == ahead
    for size in (2, 3, 4):
        sized = choose(tables(slowly.GAMES), Filters(players=(size,)))
        for one in versus.seat_order(sized):
            found = finders.find(sized, Behind(Of.WINS, seat=one.seat))
            assert found.total == round(one.wins.value * one.wins.n)


def test_trades_and_events_are_the_sums_of_their_moments():
    whole = chosen()
    told = economy.economy(whole, Grouping(whole, By.MODEL))
    assert total(Of.OVER) == told.over
    for one in told.types:
        assert total(Of.TYPES, event=one.name) == one.count
    for one in told.trades:
        assert total(Of.OFFERS, one.group.value) == one.proposed
        assert total(Of.DEALS, one.group.value) == one.given.n
        assert total(Of.ACCEPTED, one.group.value) == one.gain_accepting.n


def test_choices_and_faults_are_the_sums_of_their_moments():
    whole = chosen()
    told = menus.decisions(whole, Grouping(whole, By.MODEL))
    for one in told.situations:
        for action in one.actions:
            asked = {"situation": one.situation, "action": action.name}
            assert total(Of.CHOICES, one.group.value, **asked) == action.own
    for one in told.faults:
        for kind, count, _ in one.kinds:
            assert total(Of.FAULTS, one.group.value, fault=kind) == count


def test_moments_lead_to_their_event_the_newest_game_first():
    found = finders.find(chosen(), Behind(Of.KILLS, position=39))
    rows = found.page(0, len(found))
    assert [one.game for one in rows] == sorted((one.game for one in rows), reverse=True)
    for one in rows:
        event = slowly.folded(one.game).events[one.number]
        assert event.event_type == "bankruptcy"
    wins = finders.find(chosen(), Behind(Of.WINS)).page(0, 3)
    assert all(one.number == len(slowly.folded(one.game).events) - 1 for one in wins)


def test_pages_are_pieces_of_the_whole():
    found = finders.find(chosen(), Behind(Of.LANDINGS, position=24))
    whole = found.page(0, len(found))
    assert [row for start in range(0, len(found), 7) for row in found.page(start, 7)] == whole
    assert found.page(len(found), 7) == []


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"of": Of.LANDINGS, "position": 40}, "position"),
        ({"of": Of.LANDINGS}, "position"),
        ({"of": Of.AHEAD}, "against"),
        ({"of": Of.AHEAD, "against": Group("shoe", "x")}, "against"),
        ({"of": Of.MONOPOLIES, "group": "mauve"}, "group"),
        ({"of": Of.CHOICES, "situation": "at sea"}, "situation"),
        ({"of": Of.FAULTS, "fault": "hunger"}, "fault"),
    ],
)
def test_what_there_is_not_is_named(asked, field):
    with pytest.raises(moments.Unknown) as unknown:
        finders.find(chosen(), Behind(**asked))
    assert unknown.value.field == field


@pytest.mark.parametrize("of", Of)
def test_of_no_games_there_are_no_moments(of):
    asked = Behind(of, 39, 0, Group("agent", "x"), "orange", "auction", "bid", "timeout", "x")
    found = finders.find(choose(Tables.of([]), Filters()), asked)
    assert (len(found), found.total, found.page(0, 9)) == (0, 0, [])


def test_games_that_are_left_out_are_listed_by_reason():
    outdated = np.zeros(slowly.GAMES, bool)
    outdated[[3, 5]] = True
    told = choose(tables(slowly.GAMES), Filters(), outdated)
    found = finders.left_out(told, LeftOut.OUTDATED).page(0, 9)
    assert [one.game for one in found] == [5, 3]


def test_every_deed_and_group_is_known():
    assert len(PROPERTIES) == 28
    assert len(GROUPS) == 10
