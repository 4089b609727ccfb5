"""Buying and selling houses and hotels, and the bank's 32 and 12."""

from __future__ import annotations

from functools import cache, lru_cache

from replay.domain import board
from replay.domain.board import SPACES
from replay.domain.rules import holdings
from replay.domain.rules.agenda import Building, Place, Sale
from replay.domain.rules.choice import Action, Choice
from replay.domain.rules.game import Game
from replay.domain.state import State


def build_choices(game: Game, seat: int) -> list[Choice]:
    """A house or hotel on each street that may carry it, in stock and payable."""
    state, cash = game.state, game.player(seat).cash
    growing = [at for at in holdings.growing(state, seat) if SPACES[at].house_cost <= cash]
    houses = [at for at in growing if state.bank_houses and state.houses[at] < 4]
    hotels = [at for at in growing if state.bank_hotels and state.houses[at] == 4]
    return [_building(seat, at, SPACES[at].house_cost) for at in houses + hotels]


def build(game: Game, choice: Choice) -> None:
    """Buy a building, at auction if it is contested.

    Source: official rules, "Building shortages": "If there are a limited number of houses and
    hotels available and two or more players wish to buy more than the Bank has, the houses or
    hotels must be sold at auction to the highest bidder." Everyone who could build one now is
    taken to wish for one; who asked for it bids its price.
    """
    at = choice.position or 0
    building = next_on(game.state, at)
    wishing = [
        seat
        for seat in game.others(choice.seat)
        if game.player(seat).cash and holdings.buildable(game.state, seat, building)
    ]
    cost = SPACES[at].house_cost
    if wishing and stock(game.state, building) < 1 + len(wishing):
        bidders = (choice.seat, *wishing)
        game.push(Sale(choice.seat, at, building, bidders, cost))
    else:
        put_up(game, choice.seat, at, cost)


def place_choices(game: Game, task: Place) -> list[Choice]:
    """Where a building won at auction may go; it is paid for by the bid."""
    return [
        _building(task.seat, at, task.price)
        for at in holdings.buildable(game.state, task.seat, task.building)
    ]


def next_on(state: State, at: int) -> Building:
    """What goes up next on a street."""
    return "hotel" if state.houses[at] == board.HOTEL - 1 else "house"


def stock(state: State, building: Building) -> int:
    """What the bank has left of a kind."""
    return state.bank_houses if building == "house" else state.bank_hotels


def put_up(game: Game, seat: int, at: int, cost: int) -> None:
    """One more on a street: four houses go back for a hotel. Source: rules, "Hotels"."""
    houses = game.state.houses[at] + 1
    _tell(game, "build", seat, at, houses, cost=cost)


def sell_choices(game: Game, seat: int) -> list[Choice]:
    """Each building that may come off, at half its cost. Source: rules, "Selling property"."""
    return [_selling(seat, at) for at in holdings.sellable(game.state, seat)]


def sell(game: Game, choice: Choice) -> None:
    """Take one building down; with too few houses for a hotel's place, all of the group.

    Source: official rules, "Selling property": hotels are broken down into four houses each, or
    all at once. Where the bank has not got the houses, the group keeps as many, spread evenly, as
    the bank's stock and its own houses allow.
    """
    at, state = choice.position or 0, game.state
    houses = state.houses[at]
    if houses < board.HOTEL or state.bank_houses >= 4:
        take_down(game, choice.seat, at, houses - 1)
        return
    break_down(game, choice.seat, at)


def break_down(game: Game, seat: int, at: int) -> None:
    """Bring the hotels of a group down all at once."""
    state = game.state
    lots = sorted(holdings.group(at), key=lambda lot: state.houses[lot])
    own = sum(state.houses[lot] for lot in lots if state.houses[lot] < board.HOTEL)
    left = min(state.bank_houses + own, 4 * len(lots))
    each, more = divmod(left, len(lots))
    for index, lot in enumerate(lots):
        # Streets with houses come first: what they give back, the hotels' places may need.
        target = each + (1 if index >= len(lots) - more else 0)
        if target < state.houses[lot]:
            take_down(game, seat, lot, target)


def take_down(game: Game, seat: int, at: int, houses: int) -> None:
    """Sell a street down to so many houses, at half their cost."""
    sold = game.state.houses[at] - houses
    _tell(game, "sell_building", seat, at, houses, proceeds=sold * (SPACES[at].house_cost // 2))


@lru_cache(1000)
def _building(seat: int, position: int, price: int) -> Choice:
    return Choice(Action.BUILD, seat, position, amount=price)


@cache
def _selling(seat: int, position: int) -> Choice:
    return Choice(Action.SELL, seat, position, amount=SPACES[position].house_cost // 2)


def _tell(game: Game, event_type: str, seat: int, at: int, houses: int, **money: int) -> None:
    state, before = game.state, game.state.houses[at]
    game.tell(
        event_type,
        seat,
        player_id=game.id(seat),
        position=at,
        houses=houses,
        **money,
        bank_houses=state.bank_houses + before % board.HOTEL - houses % board.HOTEL,
        bank_hotels=state.bank_hotels + before // board.HOTEL - houses // board.HOTEL,
    )
