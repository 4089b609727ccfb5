"""Turn order, jail, bankruptcy and the end."""

from __future__ import annotations

from tests.domain.games import ADA, BLAISE, CLARA
from tests.domain.invariants.audits import END, audited, buys, found, move, roll, sentences, turn

JAIL = ("go_to_jail", {"player_id": ADA})


def fails(count):
    return ("jail_roll", {"player_id": ADA, "failures": count})


def bankrupt(player, creditor=None):
    return ("bankruptcy", {"player_id": player, "creditor_id": creditor})


def pays(amount, player=BLAISE):
    return ("bank_payment", {"player_id": player, "amount": -amount, "reason": "debt"})


def release(method, fine=0):
    return ("jail_release", {"player_id": ADA, "method": method, "fine": fine})


def test_turns_go_round_the_table():
    assert found(turn(ADA, 0), turn(BLAISE, 1), turn(CLARA, 2), turn(ADA, 3)) == []
    assert found(turn(ADA, 0), turn(CLARA, 1)) == [("turn", 1)]
    assert sentences(turn(ADA, 0), turn(CLARA, 1)) == ["Clara has the turn that is Blaise’s"]


def test_the_bankrupt_are_passed_over():
    assert found(pays(1500), bankrupt(BLAISE), turn(ADA, 0), turn(CLARA, 1)) == []


def test_doubles_may_give_another_turn():
    assert found(turn(ADA, 0), roll(ADA, 2, 2), move(ADA, 0, 4), turn(ADA, 1)) == []
    assert found(turn(ADA, 0), roll(ADA, 1, 3), move(ADA, 0, 4), turn(ADA, 1)) == [("turn", 3)]


def test_turns_are_not_counted_backwards():
    assert found(turn(ADA, 5), turn(BLAISE, 4)) == [("turn", 1)]


def test_only_the_one_whose_turn_it_is_rolls():
    assert found(turn(ADA, 0), roll(BLAISE, 1, 3), move(BLAISE, 0, 4)) == [("turn", 1)]


def test_the_bankrupt_do_not_roll():
    assert found(pays(1500), bankrupt(BLAISE), roll(BLAISE, 1, 3)) == [("turn", 2)]


def test_three_ways_out_of_jail():
    card = ("jail_card", {"player_id": ADA, "count": 1})
    assert found(JAIL, release("doubles"), move(ADA, 10, 14)) == []
    assert found(JAIL, release("fine", 50), move(ADA, 10, 14)) == []
    assert found(card, JAIL, release("card"), move(ADA, 10, 14)) == []


def test_nobody_walks_out_of_jail():
    assert found(JAIL, move(ADA, 10, 14)) == [("jail", 1)]


def test_nobody_leaves_jail_who_is_not_there():
    assert found(release("doubles")) == [("jail", 0)]
    assert found(fails(1)) == [("jail", 0)]


def test_failed_rolls_are_counted_up_to_three():
    assert found(JAIL, fails(1), fails(2), fails(3), release("fine", 50)) == []
    assert found(JAIL, fails(2)) == [("jail", 1)]
    assert found(JAIL, fails(1), fails(2), fails(3), turn(BLAISE, 1)) == [("jail", 4)]


def test_nobody_uses_a_card_not_held():
    assert found(JAIL, release("card")) == [("jail_card", 1)]


def test_there_are_two_cards():
    two = [("jail_card", {"player_id": player, "count": 1}) for player in (ADA, BLAISE)]
    assert found(*two) == []
    assert found(*two, two[0]) == [("jail_card", 2)]


def test_a_bankrupt_leaves_with_nothing():
    given = ("deed_transfer", {"position": 39, "from_id": BLAISE, "to_id": ADA})
    owned = [buys(BLAISE, 39)]
    assert found(*owned, pays(1500), bankrupt(BLAISE, ADA), given, turn(ADA, 1)) == []
    kept = [*owned, pays(1400), bankrupt(BLAISE, ADA), turn(ADA, 1)]
    assert found(*kept) == [("bankruptcy", 2)]
    assert sentences(*kept) == ["Blaise is bankrupt and keeps $100 and 1 deed"]


def test_a_finished_game_ends():
    assert audited(END, status="finished", winner=ADA).counts == {}
    assert audited(turn(ADA, 0), status="finished").counts == {"ending": 1}


def test_a_game_that_goes_on_is_noted_and_no_defect():
    report = audited(turn(ADA, 0))
    assert report.counts == {"unfinished": 1}
    assert not report.is_severe


def test_a_game_without_events_has_nothing_to_find():
    assert audited().counts == {}


def test_a_log_that_stops_in_debt_says_so():
    assert audited(pays(1501)).findings[-1].sentence == (
        "The log stops here while Blaise is in debt: the game goes on, or its end was never stored"
    )


def test_a_game_with_one_player_left_is_over():
    out = [pays(1500), bankrupt(BLAISE), pays(1500, CLARA), bankrupt(CLARA)]
    assert found(*out) == [("ending", 3)]


def test_an_ended_game_is_recorded_as_finished():
    assert found(END) == [("ending", 0)]


def test_log_and_record_name_the_same_winner():
    assert found(END, status="finished", winner=BLAISE) == [("ending", 0)]


def test_no_bankrupt_wins_and_nothing_follows_the_end():
    lost = [pays(1500, ADA), bankrupt(ADA)]
    assert found(*lost, END, status="finished") == [("ending", 2)]
    assert found(END, pays(1), status="finished") == [("ending", 1)]


def test_a_game_given_up_has_no_end_and_that_proves_nothing():
    for status in ("abandoned", "error"):
        report = audited(turn(ADA, 1), status=status)
        assert report.counts == {"unfinished": 1}
        assert not report.is_severe
    assert audited(turn(ADA, 1), status="finished").counts == {"ending": 1}
