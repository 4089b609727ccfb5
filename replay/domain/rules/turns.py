"""Turns: rolling, doubles, jail, and whose turn is next."""

from __future__ import annotations

from replay.domain.board import SPACES
from replay.domain.rules import bankruptcy, buildings, decks, landing, mortgages, trades
from replay.domain.rules.agenda import Advance, Debt, Turn, Why
from replay.domain.rules.chance import Chance
from replay.domain.rules.choice import Action, Choice
from replay.domain.rules.game import Game

LAST_ATTEMPT = 3
"""The roll for doubles after whose failure the fine must be paid."""


def choices(game: Game, task: Turn) -> list[Choice]:
    """Roll (or leave jail), or end the turn; before that, manage what one has.

    Source: official rules, "Jail": doubles "on any of your next three turns", a card, or the fine
    "before you roll the dice on either of your next two turns".
    """
    seat, player = task.seat, game.player(task.seat)
    if not game.table.may_roll:
        found = [Choice(Action.END_TURN, seat)]
    else:
        found = [Choice(Action.ROLL, seat)]
        if player.in_jail and player.jail_cards:
            found.append(Choice(Action.USE_CARD, seat))
        fine = game.house.jail_fine
        if player.in_jail and player.jail_turns < LAST_ATTEMPT - 1 and player.cash >= fine:
            found.append(Choice(Action.PAY_FINE, seat, amount=fine))
    return [
        *found,
        *buildings.build_choices(game, seat),
        *buildings.sell_choices(game, seat),
        *mortgages.mortgage_choices(game, seat),
        *mortgages.lift_choices(game, seat),
        *trades.propose_choices(game, seat),
    ]


def roll(game: Game, seat: int, chance: Chance) -> None:
    """Throw, and move. Doubles throw again; the third doubles in a row go to jail.

    Source: official rules, "The play" and "Jail": "you throw doubles three times in succession".
    """
    die1, die2 = landing.throw(game, seat, chance)
    game.table.dice = die1 + die2
    game.table.may_roll = die1 == die2
    if game.player(seat).in_jail:
        roll_in_jail(game, seat, doubles=die1 == die2)
        return
    game.table.doubles = game.table.doubles + 1 if die1 == die2 else 0
    if game.table.doubles == 3:
        landing.jail(game, seat, "third doubles in a row")
    else:
        game.push(onward(game, seat))


def roll_in_jail(game: Game, seat: int, *, doubles: bool) -> None:
    """Doubles free and move, without another throw; the third failure pays and moves."""
    game.table.may_roll = False
    if doubles:
        game.tell("jail_release", seat, player_id=game.id(seat), method="doubles", fine=0)
        game.push(onward(game, seat))
        return
    failures = game.player(seat).jail_turns + 1
    game.tell("jail_roll", seat, player_id=game.id(seat), failures=failures)
    if failures >= LAST_ATTEMPT:
        fine = Debt(seat, game.house.jail_fine, None, Why.FINE)
        game.push(fine, onward(game, seat))


def pay_fine(game: Game, seat: int) -> None:
    """Leave jail for the fine, before the roll."""
    fine = game.house.jail_fine
    game.tell("jail_release", seat, player_id=game.id(seat), method="fine", fine=fine)


def use_card(game: Game, seat: int) -> None:
    """Leave jail by a card, before the roll; the card goes back to its deck."""
    game.tell("jail_release", seat, player_id=game.id(seat), method="card", fine=0)
    decks.give_back(game, seat)


def finish(game: Game, seat: int) -> None:
    """The turn is over."""
    game.tell("turn_end", seat, player_id=game.id(seat))
    pass_on(game, seat)


def pass_on(game: Game, seat: int) -> None:
    """The next player's turn begins, or the game ends at its limit."""
    limit = game.house.turn_limit
    if limit is not None and game.state.turn_number >= limit:
        bankruptcy.end(game, "turn limit")
    else:
        begin(game, game.others(seat)[0])


def begin(game: Game, seat: int) -> None:
    """A player's turn begins."""
    table = game.table
    table.doubles, table.may_roll, table.proposals = 0, True, 0
    number = game.state.turn_number + 1
    game.tell("turn_start", seat, player_id=game.id(seat), turn_number=number)
    game.push(Turn(seat))


def onward(game: Game, seat: int) -> Advance:
    """Where the dice send the token."""
    return Advance(seat, (game.player(seat).position + game.table.dice) % len(SPACES))
