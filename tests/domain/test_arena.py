"""Stories in the words of monopoly_game_arena: turns, money, cards, jail, the whole game."""

from __future__ import annotations

import pytest

from replay.domain.dialects.arena import GameArena
from replay.domain.fold import Fold, FoldBreak
from replay.domain.setup import Seat, Setup
from replay.domain.state import initial
from tests.domain.arena import card, changed, folded
from tests.domain.games import ADA, BLAISE, CLARA, THREE, stream


def test_a_type_nobody_knows_is_counted_and_changes_nothing():
    state = folded(("transfer", {"amount": 5}))
    assert state.unread == 1
    assert [player.cash for player in state.players] == [1500] * 3


def test_the_turn_is_that_of_the_last_turn_start():
    state = folded(("turn_start", {"player_id": CLARA, "turn_number": 12}))
    assert (state.turn_number, state.current) == (12, CLARA)


def test_a_position_of_null_is_go():
    moved = {"player_id": ADA, "from_position": 35, "to_position": None, "spaces": 5}
    to_boardwalk = {"player_id": ADA, "from_position": None, "to_position": 39, "spaces": None}
    assert folded(("move", to_boardwalk)).players[ADA].position == 39
    assert folded(("move", to_boardwalk), ("move", moved)).players[ADA].position == 0


def test_an_owner_of_null_is_player_0():
    rent = {"payer_id": CLARA, "owner_id": None, "amount": 28, "owner_cash_after": None}
    assert changed(("rent_payment", rent)) == {"players.0.cash": 1528, "players.2.cash": 1472}


def test_player_0_is_found_by_the_engines_own_id():
    setup = Setup((Seat(0, "Ada"), Seat(1, "Blaise")), player_ids=(1, 0))
    state = folded(("rent_payment", {"payer_id": 1, "owner_id": None, "amount": 28}), setup=setup)
    assert [player.cash for player in state.players] == [1472, 1528]


def test_amounts_move_money_and_claimed_balances_do_not():
    assert changed(("pass_go", {"player_id": ADA, "amount": 200, "cash_after": 9})) == {
        "players.0.cash": 1700
    }
    assert changed(("tax_payment", {"player_id": ADA, "amount": 100, "cash_after": 9})) == {
        "players.0.cash": 1400
    }


def test_a_fee_for_a_traded_mortgage_is_paid_by_its_event():
    fee = {"player_id": BLAISE, "amount": 9, "reason": "mortgage_transfer_fee"}
    assert changed(("payment", fee)) == {"players.1.cash": 1491}


def test_a_card_that_sends_past_go_pays_no_second_salary():
    assert changed(
        ("pass_go", {"player_id": ADA, "amount": 200}),
        ("move", {"player_id": ADA, "from_position": 36, "to_position": 11}),
        card(ADA, "Advance to St. Charles Place", "move_to", cash_before=1500, cash_after=1700),
    ) == {"players.0.cash": 1700, "players.0.position": 11}


def test_a_card_pays_its_signed_amount():
    assert changed(card(ADA, "Pay poor tax of $15", "pay", amount=-15)) == {"players.0.cash": 1485}
    assert changed(card(ADA, "Repairs", "pay_per_building", amount=-340)) == {
        "players.0.cash": 1160
    }


def test_a_card_of_an_unheard_kind_is_believed_its_balance():
    assert changed(
        ("pass_go", {"player_id": ADA, "amount": 200}),
        card(ADA, "Double your cash", "double", cash_before=1500, cash_after=3400),
    ) == {"players.0.cash": 3400}


def test_the_others_pay_for_a_birthday_what_they_can():
    poor = ("tax_payment", {"player_id": BLAISE, "amount": 1496})
    text = "It is your birthday. Collect $10 from every player"
    birthday = card(ADA, text, "collect_from_players", amount=14)
    assert changed(poor, birthday) == {
        "players.0.cash": 1514,
        "players.1.cash": 0,
        "players.2.cash": 1490,
    }


def test_a_birthday_cancels_the_debt_of_who_is_below_zero():
    broke = ("tax_payment", {"player_id": BLAISE, "amount": 1507})
    text = "It is your birthday. Collect $10 from every player"
    birthday = card(ADA, text, "collect_from_players", amount=3)
    assert [player.cash for player in folded(broke, birthday).players] == [1503, 0, 1490]


def test_the_bankrupt_take_no_part_in_a_card():
    gone = ("bankruptcy", {"player_id": BLAISE, "creditor_id": None})
    text = "You have been elected Chairman of the Board. Pay each player $50"
    chairman = card(ADA, text, "pay_to_players", amount=-50)
    assert [player.cash for player in folded(gone, chairman).players] == [1450, 0, 1550]


def test_a_chairman_pays_each_in_turn_until_the_money_is_gone():
    poor = ("tax_payment", {"player_id": ADA, "amount": 1430})
    text = "You have been elected Chairman of the Board. Pay each player $50"
    chairman = card(ADA, text, "pay_to_players", amount=-70)
    assert [player.cash for player in folded(poor, chairman).players] == [0, 1550, 1520]


def test_a_jail_card_is_kept_and_used():
    text = "Get Out of Jail Free"
    kept = card(ADA, text, "get_out_of_jail", cash_before=1500, cash_after=1500)
    assert changed(kept) == {"players.0.jail_cards": 1}
    used = ("jail_release", {"player_id": ADA, "method": "card"})
    assert changed(kept, ("go_to_jail", {"player_id": ADA}), used) == {"players.0.position": 10}


def test_jail_takes_the_token_without_a_move():
    assert changed(("go_to_jail", {"player_id": ADA})) == {
        "players.0.position": 10,
        "players.0.in_jail": True,
    }


def test_doubles_release_without_a_release_event():
    jailed = ("go_to_jail", {"player_id": ADA})
    failed = ("jail_attempt", {"player_id": ADA, "attempt": 1, "is_doubles": False})
    doubles = ("jail_attempt", {"player_id": ADA, "attempt": 2, "is_doubles": True})
    assert folded(jailed, failed).players[ADA].jail_turns == 1
    freed = folded(jailed, failed, doubles).players[ADA]
    assert (freed.in_jail, freed.jail_turns, freed.cash) == (False, 0, 1500)


def test_the_third_failed_attempt_is_paid_for_by_its_release():
    jailed = ("go_to_jail", {"player_id": ADA})
    third = ("jail_attempt", {"player_id": ADA, "attempt": 3, "is_doubles": False})
    fine = ("jail_release", {"player_id": ADA, "method": "fine", "amount": 50})
    freed = folded(jailed, third, fine).players[ADA]
    assert (freed.in_jail, freed.jail_turns, freed.cash) == (False, 0, 1450)


def test_the_old_logger_leaves_the_fine_untold():
    fine = ("jail_release", {"player_id": ADA, "method": "fine"})
    assert changed(fine) == {"players.0.cash": 1450}


@pytest.mark.parametrize(
    ("told", "winner"),
    [
        ({"reason": "time_limit", "player_id": CLARA, "winner_id": CLARA}, CLARA),
        ({"reason": None, "player_id": BLAISE, "winner_id": "Blaise"}, BLAISE),
        ({"winner_id": "Blaise"}, BLAISE),
        ({"winner_id": 0}, ADA),
        ({"reason": "max_turns", "winner_id": None}, None),
    ],
)
def test_the_winner_is_told_by_id_or_by_name_or_not_at_all(told, winner):
    state = folded(("game_end", told))
    assert (state.is_over, state.winner) == (True, winner)


def test_the_cash_of_the_first_line_wins_over_the_usual():
    names = ["Ada", "Blaise", "Clara"]
    start = {"player_names": names, "num_players": 3, "starting_cash": 2000, "seed": None}
    assert [player.cash for player in folded(("game_start", start)).players] == [2000] * 3
    assert changed(("game_start", {"player_names": names, "num_players": 3})) == {}


def stated(**differs):
    free = {"in_jail": False, "jail_turns": 0, "jail_free_cards": 0}
    told = {"player_id": ADA, "cash": 1500, "position": 0, **free, **differs}
    return ("player_state_detailed", told)


def test_a_stated_player_changes_nothing_where_the_events_told_all():
    fold = Fold(GameArena(THREE), initial(THREE))
    (one,) = stream(stated())
    assert fold.push(one) == ()


def test_a_stated_player_mends_what_the_old_logger_left_out():
    jailed = stated(cash=1700, position=10, in_jail=True, jail_turns=2, jail_free_cards=1)
    assert changed(jailed) == {
        "players.0.cash": 1700,
        "players.0.position": 10,
        "players.0.in_jail": True,
        "players.0.jail_turns": 2,
        "players.0.jail_cards": 1,
    }
    assert changed(jailed, stated(position=18)) == {"players.0.position": 18}


def test_a_decision_changes_nothing():
    decided = {"player_id": ADA, "action_type": "roll_dice", "params": {}, "error": None}
    assert changed(("llm_decision", decided)) == {}


def test_of_two_players_by_one_name_the_winner_is_the_one_whose_id_is_told():
    twins = Setup((Seat(ADA, "Ada"), Seat(BLAISE, "Ada")))
    won = ("game_end", {"player_id": ADA, "winner_id": "Ada"})
    assert folded(won, setup=twins).winner == ADA
    won = ("game_end", {"player_id": BLAISE, "winner_id": "Ada"})
    assert folded(won, setup=twins).winner == BLAISE


def test_a_winner_told_by_a_name_that_two_share_breaks_the_fold_and_is_nobody():
    setup = Setup((Seat(0, "gpt"), Seat(1, "gpt")))
    fold = Fold(GameArena(setup), initial(setup))
    (won,) = stream(("game_end", {"winner_id": "gpt"}))
    with pytest.raises(FoldBreak, match="2 players have that name"):
        fold.push(won)
