"""Stories of monopoly-llm-benchmark: bankruptcies, which are told by next to nothing."""

from __future__ import annotations

import pytest

from tests.domain.told import CLAUDE, GEMMA, GPT, Game, begun, in_jail


@pytest.fixture
def game() -> Game:
    return begun()


def test_a_creditor_inherits_cash_and_deeds_with_what_stands_on_them(game: Game):
    game.buy(GPT, 37, 350).buy(GPT, 5, 200).buy(CLAUDE, 39, 400)
    game.told("HOUSE_BUILT", GPT, player_id=GPT, space_index=37, count=2)
    game.told("PROPERTY_MORTGAGED", GPT, player_id=GPT, space_index=5, amount=100)
    game.told("CARD_DRAWN", GPT, deck_type="CHANCE", card_id="GET_OUT_OF_JAIL_FREE")
    game.roll(GPT, 6, 6).move(GPT, 27, 39).now()
    game.cash(GPT, -1500, "BANKRUPTCY_CASH").cash(CLAUDE, 1500, "BANKRUPTCY_CASH")
    game.cash(GPT, 0, "BANKRUPTCY").buy(CLAUDE, 5, 0).buy(CLAUDE, 37, 0).told("TURN_ENDED")
    assert game.changed() == {
        "turn_number": 1,
        "current_player": 1,
        "players.0.cash": 0,
        "players.0.is_bankrupt": True,
        "players.0.bankrupt_to": 1,
        "players.1.cash": 3000,
        "properties.5.owner": 1,
        "properties.37.owner": 1,
    }
    assert game.state.players[0].jail_cards == 1, "the bankrupt keep their cards"
    assert game.state.memory["doubles"] == 0


def test_the_bank_takes_everything_back_without_a_word(game: Game):
    game.buy(GPT, 37, 350).buy(GPT, 39, 400).buy(GPT, 5, 200).buy(CLAUDE, 1, 60)
    game.told("HOUSE_BUILT", GPT, player_id=GPT, space_index=37, count=4)
    game.told("HOUSE_BUILT", GPT, player_id=GPT, space_index=39, count=4)
    game.told("HOTEL_BUILT", GPT, player_id=GPT, space_index=39, count=1)
    game.told("PROPERTY_MORTGAGED", GPT, player_id=GPT, space_index=5, amount=100)
    assert (game.state.bank_houses, game.state.bank_hotels) == (28, 11)
    game.roll(GPT, 1, 3).move(GPT, 0, 4).now()
    game.cash(GPT, -1500, "BANKRUPTCY_CASH").cash(GPT, 0, "BANKRUPTCY")
    game.cash(GPT, 0, "BANKRUPTCY_ASSETS_TO_BANK")
    assert game.changed() == {
        "players.0.cash": 0,
        "players.0.is_bankrupt": True,
        "properties.5.owner": None,
        "properties.5.is_mortgaged": False,
        "properties.37.owner": None,
        "properties.37.houses": 0,
        "properties.39.owner": None,
        "properties.39.houses": 0,
        "bank.houses": 32,
        "bank.hotels": 12,
    }


def test_a_deed_taken_over_for_nothing_names_the_creditor(game: Game):
    game.buy(GPT, 5, 200).move(GPT, 0, 10).now()
    game.cash(GPT, 0, "BANKRUPTCY").buy(GEMMA, 5, 0)
    assert game.changed() == {
        "players.0.is_bankrupt": True,
        "players.0.bankrupt_to": 2,
        "properties.5.owner": 2,
    }


def test_who_has_nothing_at_all_owes_the_landlord(game: Game):
    game.buy(GEMMA, 39, 400).roll(GPT, 1, 2).move(GPT, 36, 39).cash(GPT, 0, "BANKRUPTCY")
    assert game.state.players[0].bankrupt_to == 2


def test_who_has_nothing_for_a_birthday_owes_the_one_who_has_it(game: Game):
    game.buy(GEMMA, 39, 400).move(CLAUDE, 0, 39).roll(GPT, 1, 1).move(GPT, 0, 2)
    game.cash(CLAUDE, 0, "BANKRUPTCY")
    assert game.state.players[1].bankrupt_to == 0
    assert game.state.memory["doubles"] == 1, "it is not the debtor's turn"


def test_a_chairman_without_money_owes_the_next_player_to_be_paid(game: Game):
    card = "ELECTED_CHAIRMAN_PAY_EACH_PLAYER_50"
    game.roll(GPT, 3, 4).move(GPT, 0, 7).told("CARD_DRAWN", GPT, deck_type="CHANCE", card_id=card)
    game.cash(GPT, -50, card).cash(CLAUDE, 50, card).cash(GPT, 0, "BANKRUPTCY")
    assert game.state.players[0].bankrupt_to == 2


def test_a_jailed_player_ruined_by_a_birthday_stays_in_jail():
    game = in_jail().roll(GPT, 1, 2).told("TURN_ENDED").told("TURN_STARTED").roll(CLAUDE, 1, 1)
    game.now().cash(GPT, -5, "BANKRUPTCY_CASH").cash(CLAUDE, 5, "BANKRUPTCY_CASH")
    game.cash(GPT, 0, "BANKRUPTCY")
    assert game.changed() == {
        "players.0.cash": 1495,
        "players.0.is_bankrupt": True,
        "players.0.bankrupt_to": 1,
        "players.1.cash": 1505,
    }
