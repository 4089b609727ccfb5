"""How often tokens come to each space in the long run: a Markov chain of the printed board.

A token's state is its space and how many doubles it has thrown in this turn, or its turn in jail. A
roll leads on as by the rules; every card is drawn from a full deck. A landing is what
`replay.domain.summary.walks.Walks` counts: each coming to a space, by dice or by a card; being sent
to jail is none. Only when to leave jail is the player's to choose, so there are two answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import numpy as np
from msgspec import Struct

from replay.domain import board
from replay.domain.board import SPACES, Kind
from replay.domain.cards import CHANCE, COMMUNITY_CHEST, Card, Does
from replay.domain.rules import holdings
from replay.domain.rules.turns import LAST_ATTEMPT

_IN_JAIL = -1
_DOUBLES = 3
_STATES = len(SPACES) * _DOUBLES + LAST_ATTEMPT
_FIRST_IN_JAIL = len(SPACES) * _DOUBLES
_DECKS = {Kind.CHANCE: CHANCE, Kind.COMMUNITY_CHEST: COMMUNITY_CHEST}
_THROWS = tuple((a + b, a == b) for a in range(1, 7) for b in range(1, 7))


class Shares(Struct, frozen=True):
    """The share of all landings that is each space's, if players leave jail as soon or late as
    they can."""

    soon: tuple[float, ...]
    late: tuple[float, ...]


@cache
def landings() -> Shares:
    """By position; each sums up to 1."""
    return Shares(_shares(stays=False), _shares(stays=True))


def _shares(*, stays: bool) -> tuple[float, ...]:
    """From the distribution that a roll does not change."""
    step, landed = np.zeros((_STATES, _STATES)), np.zeros((_STATES, len(SPACES)))
    for state in range(_STATES):
        for chance, roll in _rolls(state, stays=stays):
            for after, share in roll.states.items():
                step[state, after] += chance * share
            for at, often in roll.visits.items():
                landed[state, at] += chance * often
    # The left eigenvector of 1, as the solution of x (P - I) = 0 with sum 1.
    system = np.vstack([step.T - np.eye(_STATES), np.ones(_STATES)])
    steady, *_ = np.linalg.lstsq(system, np.append(np.zeros(_STATES), 1.0), rcond=None)
    found = steady @ landed
    return tuple((found / found.sum()).tolist())


class _Roll(Struct, frozen=True):
    """What comes of a throw: the states after it by chance, and how often each space is come to."""

    states: dict[int, float]
    visits: dict[int, float]


def _rolls(state: int, *, stays: bool) -> Iterator[tuple[float, _Roll]]:
    """Every throw's chance and what comes of it."""
    jailed = state - _FIRST_IN_JAIL
    for total, doubles in _THROWS:
        if jailed < 0:
            at, thrown = divmod(state, _DOUBLES)
            roll = _thrown(at, thrown, total, doubles=doubles)
        elif not stays:
            roll = _thrown(board.JAIL, 0, total, doubles=doubles)
        elif doubles or jailed == LAST_ATTEMPT - 1:
            roll = _moved(board.JAIL + total, doubles=0)
        else:
            roll = _Roll({state + 1: 1.0}, {})
        yield 1 / len(_THROWS), roll


def _thrown(at: int, thrown: int, total: int, *, doubles: bool) -> _Roll:
    if doubles and thrown == _DOUBLES - 1:
        return _Roll({_FIRST_IN_JAIL: 1.0}, {})
    return _moved(at + total, doubles=thrown + 1 if doubles else 0)


def _moved(to: int, *, doubles: int) -> _Roll:
    ends, visits = _arrival(to % len(SPACES))
    states = {
        _FIRST_IN_JAIL if end == _IN_JAIL else end * _DOUBLES + doubles: share
        for end, share in ends.items()
    }
    return _Roll(states, visits)


@cache
def _arrival(at: int) -> tuple[dict[int, float], dict[int, float]]:
    """Where a token that comes to a space ends up, and how often it comes to which on the way."""
    space = SPACES[at]
    visits = defaultdict[int, float](float, {at: 1.0})
    if space.kind is Kind.GO_TO_JAIL:
        return {_IN_JAIL: 1.0}, dict(visits)
    ends = defaultdict[int, float](float)
    deck = _DECKS.get(space.kind, ())
    for card in deck:
        target = _sent(card, at)
        if target is None or target == _IN_JAIL:
            ends[at if target is None else target] += 1 / len(deck)
            continue
        further, more = _arrival(target)
        for end, share in further.items():
            ends[end] += share / len(deck)
        for to, often in more.items():
            visits[to] += often / len(deck)
    return dict(ends) or {at: 1.0}, dict(visits)


def _sent(card: Card, at: int) -> int | None:
    """Where a card sends its reader; None where it leaves the token alone."""
    match card.does:
        case Does.ADVANCE:
            return card.position
        case Does.NEAREST_RAILROAD:
            return _nearest(at, "railroad")
        case Does.NEAREST_UTILITY:
            return _nearest(at, "utility")
        case Does.BACK:
            return (at - card.amount) % len(SPACES)
        case Does.JAIL:
            return _IN_JAIL
        case _:
            return None


def _nearest(at: int, group: str) -> int:
    return min(holdings.GROUPS[group], key=lambda to: (to - at) % len(SPACES))
