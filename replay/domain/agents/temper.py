"""One way to play, in a few numbers: what the reasonable agents have in common."""

from __future__ import annotations

from random import Random

import msgspec
from msgspec import Struct

from replay.domain import board
from replay.domain.agents import View, deals, worth
from replay.domain.board import SPACES
from replay.domain.rules.choice import Action, Choice

_MOST_DANGER = 1000


class Temper(Struct, frozen=True):
    """How a player differs from another.

    ``reserve``: dollars kept back from buying; ``fear``: how much of the dearest rent around is
    kept back from building; ``bid``: the most bid, over a deed's worth; ``jealousy``: how much of
    the other's gain by a trade counts as one's own loss; ``offers``: the chance to make one.
    """

    reserve: int
    fear: float
    bid: float
    jealousy: float
    offers: float


def choose(temper: Temper, view: View, choices: tuple[Choice, ...], rng: Random) -> Choice:
    """The choice a player of this temper makes."""
    by_action: dict[Action, list[Choice]] = {}
    for choice in choices:
        by_action.setdefault(choice.action, []).append(choice)
    if Action.BANKRUPT in by_action:
        return choices[0]
    if view.owed:
        return _raise_cash(view, choices)
    if Action.PASS in by_action:
        return _bid(temper, view, by_action)
    if Action.ACCEPT in by_action:
        return deals.answer(temper.jealousy, view, by_action)
    if Action.DECLINE in by_action:
        return _buy(temper, view, by_action)
    if Action.KEEP_MORTGAGE in by_action:
        return _received(temper, view, by_action)
    if Action.ROLL not in by_action and Action.END_TURN not in by_action:
        return _best_street(choices)
    return _manage(temper, view, by_action, rng)


def _manage(
    temper: Temper, view: View, by_action: dict[Action, list[Choice]], rng: Random
) -> Choice:
    """Trade for a monopoly, build, lift mortgages; then roll or end the turn."""
    asks = Action.END_TURN in by_action and not view.proposals
    if asks and rng.random() < temper.offers:
        offer = deals.propose(temper.jealousy, view, by_action.get(Action.PROPOSE, []), rng)
        if offer is not None:
            return offer
    cash = view.state.players[view.seat].cash
    kept = int(temper.fear * min(_MOST_DANGER, worth.danger(view.state, view.seat)))
    streets = [one for one in by_action.get(Action.BUILD, []) if cash - _price(one) >= kept]
    if streets:
        return _best_street(tuple(streets))
    lifted = [
        choice
        for choice in by_action.get(Action.UNMORTGAGE, [])
        if cash - _price(choice) >= kept + temper.reserve + 100
    ]
    if lifted:
        return max(lifted, key=lambda choice: _gain(view, choice))
    if Action.END_TURN in by_action:
        return by_action[Action.END_TURN][0]
    return _leave_jail(view, by_action)


def _leave_jail(view: View, by_action: dict[Action, list[Choice]]) -> Choice:
    """Out while there are deeds to buy; in for rest once the board is full of hotels."""
    free = sum(1 for at in board.PROPERTIES if view.state.owners[at] is None)
    if free > 6 or worth.danger(view.state, view.seat) < 200:
        for way in (Action.USE_CARD, Action.PAY_FINE):
            if way in by_action:
                return by_action[way][0]
    return by_action[Action.ROLL][0]


def _buy(temper: Temper, view: View, by_action: dict[Action, list[Choice]]) -> Choice:
    decline = by_action[Action.DECLINE][0]
    at = decline.position or 0
    cash = view.state.players[view.seat].cash
    dear = worth.of_deed(view.state, view.seat, at) > 1.5 * SPACES[at].price
    kept = 0 if dear else temper.reserve
    if Action.BUY in by_action:
        return by_action[Action.BUY][0] if cash - SPACES[at].price >= kept else decline
    idle = [
        choice
        for choice in by_action.get(Action.MORTGAGE, [])
        if SPACES[choice.position or 0].group != SPACES[at].group
    ]
    means = cash + sum(map(_price, idle))
    if dear and means >= SPACES[at].price:
        return min(idle, key=lambda choice: _gain(view, choice))
    return decline


def _bid(temper: Temper, view: View, by_action: dict[Action, list[Choice]]) -> Choice:
    out = by_action[Action.PASS][0]
    if Action.BID not in by_action:
        return out
    bid = by_action[Action.BID][0]
    at = bid.position or 0
    low, high = bid.bounds or (0, 0)
    if view.state.owners[at] is not None:  # a building: worth little over its cost
        limit = SPACES[at].house_cost * temper.bid * 1.2
    else:
        limit = worth.of_deed(view.state, view.seat, at) * temper.bid
    limit = min(high - min(temper.reserve, high // 2), int(limit))
    if low > limit:
        return out
    amount = min(limit, low + max(1, SPACES[at].price // 10))
    return msgspec.structs.replace(bid, amount=amount, bounds=None)


def _received(temper: Temper, view: View, by_action: dict[Action, list[Choice]]) -> Choice:
    cash = view.state.players[view.seat].cash
    for lift in by_action.get(Action.UNMORTGAGE, []):
        if cash - _price(lift) >= temper.reserve + 200:
            return lift
    return by_action[Action.KEEP_MORTGAGE][0]


def _raise_cash(view: View, choices: tuple[Choice, ...]) -> Choice:
    """What costs least: single deeds first, then buildings, then parts of groups."""

    def loss(choice: Choice) -> float:
        at = choice.position or 0
        if choice.action is Action.SELL:
            return 0.5 + SPACES[at].house_cost / 1000
        whole = worth.completes(view.state, view.seat, at)
        return (1.0 if whole else 0.0) + worth.of_deed(view.state, view.seat, at) / 10_000

    return min(choices, key=loss)


def _best_street(choices: tuple[Choice, ...]) -> Choice:
    """The dearest rents first."""
    return max(choices, key=lambda choice: SPACES[choice.position or 0].rents[-1])


def _gain(view: View, choice: Choice) -> float:
    return worth.of_deed(view.state, view.seat, choice.position or 0)


def _price(choice: Choice) -> int:
    return choice.amount or 0
