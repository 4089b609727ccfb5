"""The rules as a whole: what may be chosen, and what a choice leads to."""

from __future__ import annotations

from typing import assert_never

from games.domain.envelope import Event
from replay.domain.board import SPACES
from replay.domain.rules import (
    agenda,
    auctions,
    buildings,
    debts,
    landing,
    mortgages,
    trades,
    turns,
)
from replay.domain.rules.chance import Chance
from replay.domain.rules.choice import Action, Choice, IllegalChoice, allows
from replay.domain.rules.game import Follow, Game, copy, new_table
from replay.domain.rules.house import House
from replay.domain.setup import Setup
from replay.domain.state import initial


def begin(setup: Setup, house: House, follow: Follow, chance: Chance) -> Game:
    """A new game of 2-8 players, begun: ``told`` holds its first events.

    Raises:
        ValueError: it is not for 2-8 players.
    """
    if not 2 <= len(setup.seats) <= 8:
        raise ValueError(f"Monopoly is for 2 to 8 players, not {len(setup.seats)}")
    game = Game(setup, house, initial(setup), new_table(len(setup.seats), chance), follow)
    game.tell("game_start", None)
    turns.begin(game, 0)
    return game


def legal_choices(game: Game) -> tuple[Choice, ...]:
    """All that may be chosen now, by one seat; empty only when the game is over."""
    return () if game.state.is_over else tuple(_choices(game, game.table.agenda[-1]))


def decide(game: Game, choice: Choice, chance: Chance) -> tuple[Event, ...]:
    """The events a choice leads to. The game given stays as it is.

    Raises:
        IllegalChoice: it is not among the legal ones.
    """
    return advance(copy(game), choice, chance)


def advance(
    game: Game, choice: Choice, chance: Chance, legal: tuple[Choice, ...] | None = None
) -> tuple[Event, ...]:
    """As `decide`, and the game goes on to where the next choice is due.

    ``legal``: what `legal_choices` has just said, to save asking again.
    """
    legal = legal_choices(game) if legal is None else legal
    if not any(allows(option, choice) for option in legal):
        raise IllegalChoice(choice, legal)
    game.told.clear()
    _take(game, choice, chance)
    settle(game, chance)
    return tuple(game.told)


def settle(game: Game, chance: Chance) -> None:
    """Do all that asks nobody: the game goes on to where the next choice is due."""
    while not game.state.is_over and _proceeds(game, chance):
        pass


def _choices(game: Game, task: agenda.Any) -> list[Choice]:
    match task:
        case agenda.Turn():
            return turns.choices(game, task)
        case agenda.Offer():
            return _offer_choices(game, task)
        case agenda.Bidding():
            return auctions.choices(game, task)
        case agenda.Place():
            return buildings.place_choices(game, task)
        case agenda.Debt():
            return debts.choices(game, task)
        case agenda.Interest():
            return mortgages.interest_choices(game, task)
        case agenda.Answer():
            return trades.answer_choices(game, task)
        case agenda.Advance() | agenda.Land() | agenda.Sale():
            return []
        case _:
            assert_never(task)


def _offer_choices(game: Game, task: agenda.Offer) -> list[Choice]:
    """Buy at the printed price, raising cash for it if need be, or leave it to auction.

    Source: official rules, "Buying property".
    """
    price, seat = SPACES[task.position].price, task.seat
    found = [Choice(Action.DECLINE, seat, task.position)]
    if game.player(seat).cash >= price:
        return [Choice(Action.BUY, seat, task.position, amount=price), *found]
    raised = [*buildings.sell_choices(game, seat), *mortgages.mortgage_choices(game, seat)]
    return [*found, *raised]


def _proceeds(game: Game, chance: Chance) -> bool:
    """Do the topmost task if it asks nobody; whether it did."""
    tasks = game.table.agenda
    task = tasks[-1]
    match task:
        case agenda.Advance():
            tasks.pop()
            landing.advance(game, task)
        case agenda.Land():
            tasks.pop()
            landing.land(game, task, chance)
        case agenda.Sale():
            tasks.pop()
            auctions.open_sale(game, task)
        case agenda.Debt() if debts.is_payable(game, task):
            tasks.pop()
            debts.pay(game, task)
        case agenda.Bidding() if auctions.asked(game, task) is None:
            tasks.pop()
            auctions.close(game, task)
        case agenda.Turn() if game.player(task.seat).is_bankrupt:
            tasks.pop()
            turns.finish(game, task.seat)
        case _:
            return False
    return True


def _take(game: Game, choice: Choice, chance: Chance) -> None:
    """Carry out a choice. What answers a task takes it off the agenda; managing does not."""
    task, seat = game.table.agenda[-1], choice.seat
    match choice.action:
        case Action.ROLL:
            turns.roll(game, seat, chance)
        case Action.PAY_FINE:
            turns.pay_fine(game, seat)
        case Action.USE_CARD:
            turns.use_card(game, seat)
        case Action.SELL:
            buildings.sell(game, choice)
        case Action.MORTGAGE:
            mortgages.mortgage(game, choice)
        case Action.PROPOSE:
            trades.propose(game, choice)
        case Action.BUILD if isinstance(task, agenda.Turn):
            buildings.build(game, choice)
        case Action.UNMORTGAGE if isinstance(task, agenda.Turn):
            mortgages.lift(game, choice)
        case _:
            game.table.agenda.pop()
            _answer(game, task, choice)


def _answer(game: Game, task: agenda.Any, choice: Choice) -> None:
    match task, choice.action:
        case agenda.Turn(), _:
            turns.finish(game, choice.seat)
        case agenda.Offer(), Action.BUY:
            _buy(game, task)
        case agenda.Offer(), _:
            game.push(agenda.Sale(task.seat, task.position))
        case agenda.Bidding(), Action.BID:
            auctions.bid(game, task, choice)
        case agenda.Bidding(), _:
            auctions.drop_out(game, task, choice)
        case agenda.Place(), _:
            buildings.put_up(game, task.seat, choice.position or 0, task.price)
        case agenda.Debt(), _:
            debts.default(game, task)
        case agenda.Interest(), Action.UNMORTGAGE:
            mortgages.lift(game, choice)
        case agenda.Interest(), _:
            mortgages.keep(game, task.seat, task.position)
        case agenda.Answer(), Action.ACCEPT:
            trades.accept(game, choice)
        case agenda.Answer(), Action.COUNTER:
            trades.counter(game, task, choice)
        case _:
            trades.reject(game, choice)


def _buy(game: Game, task: agenda.Offer) -> None:
    price = SPACES[task.position].price
    game.tell(
        "purchase", task.seat, player_id=game.id(task.seat), position=task.position, price=price
    )
