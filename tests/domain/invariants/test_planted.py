"""Every fault that is planted into a lawful game is found, by its rule and at its event."""

from __future__ import annotations

import pytest

from replay.domain.dialects import registry, testimony
from replay.domain.invariants import RULES, Audit
from tests.domain.invariants.plants import PLANTS, TABLE, FitsNowhere, games

# What no event of one game can break: decisions, other engines' habits, the record beside the log.
ELSEWHERE = {
    "untold",
    "money",
    "dice",
    "results",
    "menu",
    "shown",
    "blind",
    "null_player",
    "fallback",
    "unprovable",
    "unfinished",
}


@pytest.mark.parametrize(("rule", "plant"), PLANTS, ids=[plant.__name__ for _, plant in PLANTS])
def test_a_planted_fault_is_found_where_it_lies(rule, plant):
    for game in games():
        try:
            number = plant(game)
        except FitsNowhere:
            continue
        found = [(one.rule, one.sequence_number) for one in audited(game)]
        assert (rule, number) in found
        return
    pytest.fail("no game has room for it")


def test_before_anything_is_planted_nothing_is_found():
    for game, _ in zip(games(), range(5), strict=False):
        assert audited(game) == ()


def test_faults_of_every_rule_are_planted():
    assert {rule for rule, _ in PLANTS} == set(RULES) - ELSEWHERE


def audited(game):
    audit = Audit(TABLE, registry.bind(TABLE), testimony.of(TABLE))
    audit.extend(game.events())
    return audit.close("finished").findings
