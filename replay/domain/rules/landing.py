"""Tokens coming to spaces, and what spaces and cards ask for."""

from __future__ import annotations

from typing import assert_never

from replay.domain import board
from replay.domain.board import SPACES, Kind
from replay.domain.cards import Card, DeckName, Does
from replay.domain.rules import decks, holdings
from replay.domain.rules.agenda import Advance, Debt, Fare, Land, Offer, Why
from replay.domain.rules.chance import Chance
from replay.domain.rules.game import Game
from replay.domain.state import State

_RAILROADS = holdings.GROUPS["railroad"]
_UTILITIES = holdings.GROUPS["utility"]


def advance(game: Game, task: Advance) -> None:
    """Move a token clockwise; the bank pays whoever reaches or passes Go.

    Source: official rules, "Go": $200 "each time a player's token lands on or passes over Go".
    """
    start = game.player(task.seat).position
    _move(game, task.seat, task.to)
    if task.to < start and game.house.salary and not task.is_paid:
        payer = game.id(task.seat)
        game.tell("pass_go", task.seat, player_id=payer, amount=game.house.salary)
    game.push(Land(task.seat, task.fare))


def land(game: Game, task: Land, chance: Chance) -> None:
    """Do what the space asks for. Free Parking, Go and visiting the jail ask for nothing."""
    at = game.player(task.seat).position
    match SPACES[at].kind:
        case Kind.STREET | Kind.RAILROAD | Kind.UTILITY:
            _land_on_deed(game, task, at, chance)
        case Kind.TAX:
            game.push(Debt(task.seat, SPACES[at].price, None, Why.TAX, at))
        case Kind.CHANCE:
            _draw(game, task.seat, "chance", chance)
        case Kind.COMMUNITY_CHEST:
            _draw(game, task.seat, "community_chest", chance)
        case Kind.GO_TO_JAIL:
            jail(game, task.seat, "Go To Jail")
        case Kind.GO | Kind.JAIL | Kind.FREE_PARKING:
            pass
        case kind:
            assert_never(kind)


def jail(game: Game, seat: int, reason: str) -> None:
    """Off to jail; the turn is over, doubles or not. Source: official rules, "Jail"."""
    game.tell("go_to_jail", seat, player_id=game.id(seat), reason=reason)
    game.table.may_roll = False


def _land_on_deed(game: Game, task: Land, at: int, chance: Chance) -> None:
    """Buy or auction what is the bank's, pay rent for what is another's and not mortgaged.

    Source: official rules, "Paying rent"; the owner collects in jail, too. The cards: "pay owner
    twice the rental", "throw dice and pay owner a total ten times the amount thrown".
    """
    owner = game.state.owners[at]
    if owner is None:
        game.push(Offer(task.seat, at))
        return
    if owner == task.seat or game.state.mortgaged[at]:
        return
    if task.fare is Fare.TENFOLD:
        due = 10 * sum(throw(game, task.seat, chance))
    else:
        due = holdings.rent(game.state, at, game.table.dice)
        due *= 2 if task.fare is Fare.DOUBLE else 1
    game.push(Debt(task.seat, due, owner, Why.RENT, at))


def throw(game: Game, seat: int, chance: Chance) -> tuple[int, int]:
    """Throw two dice, for all to see."""
    die1, die2 = chance.dice()
    game.tell("dice_roll", seat, player_id=game.id(seat), die1=die1, die2=die2)
    return die1, die2


def _draw(game: Game, seat: int, name: DeckName, chance: Chance) -> None:
    follow_card(game, seat, name, decks.draw(game, seat, name, chance))


def follow_card(game: Game, seat: int, deck: DeckName, card: Card) -> None:
    """Do what a card says that has just been drawn."""
    at = game.player(seat).position
    match card.does:
        case Does.ADVANCE:
            game.push(Advance(seat, card.position))
        case Does.NEAREST_RAILROAD:
            game.push(Advance(seat, _nearest(at, _RAILROADS), Fare.DOUBLE))
        case Does.NEAREST_UTILITY:
            game.push(Advance(seat, _nearest(at, _UTILITIES), Fare.TENFOLD))
        case Does.BACK:
            _move(game, seat, (at - card.amount) % len(SPACES))
            game.push(Land(seat))
        case Does.JAIL:
            jail(game, seat, card.text)
        case Does.KEEP:
            decks.keep(game, seat, deck)
        case Does.BANK:
            _bank(game, seat, card.amount, card.text)
        case Does.EACH_PLAYER:
            each_player(game, seat, card)
        case Does.REPAIRS:
            _bank(game, seat, repairs(game.state, seat, card), card.text)
        case _:
            assert_never(card.does)


def _bank(game: Game, seat: int, amount: int, reason: str) -> None:
    if amount > 0:
        game.tell("bank_payment", seat, player_id=game.id(seat), amount=amount, reason=reason)
    elif amount < 0:
        game.push(Debt(seat, -amount, None, Why.CARD, reason=reason))


def each_player(game: Game, seat: int, card: Card, done: tuple[int, ...] = ()) -> None:
    """Pay each player, or collect from each; those it is ``done`` with are left out."""
    others = [other for other in game.others(seat) if other not in done]
    if card.amount < 0:
        debts = [Debt(seat, -card.amount, other, Why.CARD, reason=card.text) for other in others]
    else:
        debts = [Debt(other, card.amount, seat, Why.CARD, reason=card.text) for other in others]
    game.push(*debts)


def repairs(state: State, seat: int, card: Card) -> int:
    """What a card brings (less than nothing) by the buildings a seat has."""
    houses = [state.houses[at] for at in holdings.deeds(state, seat)]
    hotels = houses.count(board.HOTEL)
    return card.amount * (sum(houses) - board.HOTEL * hotels) + card.hotel * hotels


def _nearest(start: int, positions: tuple[int, ...]) -> int:
    return min(positions, key=lambda at: (at - start) % len(SPACES))


def _move(game: Game, seat: int, to: int) -> None:
    start = game.player(seat).position
    game.tell("move", seat, player_id=game.id(seat), from_position=start, to_position=to)
