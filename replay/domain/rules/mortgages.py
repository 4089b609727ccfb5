"""Mortgages: taking, lifting, and what their transfer costs."""

from __future__ import annotations

from functools import cache

from replay.domain import board
from replay.domain.board import SPACES
from replay.domain.rules import holdings
from replay.domain.rules.agenda import Debt, Interest, Why
from replay.domain.rules.choice import Action, Choice
from replay.domain.rules.game import Game


def mortgage_choices(game: Game, seat: int) -> list[Choice]:
    """Every deed the bank lends on: half its price. Source: official rules, "Mortgages"."""
    return [_mortgaging(seat, at) for at in holdings.mortgageable(game.state, seat)]


def mortgage(game: Game, choice: Choice) -> None:
    """Take a mortgage."""
    at = choice.position or 0
    _tell(game, "mortgage", choice.seat, at, SPACES[at].mortgage)


def lift_choices(game: Game, seat: int) -> list[Choice]:
    """Every mortgage the seat can pay back with its 10 %. Source: rules, "Mortgages"."""
    cash = game.player(seat).cash
    owners, mortgaged = game.state.owners, game.state.mortgaged
    return [
        _lifting(seat, at)
        for at in board.PROPERTIES
        if mortgaged[at] and owners[at] == seat and price(at) <= cash
    ]


def lift(game: Game, choice: Choice) -> None:
    """Pay a mortgage back."""
    at = choice.position or 0
    _tell(game, "unmortgage", choice.seat, at, price(at))


def cancel(game: Game, seat: int, position: int) -> None:
    """The bank takes a deed back, and with it its claim on it."""
    _tell(game, "unmortgage", seat, position, 0)


def price(position: int) -> int:
    """What lifting a mortgage costs: the loan and 10 %."""
    return SPACES[position].mortgage + holdings.interest(position)


def interest_choices(game: Game, task: Interest) -> list[Choice]:
    """Lift the mortgage of a deed just received, or pay its 10 % now and again later.

    Source: official rules, "Mortgages": the new owner "may lift the mortgage at once if he wishes
    by paying off the mortgage plus 10 % interest"; if not, he "must pay 10 % interest" at once,
    and again when he lifts it later.
    """
    keep = Choice(
        Action.KEEP_MORTGAGE, task.seat, task.position, amount=holdings.interest(task.position)
    )
    if game.player(task.seat).cash < price(task.position):
        return [keep]
    return [
        keep,
        Choice(Action.UNMORTGAGE, task.seat, task.position, amount=price(task.position)),
    ]


def keep(game: Game, seat: int, position: int) -> None:
    """Owe the bank the interest alone."""
    due, reason = holdings.interest(position), "interest on a mortgaged deed received"
    game.push(Debt(seat, due, None, Why.INTEREST, position, reason))


# There are few such choices, and each is on a thousand menus.
@cache
def _mortgaging(seat: int, position: int) -> Choice:
    return Choice(Action.MORTGAGE, seat, position, amount=SPACES[position].mortgage)


@cache
def _lifting(seat: int, position: int) -> Choice:
    return Choice(Action.UNMORTGAGE, seat, position, amount=price(position))


def _tell(game: Game, event_type: str, seat: int, position: int, amount: int) -> None:
    game.tell(event_type, seat, player_id=game.id(seat), position=position, amount=amount)
