"""Turn order, jail, bankruptcy and the end."""

from __future__ import annotations

import msgspec

from tests.domain.games import ADA, BLAISE, CLARA, THREE
from tests.domain.invariants.audits import (
    BENCH,
    END,
    audited,
    found,
    goes,
    move,
    owns,
    rent,
    roll,
    sentences,
    turn,
)

JAIL = [goes(ADA, 30), ("go_to_jail", {"player_id": ADA})]


TAX = ("tax_payment", {"player_id": ADA, "position": 4, "amount": 200})


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
    assert found(turn(ADA, 0), roll(ADA, 2, 2), move(ADA, 0, 4), TAX, turn(ADA, 1)) == []
    assert found(turn(ADA, 0), roll(ADA, 1, 2), move(ADA, 0, 3), turn(ADA, 1)) == [("turn", 3)]


def test_nobody_rolls_again_but_after_doubles():
    told = [turn(ADA, 0), roll(ADA, 2, 2), move(ADA, 0, 4), TAX, roll(ADA, 1, 3), move(ADA, 4, 8)]
    assert found(*told) == []
    assert found(*told, roll(ADA, 1, 2), move(ADA, 8, 11)) == [("turn", 6)]
    assert sentences(*told, roll(ADA, 1, 2), move(ADA, 8, 11)) == [
        "Ada rolls again, though the last throw was no doubles"
    ]


def test_doubles_that_open_the_jail_give_no_other_throw():
    told = [*JAIL, turn(ADA, 3), roll(ADA, 4, 4), release("doubles"), move(ADA, 10, 18)]
    assert found(*told) == []
    assert found(*told, roll(ADA, 1, 2), move(ADA, 18, 21)) == [("turn", 6)]


def test_a_throw_for_the_rent_of_a_utility_is_none_of_the_turns():
    card = ("card_draw", {"player_id": ADA, "deck": "chance", "text": "To the nearest utility"})
    told = [owns(BLAISE, 12), turn(ADA, 0), roll(ADA, 3, 4), move(ADA, 0, 7), card]
    assert found(*told, move(ADA, 7, 12), roll(ADA, 1, 2), rent(30, 12, ADA, BLAISE)) == []


def test_turns_are_not_counted_backwards():
    assert found(turn(ADA, 5), turn(BLAISE, 4)) == [("turn", 1)]


def test_only_the_one_whose_turn_it_is_rolls():
    assert found(turn(ADA, 0), roll(BLAISE, 1, 2), move(BLAISE, 0, 3)) == [("turn", 1)]


def test_the_bankrupt_do_not_roll():
    assert found(pays(1500), bankrupt(BLAISE), roll(BLAISE, 1, 3)) == [("turn", 2)]


def test_three_ways_out_of_jail():
    card = ("jail_card", {"player_id": ADA, "count": 1})
    assert found(*JAIL, roll(ADA, 2, 2), release("doubles"), move(ADA, 10, 14)) == []
    assert found(*JAIL, release("fine", 50), move(ADA, 10, 14)) == []
    assert found(card, *JAIL, release("card"), move(ADA, 10, 14)) == []


def test_nothing_else_opens_the_jail():
    assert found(*JAIL, release("doubles")) == [("jail", 2)]
    assert found(*JAIL, roll(ADA, 2, 3), release("doubles")) == [("jail", 3)]
    assert sentences(*JAIL, release("fine")) == [
        "Ada leaves jail without doubles, a card or the fine"
    ]


def test_the_fine_is_what_the_house_asks_for():
    assert found(*JAIL, release("fine", 60)) == [("jail", 2)]
    dear = msgspec.structs.replace(THREE, jail_fine=60)
    assert found(*JAIL, release("fine", 60), setup=dear) == []
    assert sentences(*JAIL, release("fine", 50), setup=dear) == [
        "Ada pays $50 to leave jail, where $60 is due"
    ]


def test_three_things_lead_to_jail():
    arrest = JAIL[1]
    card = ("card_draw", {"player_id": ADA, "deck": "chance", "text": "Go to Jail."})
    doubles = [roll(ADA, 1, 1), move(ADA, 0, 2), roll(ADA, 2, 2), move(ADA, 2, 6), roll(ADA, 1, 1)]
    assert found(*JAIL) == found(card, arrest) == found(turn(ADA, 0), *doubles, arrest) == []
    assert found(arrest) == [("jail", 0)]
    assert sentences(arrest) == ["Ada is sent to jail without a reason"]


def test_all_of_them_do():
    doubles = [roll(ADA, 1, 1), move(ADA, 0, 2), roll(ADA, 2, 2), move(ADA, 2, 6), roll(ADA, 1, 1)]
    free = [turn(ADA, 0), *doubles, move(ADA, 6, 8), turn(BLAISE, 1)]
    assert found(*free) == [("jail", 5)]
    assert sentences(*free) == ["Ada throws three doubles in a row and is not sent to jail"]
    assert found(turn(ADA, 0), goes(ADA, 30), turn(BLAISE, 1)) == [("jail", 1)]


def test_the_third_doubles_move_no_token_but_to_jail():
    arrest = JAIL[1]
    doubles = [roll(ADA, 1, 1), move(ADA, 0, 2), roll(ADA, 2, 2), move(ADA, 2, 6), roll(ADA, 1, 1)]
    told = [turn(ADA, 0), *doubles, move(ADA, 6, 8), arrest, turn(BLAISE, 1)]
    assert found(*told) == [("jail", 6)]
    assert sentences(*told) == [
        "Ada throws three doubles in a row and goes to Vermont Avenue before jail"
    ]
    assert found(owns(BLAISE, 8), *told) == [("jail", 7)]  # and owes no rent there
    taxed = [roll(ADA, 5, 5), goes(ADA, 36), roll(ADA, 4, 4), goes(ADA, 7), roll(ADA, 2, 2)]
    told = [turn(ADA, 0), *taxed, goes(ADA, 4), arrest, turn(BLAISE, 1)]
    assert "price" not in [rule for rule, _ in found(*told)]


def test_nobody_walks_out_of_jail():
    assert found(*JAIL, move(ADA, 10, 14)) == [("jail", 2)]


def test_nobody_leaves_jail_who_is_not_there():
    assert found(roll(ADA, 1, 1), release("doubles"), move(ADA, 0, 2)) == [("jail", 1)]
    assert found(fails(1)) == [("jail", 0)]


def test_who_is_bankrupt_in_jail_leaves_it_without_a_reason():
    cash = [
        ("CASH_CHANGED", {"player_id": "p1", "delta": delta, "reason": reason})
        for delta, reason in (
            (-1500, "BANKRUPTCY_CASH"),
            (0, "BANKRUPTCY"),
            (0, "BANKRUPTCY_ASSETS_TO_BANK"),
        )
    ]
    jailed = [
        ("PLAYER_MOVED", {"from": 0, "to": 30, "passed_go": False, "player_id": 0}),
        ("PLAYER_MOVED", {"from": 30, "to": 10, "passed_go": False, "player_id": 0}),
        ("SENT_TO_JAIL", {"player_id": "p1", "reason": "GO_TO_JAIL"}),
    ]
    told = [("TURN_STARTED", {}), *jailed, *cash, ("TURN_ENDED", {})]
    assert found(*told, setup=BENCH) == []


def test_failed_rolls_are_counted_up_to_three():
    assert found(*JAIL, fails(1), fails(2), fails(3), release("fine", 50)) == []
    assert found(*JAIL, fails(2)) == [("jail", 2)]
    assert found(*JAIL, fails(1), fails(2), fails(3), turn(BLAISE, 1)) == [("jail", 5)]


def test_a_stay_in_jail_that_is_too_long_is_told_once():
    stays = [*JAIL, fails(1), fails(2), fails(3), turn(BLAISE, 1), turn(CLARA, 2), turn(ADA, 3)]
    assert found(*stays) == [("jail", 5)]
    assert found(*stays, fails(4), turn(BLAISE, 4)) == [("jail", 5), ("jail", 8)]


def test_nobody_uses_a_card_not_held():
    assert found(*JAIL, release("card")) == [("jail_card", 2)]


def test_there_are_two_cards():
    two = [("jail_card", {"player_id": player, "count": 1}) for player in (ADA, BLAISE)]
    assert found(*two) == []
    assert found(*two, two[0]) == [("jail_card", 2)]


def test_a_bankrupt_leaves_with_nothing():
    given = ("deed_transfer", {"position": 39, "from_id": BLAISE, "to_id": ADA})
    owned = [owns(BLAISE, 39)]
    assert found(*owned, pays(1500), bankrupt(BLAISE, ADA), given, turn(ADA, 1)) == []
    kept = [*owned, pays(1400), bankrupt(BLAISE, ADA), turn(ADA, 1)]
    assert found(*kept) == [("bankruptcy", 2)]
    assert sentences(*kept) == ["Blaise is bankrupt and keeps $100 and 1 deed"]


def test_what_a_bankrupt_leaves_goes_to_the_creditor():
    given = ("deed_transfer", {"position": 39, "from_id": BLAISE, "to_id": ADA})
    told = [owns(BLAISE, 39), pays(1500), given]
    assert found(*told, bankrupt(BLAISE, ADA)) == []
    assert found(*told, bankrupt(BLAISE, CLARA)) == [("bankruptcy", 3)]
    assert sentences(*told, bankrupt(BLAISE)) == [
        "Blaise is bankrupt to the bank, and leaves deeds to Ada"
    ]


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
