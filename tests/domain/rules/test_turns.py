"""Stories of turns: dice, doubles, jail, Go."""

from __future__ import annotations

from replay.domain.rules import engine
from replay.domain.rules.choice import Action
from replay.domain.rules.game import Game
from replay.domain.rules.house import House
from tests.domain.rules.tables import begun, legal, owning, roll, take, turn_of

ADA, BLAISE = 0, 1


def jailed(turns: int = 0, cards: int = 0, cash: int = 1500, house: House | None = None) -> Game:
    game = begun(house=house, cash=cash)
    ada = game.state.players[ADA]
    ada.position, ada.in_jail, ada.jail_turns, ada.jail_cards = 10, True, turns, cards
    game.table.kept[ADA] = ["chance"] * cards
    return game


def test_doubles_roll_again_and_a_plain_roll_does_not():
    game = owning(begun(), ADA, 6, 8)
    assert roll(game, (3, 3)) == ["dice_roll", "move"]
    assert legal(game, Action.ROLL)
    assert not legal(game, Action.END_TURN)
    assert roll(game, (1, 3)) == ["dice_roll", "move"]
    assert not legal(game, Action.ROLL)
    assert legal(game, Action.END_TURN)


def test_the_third_doubles_in_a_row_go_to_jail_without_a_move():
    game = owning(begun(), ADA, 6, 8)
    roll(game, (3, 3))
    roll(game, (1, 1))
    assert roll(game, (5, 5)) == ["dice_roll", "go_to_jail"]
    assert game.state.players[ADA].in_jail
    assert legal(game, Action.END_TURN)
    assert not legal(game, Action.ROLL)


def test_passing_go_pays_the_salary_of_the_house():
    game = begun(house=House(salary=300))
    game.state.players[ADA].position = 35
    assert roll(game, (4, 1)) == ["dice_roll", "move", "pass_go"]
    assert game.state.players[ADA].cash == 1800


def test_the_space_go_to_jail_pays_no_salary_and_ends_the_turn_even_after_doubles():
    game = begun()
    game.state.players[ADA].position = 24
    assert roll(game, (3, 3)) == ["dice_roll", "move", "go_to_jail"]
    assert legal(game, Action.END_TURN)


def test_doubles_leave_jail_and_move_but_do_not_roll_again():
    game = jailed()
    assert roll(game, (5, 5)) == ["dice_roll", "jail_release", "move"]
    assert game.state.players[ADA].position == 20
    assert not legal(game, Action.ROLL)


def test_the_fine_is_paid_before_the_roll_and_only_on_the_first_two_turns():
    game = jailed(turns=1, house=House(jail_fine=70))
    assert take(game, Action.PAY_FINE) == ["jail_release"]
    assert game.state.players[ADA].cash == 1430
    assert not legal(jailed(turns=2), Action.PAY_FINE)


def test_a_card_leaves_jail_and_goes_back_to_its_deck():
    game = jailed(turns=2, cards=1)
    assert take(game, Action.USE_CARD) == ["jail_release"]
    assert game.state.players[ADA].jail_cards == 0
    assert game.table.decks["chance"].discard == [8]


def test_the_third_failure_pays_the_fine_and_moves():
    game = jailed(turns=2)
    assert roll(game, (4, 6)) == ["dice_roll", "jail_roll", "jail_release", "move"]
    assert (game.state.players[ADA].cash, game.state.players[ADA].position) == (1450, 20)


def test_a_forced_fine_is_raised_by_mortgage_and_then_the_token_moves():
    game = owning(jailed(turns=2, cash=10), ADA, 39)
    assert roll(game, (4, 6)) == ["dice_roll", "jail_roll"]
    assert take(game, Action.MORTGAGE, 39) == ["mortgage", "jail_release", "move"]


def test_turns_go_round_and_the_limit_ends_the_game_for_the_richest():
    game = begun(players=2, house=House(turn_limit=2))
    game.state.players[BLAISE].cash = 1501
    game.table.may_roll = False
    assert take(game, Action.END_TURN) == ["turn_end", "turn_start"]
    assert game.state.current == BLAISE
    game.table.may_roll = False
    assert take(game, Action.END_TURN) == ["turn_end", "game_end"]
    assert (game.state.is_over, game.state.winner) == (True, BLAISE)
    assert engine.legal_choices(game) == ()


def test_a_bankrupt_player_is_passed_over():
    game = turn_of(begun(), ADA)
    game.state.players[BLAISE].is_bankrupt = True
    game.table.may_roll = False
    take(game, Action.END_TURN)
    assert game.state.current == 2
