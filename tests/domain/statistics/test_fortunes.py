"""Luck and skill, against every throw of whole games."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np
import pytest

from replay.domain.statistics import fortunes
from replay.domain.statistics.chosen import choose
from replay.domain.statistics.filters import Filters
from replay.domain.statistics.groups import By, Grouping
from replay.domain.statistics.tables import Tables
from tests.domain.statistics import slowly
from tests.domain.statistics.games import tables

WHOLE = choose(tables(slowly.GAMES), Filters())
LUCK = fortunes.luck(WHOLE, Grouping(WHOLE, By.MODEL))
each_label = pytest.mark.parametrize("label", sorted(slowly.labels()))


def told(label):
    return next(one for one in LUCK.fortunes if one.group.value == label)


def lucky(player):
    """Received less paid, each less what all throws would have brought on average."""
    slow = player.slow
    paid, expected = slow.rents_of_throws(player.seat)
    received = due = 0.0
    for other in slow.seats:
        if other == player.seat:
            continue
        for before, die1, die2 in slow.rolls(other):
            if before.players[other].in_jail:
                continue
            received += _to(slow, before, other, die1 + die2, player.seat)
            due += (
                sum(
                    _to(slow, before, other, a + b, player.seat)
                    for a in range(1, 7)
                    for b in range(1, 7)
                )
                / 36
            )
    return received - due - (paid - float(expected))


def _to(slow, before, roller, total, owner):
    at = (before.players[roller].position + total) % 40
    return slow._due(before, roller, total) if before.owners[at] == owner else 0


@pytest.fixture(scope="module")
def luck_of():
    return {(player.game, player.seat): lucky(player) for player in slowly.players()}


@each_label
def test_dice_and_doubles_are_those_thrown(label):
    rolls = [roll for player in slowly.of(label) for roll in player.slow.rolls(player.seat)]
    assert told(label).dice.value == pytest.approx(slowly.mean(a + b for _, a, b in rolls))
    assert told(label).doubles.value == pytest.approx(slowly.share(a == b for _, a, b in rolls))


@each_label
def test_luck_is_the_rent_the_dice_brought_against_that_of_all_throws(label, luck_of):
    found = told(label)
    lucks = [luck_of[player.game, player.seat] for player in slowly.of(label)]
    assert found.luck.value == pytest.approx(slowly.mean(lucks))
    assert found.luck.n == found.seats == len(lucks)
    by_parts = found.received.value - found.expected_received.value
    by_parts -= found.paid.value - found.expected_paid.value
    assert by_parts == pytest.approx(found.luck.value)


def test_luck_adds_up_to_nothing_over_a_game(luck_of):
    sums = defaultdict(float)
    for (game, _), value in luck_of.items():
        sums[game] += value
    assert all(math.isclose(total, 0, abs_tol=1e-6) for total in sums.values())


def bins(luck_of):
    """The bin of every player of a game that is over: a fifth of those at tables of that size."""
    found = {}
    for size in (2, 3, 4):
        mine = [p for p in slowly.players() if p.players == size and slowly.decided(p.game)]
        mine.sort(key=lambda p: luck_of[p.game, p.seat])
        for rank, player in enumerate(mine):
            found[player.game, player.seat] = rank * fortunes.BINS // len(mine)
    return found


def test_the_lucky_are_put_together_by_fifths_of_each_size_of_table(luck_of):
    of = bins(luck_of)
    for number, one in enumerate(LUCK.bins):
        mine = [p for p in slowly.players() if of.get((p.game, p.seat)) == number]
        assert one.wins.n == len(mine)
        assert one.wins.value == pytest.approx(slowly.share(p.won for p in mine))
        assert one.low == pytest.approx(min(luck_of[p.game, p.seat] for p in mine))
        assert one.high == pytest.approx(max(luck_of[p.game, p.seat] for p in mine))
        assert one.by_chance == pytest.approx(slowly.mean(1 / p.players for p in mine))


@each_label
def test_skill_is_winning_more_than_others_as_lucky(label, luck_of):
    of = bins(luck_of)
    cells = defaultdict(list)
    for player in slowly.players():
        if (key := (player.game, player.seat)) in of:
            cells[player.players, of[key]].append(player.won)
    above = [
        player.won - slowly.share(cells[player.players, of[player.game, player.seat]])
        for player in slowly.of(label)
        if slowly.decided(player.game)
    ]
    assert told(label).skill.value == pytest.approx(slowly.mean(above))


def test_skill_adds_up_to_nothing_over_everybody():
    total = sum(one.skill.value * one.skill.n for one in LUCK.fortunes)
    assert total == pytest.approx(0, abs=1e-9)


def test_luck_and_winning_go_together_as_far_as_they_do(luck_of):
    pairs = [
        (luck_of[p.game, p.seat], float(p.won)) for p in slowly.players() if slowly.decided(p.game)
    ]
    assert LUCK.correlation.value == pytest.approx(np.corrcoef(*zip(*pairs, strict=True))[0, 1])
    assert LUCK.correlation.low < LUCK.correlation.value < LUCK.correlation.high


def test_of_few_players_no_bins_are_made():
    few = choose(tables(4), Filters())
    found = fortunes.luck(few, Grouping(few, By.MODEL))
    assert found.bins == []
    assert {one.skill.value for one in found.fortunes} == {None}


def test_of_no_games_there_is_no_luck():
    nobody = choose(Tables.of([]), Filters())
    found = fortunes.luck(nobody, Grouping(nobody, By.MODEL))
    assert (found.fortunes, found.bins, found.correlation.value) == ([], [], None)
