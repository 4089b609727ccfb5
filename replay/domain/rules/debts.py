"""Debts: paid at once, by selling and mortgaging, or by bankruptcy."""

from __future__ import annotations

from typing import assert_never

from replay.domain.rules import bankruptcy, buildings, holdings, mortgages
from replay.domain.rules.agenda import Debt, Why
from replay.domain.rules.choice import Action, Choice
from replay.domain.rules.game import Game


def is_payable(game: Game, debt: Debt) -> bool:
    """Whether the cash in hand is enough."""
    return game.player(debt.seat).cash >= debt.amount


def can_raise(game: Game, debt: Debt) -> bool:
    """Whether selling and mortgaging all there is would be enough."""
    return game.player(debt.seat).cash + holdings.raisable(game.state, debt.seat) >= debt.amount


def choices(game: Game, debt: Debt) -> list[Choice]:
    """What raises cash; nothing but bankruptcy once all of it would not do.

    Source: official rules, "Bankruptcy": "you are bankrupt when you owe more than you can pay
    either to another player or to the Bank".
    """
    seat = debt.seat
    if not can_raise(game, debt):
        return [Choice(Action.BANKRUPT, seat, partner=debt.creditor, amount=debt.amount)]
    return [*buildings.sell_choices(game, seat), *mortgages.mortgage_choices(game, seat)]


def pay(game: Game, debt: Debt) -> None:
    """Pay a debt by the event of its kind."""
    seat, amount = debt.seat, debt.amount
    payer = game.id(seat)
    match debt.why:
        case Why.RENT:
            _rent(game, debt)
        case Why.TAX:
            game.tell("tax_payment", seat, player_id=payer, position=debt.position, amount=amount)
        case Why.FINE:
            game.tell("jail_release", seat, player_id=payer, method="fine", fine=amount)
        case Why.CARD | Why.INTEREST if debt.creditor is None:
            game.tell("bank_payment", seat, player_id=payer, amount=-amount, reason=debt.reason)
        case Why.CARD | Why.INTEREST:
            game.tell(
                "player_payment",
                seat,
                payer_id=payer,
                payee_id=game.id(debt.creditor),
                amount=amount,
                reason=debt.reason,
            )
        case Why.ARREARS:
            pass  # what was raised has paid it
        case _:
            assert_never(debt.why)


def default(game: Game, debt: Debt) -> None:
    """The debtor is out."""
    bankruptcy.declare(game, debt.seat, debt.creditor)


def _rent(game: Game, debt: Debt) -> None:
    game.tell(
        "rent_payment",
        debt.seat,
        payer_id=game.id(debt.seat),
        owner_id=game.id(debt.creditor),
        position=debt.position,
        amount=debt.amount,
    )
