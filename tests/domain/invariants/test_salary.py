"""Passing Go is paid once, as the house pays."""

from __future__ import annotations

import msgspec
import pytest

from replay.domain.setup import Seat, from_config
from tests.domain.games import ADA, BLAISE, THREE
from tests.domain.invariants.audits import (
    ARENA,
    BENCH,
    END,
    audited,
    found,
    move,
    roll,
    sentences,
    turn,
)

THERE = [turn(ADA, 1), roll(ADA, 5, 5), move(ADA, 0, 10), roll(ADA, 6, 6), move(ADA, 10, 22)]
HOME = [roll(ADA, 6, 5), move(ADA, 22, 33), move(ADA, 33, 34), move(ADA, 34, 5)]


def paid(amount=200, player=ADA):
    return ("pass_go", {"player_id": player, "amount": amount})


def test_who_passes_go_is_paid_before_the_turn_is_over():
    assert found(*THERE, *HOME, paid(), turn(BLAISE, 2)) == []
    assert found(*THERE, *HOME[:3], paid(), HOME[3], turn(BLAISE, 2)) == []


def test_who_is_not_paid_is_found_where_the_log_tells_other_salaries():
    unpaid = [*THERE, *HOME, turn(BLAISE, 2)]
    assert found(*unpaid) == []
    later = [roll(BLAISE, 5, 6), move(BLAISE, 0, 11), paid(player=BLAISE)]
    told = [*unpaid, *later, turn(2, 3)]
    assert found(*told) == [("salary", 8), ("salary", 12)]
    assert sentences(*told) == [
        "Ada passes Go and is not paid",
        "Blaise is paid for passing Go without passing it",
    ]


def test_a_salary_twice_is_one_too_many():
    assert found(*THERE, *HOME, paid(), paid(), turn(BLAISE, 2)) == [("salary", 10)]


def test_three_spaces_back_and_arrests_pass_no_go():
    back = [turn(ADA, 1), roll(ADA, 3, 4), move(ADA, 0, 7), move(ADA, 7, 4), turn(BLAISE, 2)]
    jailed = [
        ("PLAYER_MOVED", {"from": 0, "to": 30, "passed_go": False}),
        ("PLAYER_MOVED", {"from": 30, "to": 10, "passed_go": False}),
        ("TURN_ENDED", {}),
    ]
    assert "salary" not in audited(*back, paid(), setup=THREE).counts
    assert "salary" not in audited(*jailed, setup=BENCH).counts


@pytest.mark.parametrize(
    ("config", "amount", "rules"),
    [
        ({}, 200, []),
        ({}, 400, ["salary"]),
        ({"salary": 400}, 400, []),
        ({"salary": 400}, 200, ["salary"]),
        ({"salary": "what the dice say"}, 123, []),
        ({"salary": None}, 200, []),
    ],
)
def test_the_house_says_how_much(config, amount, rules):
    setup = from_config(config, THREE.seats)
    told = [*THERE, *HOME, paid(amount), turn(BLAISE, 2)]
    assert [rule for rule, _ in found(*told, setup=setup)] == rules


def test_a_house_without_a_salary_owes_none():
    setup = msgspec.structs.replace(THREE, salary=0)
    assert found(*THERE, *HOME, turn(BLAISE, 2), setup=setup) == []


def test_where_events_were_lost_nothing_is_proven():
    lost = ("missing", {})
    assert "salary" not in audited(*THERE, lost, *HOME, paid(), paid(), turn(BLAISE, 2)).counts


def test_what_is_passed_as_the_game_ends_is_paid_too():
    assert found(*THERE, *HOME, paid(), paid(), END, status="finished") == [("salary", 10)]


def test_the_arenas_salaries_are_known():
    told = [("pass_go", {"player_id": 0, "amount": 300, "cash_after": 1800})]
    assert audited(*told, setup=ARENA).findings[0].sentence == (
        "Ada is paid $300 for passing Go, the salary is $200"
    )


def test_the_benchmarks_salaries_are_known():
    told = [("CASH_CHANGED", {"player_id": "p1", "delta": 100, "reason": "PASS_GO"})]
    (finding,) = [one for one in audited(*told, setup=BENCH).findings if one.rule == "salary"]
    assert (finding.expected, finding.seen) == (200, 100)


def test_a_salary_of_the_config_is_read_as_it_is_told():
    seats = (Seat(0, "Ada"),)
    assert from_config({"salary": True}, seats).salary is None
    assert from_config({"salary": -1}, seats).salary is None
    assert from_config({}, seats).salary == 200
