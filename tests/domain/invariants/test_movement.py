"""Dice, moves and rent."""

from __future__ import annotations

import pytest

from replay.domain.cards import CHANCE
from tests.domain.games import ADA, BLAISE
from tests.domain.invariants.audits import (
    ARENA,
    BENCH,
    builds,
    found,
    goes,
    mortgages,
    move,
    owns,
    rent,
    roll,
    sentences,
    turn,
)

RAILROAD, UTILITY = 5, 12


def test_a_sum_and_doubles_are_those_of_the_dice():
    def rolled(total, is_doubles):
        told = {"player_id": ADA, "die1": 2, "die2": 3}
        return ("dice_roll", {**told, "total": total, "is_doubles": is_doubles})

    assert found(rolled(5, is_doubles=False), setup=ARENA) == []
    assert found(rolled(6, is_doubles=True), setup=ARENA) == [("dice", 0), ("dice", 0)]


def test_a_token_goes_as_far_as_the_dice_say():
    assert found(roll(ADA, 3, 4), move(ADA, 0, 7), turn(BLAISE, 1)) == []
    assert found(roll(ADA, 3, 4), move(ADA, 0, 8)) == [("move", 1)]
    assert sentences(roll(ADA, 3, 4), move(ADA, 0, 8)) == ["Ada rolled 7 and moves 8 spaces"]


def test_a_second_move_is_a_cards():
    assert found(roll(ADA, 3, 4), move(ADA, 0, 7), move(ADA, 7, 24)) == []


def test_a_token_leaves_from_where_it_stands():
    assert found(move(ADA, 3, 10)) == [("move", 0)]


def test_spaces_told_are_spaces_gone():
    told = {"player_id": ADA, "from_position": None, "to_position": 7, "direct": False}
    assert found(("move", {**told, "spaces": 7}), setup=ARENA) == []
    assert found(("move", {**told, "spaces": 8}), setup=ARENA) == [("move", 0)]


def test_where_a_token_lands_is_where_it_stands():
    assert found(("land", {"player_id": ADA, "position": 0}), setup=ARENA) == []
    assert found(("land", {"player_id": ADA, "position": 3}), setup=ARENA) == [("move", 0)]


def test_who_rolls_moves():
    assert found(turn(ADA, 0), roll(ADA, 3, 4), turn(BLAISE, 1)) == [("move", 1)]


def test_the_third_doubles_lead_to_jail_instead():
    jail = ("go_to_jail", {"player_id": ADA})
    first = [turn(ADA, 0), roll(ADA, 1, 1), move(ADA, 0, 2), roll(ADA, 4, 4), move(ADA, 2, 10)]
    assert found(*first, roll(ADA, 3, 3), jail, turn(BLAISE, 1)) == []


def test_a_move_to_jail_may_be_told_before_its_reason():
    walked = ("PLAYER_MOVED", {"from": 0, "to": 10, "passed_go": False, "player_id": 0})
    dice = ("DICE_ROLLED", {"d1": 1, "d2": 1, "is_double": True, "player_id": 0})
    jailed = ("SENT_TO_JAIL", {"player_id": "p1", "reason": "THREE_DOUBLES"})
    thrown = [rule for rule, _ in found(dice, walked, jailed, ("TURN_ENDED", {}), setup=BENCH)]
    assert "move" not in thrown
    assert found(dice, walked, ("TURN_ENDED", {}), setup=BENCH) == [("move", 1)]


def visit(amount, position, payer=BLAISE):
    return [goes(payer, position), rent(amount, position, payer)]


def test_rent_is_what_the_deed_says():
    assert found(owns(ADA, 39), *visit(50, 39)) == []
    assert found(owns(ADA, 39), *visit(51, 39)) == [("rent", 2)]
    assert sentences(owns(ADA, 39), *visit(51, 39)) == [
        "Blaise pays $51 of rent on Boardwalk, where $50 is due"
    ]


def test_rent_is_paid_once_where_the_payer_stands():
    assert found(owns(ADA, 39), goes(BLAISE, 37), rent(50, 39)) == [("rent", 2)]
    assert found(owns(ADA, 39), *visit(50, 39), rent(50, 39)) == [("rent", 3)]
    assert sentences(owns(ADA, 39), *visit(50, 39), rent(50, 39)) == [
        "Blaise pays rent on Boardwalk once more"
    ]
    assert found(owns(ADA, 39), *visit(50, 39), *visit(50, 39)) == []


def test_a_bare_street_of_a_whole_group_pays_double_even_beside_a_mortgage():
    owned = [owns(ADA, 37), owns(ADA, 39)]
    assert found(*owned, *visit(100, 39)) == []
    assert found(*owned, mortgages(ADA, 37), *visit(100, 39)) == []
    assert found(*owned, *visit(50, 39)) == [("rent", 3)]


def test_houses_decide():
    built = [owns(ADA, 37), owns(ADA, 39), builds(39, 1, 31)]
    assert found(*built, *visit(200, 39)) == []
    assert found(*built, *visit(50, 39)) == [("rent", 4)]


@pytest.mark.parametrize(("amount", "is_lawful"), [(50, True), (100, False)])
def test_railroads_by_their_number(amount, is_lawful):
    owned = [owns(ADA, RAILROAD), owns(ADA, 15)]
    walked = [roll(BLAISE, 2, 3), move(BLAISE, 0, RAILROAD)]
    assert (found(*owned, *walked, rent(amount, RAILROAD)) == []) is is_lawful


def test_a_card_may_send_to_a_railroad_for_twice_the_rent():
    assert found(owns(ADA, RAILROAD), move(BLAISE, 0, RAILROAD), rent(50, RAILROAD)) == []
    assert found(owns(ADA, RAILROAD), move(BLAISE, 0, RAILROAD), rent(75, RAILROAD)) == [
        ("rent", 2)
    ]


@pytest.mark.parametrize(("amount", "is_lawful"), [(48, True), (120, False), (47, False)])
def test_utilities_by_the_dice(amount, is_lawful):
    walked = [owns(ADA, UTILITY), roll(BLAISE, 6, 6), move(BLAISE, 0, UTILITY)]
    assert (found(*walked, rent(amount, UTILITY)) == []) is is_lawful


def test_a_card_may_send_to_a_utility_for_ten_times_the_dice():
    walked = [owns(ADA, UTILITY), roll(BLAISE, 3, 4), move(BLAISE, 0, 7), move(BLAISE, 7, UTILITY)]
    assert found(*walked, rent(70, UTILITY)) == []
    assert found(*walked, rent(71, UTILITY)) == [("rent", 4)]


def test_dice_thrown_for_the_rent_move_nobody():
    walked = [owns(ADA, UTILITY), turn(BLAISE, 0), roll(BLAISE, 3, 4), move(BLAISE, 0, 7)]
    drawn = ("card_draw", {"player_id": BLAISE, "deck": "chance", "text": CHANCE[6].text})
    thrown = [move(BLAISE, 7, UTILITY), roll(BLAISE, 5, 6), rent(110, UTILITY), turn(2, 1)]
    assert found(*walked, drawn, *thrown) == []


def test_without_dice_a_utilitys_rent_is_not_judged():
    assert found(owns(ADA, UTILITY), *visit(11, UTILITY)) == []


def test_no_rent_on_a_mortgaged_deed():
    owned = [owns(ADA, 39), mortgages(ADA, 39)]
    assert found(*owned, *visit(50, 39)) == [("rent", 3)]
    assert found(*owned, *visit(0, 39)) == []


def test_no_rent_to_who_does_not_own_the_deed():
    assert found(*visit(50, 39)) == [("rent", 1)]
    assert found(owns(ADA, 39), *visit(50, 39, payer=ADA)) == [("rent", 2)]
