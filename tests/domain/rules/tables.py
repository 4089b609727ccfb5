"""Tables to play at, and games stopped anywhere."""

from __future__ import annotations

from random import Random

from replay.domain import match
from replay.domain.rules import engine
from replay.domain.rules.agenda import Turn
from replay.domain.rules.chance import Chance, Scripted
from replay.domain.rules.choice import Action, Choice
from replay.domain.rules.game import Game
from replay.domain.rules.house import House
from replay.domain.setup import Seat, Setup

NAMES = ("Ada", "Blaise", "Clara", "Donald", "Edsger", "Frances", "Grace", "Hedy")


def setup(players: int = 4, starting_cash: int = 1500) -> Setup:
    seats = tuple(Seat(seat, NAMES[seat]) for seat in range(players))
    return Setup(seats, starting_cash=starting_cash)


def begun(players: int = 3, house: House | None = None, cash: int = 1500) -> Game:
    """A game at the first choice of its first turn; decks lie as printed, last card on top."""
    table = setup(players, cash)
    return engine.begin(table, house or House(), match.follow(table), Scripted())


def owning(game: Game, seat: int, *positions: int, houses: int = 0) -> Game:
    """Give deeds to a seat, with buildings out of the bank's stock."""
    for at in positions:
        game.state.owners[at] = seat
        game.state.houses[at] = houses
        game.state.bank_houses -= houses % 5
        game.state.bank_hotels -= houses // 5
    return game


def turn_of(game: Game, seat: int) -> Game:
    """It is another seat's turn instead."""
    game.table.agenda[:] = [Turn(seat)]
    game.state.current = seat
    return game


def legal(game: Game, action: Action, position: int | None = None) -> list[Choice]:
    """The legal choices of one kind."""
    return [
        choice
        for choice in engine.legal_choices(game)
        if choice.action is action and position in {None, choice.position}
    ]


def take(
    game: Game, action: Action, position: int | None = None, *dice: tuple[int, int]
) -> list[str]:
    """Take the one legal choice of a kind; the types of the events it led to."""
    (choice,) = legal(game, action, position)
    chance: Chance = Scripted(dice)
    return [event.event_type for event in engine.advance(game, choice, chance)]


def roll(game: Game, *dice: tuple[int, int]) -> list[str]:
    return take(game, Action.ROLL, None, *dice)


def random_seed(*parts: object) -> Random:
    return Random(" ".join(map(str, parts)))
