"""Menus, choices, latencies and faults, against every decision looked at one by one."""

from __future__ import annotations

from collections import Counter

import pytest

from replay.domain.statistics import menus
from replay.domain.statistics.chosen import choose
from replay.domain.statistics.filters import Filters
from replay.domain.statistics.groups import By, Grouping
from replay.domain.statistics.tables import Tables
from tests.domain.statistics import slowly
from tests.domain.statistics.games import tables

WHOLE = choose(tables(slowly.GAMES), Filters())
TOLD = menus.decisions(WHOLE, Grouping(WHOLE, By.MODEL))
MODELS = sorted(label for label in slowly.labels() if label.startswith("model-"))
each_model = pytest.mark.parametrize("label", MODELS)
SITUATIONS = {"buy": "purchase", "bid": "auction", "roll": "own turn"}


def every(label):
    return [one for player in slowly.of(label) for one in slowly.decisions(player)]


@each_model
@pytest.mark.parametrize(("first", "situation"), SITUATIONS.items())
def test_choices_are_counted_by_situation(label, first, situation):
    mine = [one for one in every(label) if one["menu"][0] == first]
    told = next(
        one for one in TOLD.situations if (one.group.value, one.situation) == (label, situation)
    )
    assert told.decisions == len(mine)
    assert {action.name for action in told.actions} == set(mine[0]["menu"])
    for action in told.actions:
        taken = [one for one in mine if one["chosen"]["action"] == action.name]
        own = [one for one in taken if not one["fallback"]]
        assert (action.offered, action.own) == (len(mine), len(own))
        assert action.fallback == len(taken) - len(own)
        assert action.share.value == pytest.approx(len(own) / len(mine))


@each_model
def test_latencies_fall_into_bands(label):
    told = next(one for one in TOLD.latencies if one.group.value == label)
    bands = Counter(
        sum(one["latency"] * 1.0101 > end for end in menus.BANDS) for one in every(label)
    )
    edges = [one["latency"] for one in every(label) if one["latency"] in menus.BANDS]
    assert sum(told.counts) == len(every(label))
    assert told.untold == 0
    if not edges:
        assert told.counts == [bands[at] for at in range(len(menus.BANDS) + 1)]


@each_model
def test_faults_are_counted_by_kind(label):
    told = next(one for one in TOLD.faults if one.group.value == label)
    failed = sum(one["error"] for one in every(label))
    ((kind, count, rate),) = told.kinds
    assert (kind, count, told.decisions) == ("rate limit", failed, len(every(label)))
    assert rate.value == pytest.approx(failed / len(every(label)))


def test_only_who_decided_is_told_of():
    assert {one.group.value for one in TOLD.latencies} == set(MODELS)
    assert {one.group.value for one in TOLD.situations} == set(MODELS)
    assert TOLD.count == sum(len(every(label)) for label in MODELS)
    assert TOLD.games == len(range(0, slowly.GAMES, 3))


def test_of_no_games_there_is_nothing():
    nobody = choose(Tables.of([]), Filters())
    told = menus.decisions(nobody, Grouping(nobody, By.MODEL))
    assert told == menus.Decisions(0, 0, [], [], [])
