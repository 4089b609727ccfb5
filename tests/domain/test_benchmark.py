"""Stories of monopoly-llm-benchmark: turns, dice, money, jail, and what cannot be read."""

from __future__ import annotations

from typing import Any

import pytest

from replay.domain.fold import FoldBreak
from tests.domain.told import CLAUDE, GEMMA, GPT, Game, begun, in_jail


@pytest.fixture
def game() -> Game:
    return begun()


# turns


def test_the_end_of_a_turn_already_counts_the_next_one(game: Game):
    game.roll(GPT, 1, 2).told("TURN_ENDED")
    assert game.changed() == {"turn_number": 1, "current_player": 1}


def test_a_double_gives_the_same_player_a_new_turn(game: Game):
    game.roll(GPT, 2, 2).told("TURN_ENDED").told("TURN_STARTED")
    assert game.changed() == {"turn_number": 1}
    assert game.state.memory["doubles"] == 1


def test_after_the_last_seat_comes_the_first(game: Game):
    for player in (GPT, CLAUDE, GEMMA):
        game.roll(player, 1, 2).told("TURN_ENDED")
    assert game.changed() == {"turn_number": 3}


def test_three_doubles_lead_to_jail_and_to_no_further_turn(game: Game):
    for _ in range(2):
        game.roll(GPT, 2, 2).told("TURN_ENDED").told("TURN_STARTED")
    game.roll(GPT, 3, 3)
    assert game.state.memory["doubles"] == 3
    game.jail(GPT, "THREE_DOUBLES").told("TURN_ENDED")
    assert game.changed() == {
        "turn_number": 3,
        "current_player": 1,
        "players.0.position": 10,
        "players.0.in_jail": True,
    }
    assert game.state.memory["doubles"] == 0


def test_a_double_that_leads_to_jail_gives_no_further_turn(game: Game):
    game.roll(GPT, 2, 2).move(GPT, 26, 30).move(GPT, 30, 10).jail(GPT).told("TURN_ENDED")
    assert game.state.current == 1


def test_the_roll_for_a_utilitys_rent_is_not_a_roll_for_the_turn(game: Game):
    game.roll(GPT, 1, 2)
    payload = {"d1": 4, "d2": 4, "is_double": True, "reason": "CARD_UTILITY_RENT"}
    game.told("DICE_ROLLED", GPT, **payload).told("TURN_ENDED")
    assert game.changed() == {"turn_number": 1, "current_player": 1}


def test_bankrupt_players_are_skipped(game: Game):
    game.cash(CLAUDE, 0, "BANKRUPTCY").roll(GPT, 1, 2).told("TURN_ENDED")
    assert game.state.current == 2
    game.told("TURN_STARTED").cash(GPT, 0, "BANKRUPTCY").roll(GEMMA, 1, 2).told("TURN_ENDED")
    assert game.state.current == 2


def test_the_dice_show_whose_turn_it_is_where_the_reckoning_was_wrong(game: Game):
    game.roll(GPT, 2, 2).told("TURN_ENDED").told("TURN_STARTED").roll(CLAUDE, 1, 2)
    assert game.changed() == {"turn_number": 1, "current_player": 1}
    game.told("TURN_ENDED")
    assert game.state.current == 2


def test_after_lost_events_a_question_shows_whose_turn_it_is(game: Game):
    game.told("missing", first=3, last=90)
    game.told("LLM_DECISION_REQUESTED", player_id=GEMMA, decision_type="JAIL_DECISION")
    assert game.state.current == 2
    assert game.state.missing == 1


@pytest.mark.parametrize("reason", ["BANKRUPTCY", "TURN_LIMIT", "STOPPED"])
def test_the_winner_is_the_current_player_of_a_game_that_is_over(game: Game, reason: str):
    game.told("GAME_ENDED", winner_player_id=GEMMA, reason=reason)
    assert game.changed() == {"is_over": True, "winner": 2, "current_player": 2}


# money


def test_rent_moves_by_its_two_cash_changes_and_not_by_their_summary(game: Game):
    game.cash(GPT, -28, "RENT").cash(CLAUDE, 28, "RENT")
    rent = {"from_player_id": GPT, "to_player_id": CLAUDE, "amount": 28, "space_index": 16}
    game.told("RENT_PAID", GPT, **rent)
    assert game.changed() == {"players.0.cash": 1472, "players.1.cash": 1528}


def test_passing_go_pays_by_its_own_event_only(game: Game):
    game.move(GPT, 39, 4)
    assert game.changed() == {"players.0.position": 4}
    game.cash(GPT, 200, "PASS_GO")
    assert game.changed() == {"players.0.position": 4, "players.0.cash": 1700}


def test_a_deed_is_owned_before_it_is_paid(game: Game):
    game.buy(GPT, 39, 400)
    assert game.changed() == {"properties.39.owner": 0}
    game.cash(GPT, -400, "buy_property")
    assert game.changed() == {"properties.39.owner": 0, "players.0.cash": 1100}


# jail


def test_a_paid_fine_opens_the_jail():
    game = in_jail().answer(GPT, "pay_jail_fine").cash(GPT, -50, "JAIL_FINE")
    assert game.changed() == {"players.0.cash": 1450, "players.0.in_jail": False}
    game.roll(GPT, 3, 3).told("TURN_ENDED")
    assert game.state.current == 0, "a double after the fine counts as any other"


def test_a_card_opens_the_jail_though_only_the_answer_tells():
    game = in_jail().told("CARD_DRAWN", GPT, deck_type="CHANCE", card_id="GET_OUT_OF_JAIL_FREE")
    assert game.changed() == {"players.0.jail_cards": 1}
    game.answer(GPT, "use_get_out_of_jail_card")
    assert game.changed() == {"players.0.in_jail": False}


def test_a_card_played_by_a_fallback_opens_the_jail_too():
    game = in_jail().told("CARD_DRAWN", GPT, deck_type="CHANCE", card_id="GET_OUT_OF_JAIL_FREE")
    game.answer(GPT, "use_get_out_of_jail_card", error="fallback:invalid_action")
    assert game.changed() == {"players.0.in_jail": False}


def test_doubles_open_the_jail_but_give_no_further_turn():
    game = in_jail().answer(GPT, "roll_for_doubles").roll(GPT, 4, 4).move(GPT, 10, 18)
    assert game.changed() == {"players.0.in_jail": False, "players.0.position": 18}
    game.told("TURN_ENDED")
    assert game.state.current == 1


def test_a_failed_attempt_is_counted_and_the_third_asks_for_the_fine():
    game = in_jail()
    for _ in range(3):
        game.answer(GPT, "roll_for_doubles").roll(GPT, 1, 2)
    assert game.changed() == {"players.0.jail_turns": 3}
    game.cash(GPT, -50, "JAIL_FINE")
    assert game.changed() == {"players.0.cash": 1450, "players.0.in_jail": False}


def test_who_cannot_pay_after_the_third_attempt_is_bankrupt_and_out_of_jail():
    game = in_jail().cash(GPT, -1460, "TAX_INCOME").buy(GPT, 39, 400)
    game.roll(GPT, 1, 2).roll(GPT, 1, 2).roll(GPT, 1, 2)
    game.cash(GPT, -40, "BANKRUPTCY_CASH").cash(GPT, 0, "BANKRUPTCY")
    game.cash(GPT, 0, "BANKRUPTCY_ASSETS_TO_BANK").told("TURN_ENDED")
    assert game.changed() == {
        "turn_number": 4,
        "current_player": 1,
        "players.0.cash": 0,
        "players.0.in_jail": False,
        "players.0.is_bankrupt": True,
    }


# what cannot be read


@pytest.mark.parametrize(
    ("event_type", "payload", "named"),
    [
        ("PLAYER_MOVED", {"from": 0, "to": 40, "passed_go": False}, "$.to"),
        ("CASH_CHANGED", {"player_id": GPT, "delta": "7", "reason": "RENT"}, "$.delta"),
        ("CASH_CHANGED", {"player_id": GPT, "delta": 10**13, "reason": "RENT"}, "$.delta"),
        ("DICE_ROLLED", {"d1": 7, "d2": 1, "is_double": False}, "$.d1"),
        ("PROPERTY_PURCHASED", {"player_id": GPT, "price": 1}, "space_index"),
        ("PROPERTY_PURCHASED", {"player_id": GPT, "space_index": 0, "price": 1}, "Go"),
        ("CASH_CHANGED", {"player_id": "p9", "delta": 1, "reason": "RENT"}, "p9"),
        ("AUCTION_STARTED", {"property_space": "CHANCE", "initiator_player_id": GPT}, "CHANCE"),
    ],
)
def test_a_malformed_payload_breaks_the_fold_and_is_named(
    game: Game, event_type: str, payload: dict[str, Any], named: str
):
    with pytest.raises(FoldBreak) as broken:
        game.told(event_type, GPT, **payload)
    assert named in broken.value.reason
    assert broken.value.event_type == event_type
