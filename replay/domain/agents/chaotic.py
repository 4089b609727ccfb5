"""Anything that is allowed: slow to get anywhere, quick to find every corner of the rules."""

from __future__ import annotations

from random import Random

import msgspec

from replay.domain.agents import View
from replay.domain.effects import Bundle
from replay.domain.rules.choice import Action, Choice

_RARELY = {Action.MORTGAGE: 0.03, Action.SELL: 0.03, Action.PROPOSE: 0.1, Action.COUNTER: 0.5}


def choose(view: View, choices: tuple[Choice, ...], rng: Random) -> Choice:
    """One of the kinds of choices, then one of that kind, then any arguments."""
    kinds = sorted({choice.action for choice in choices})
    weights = [1.0 if view.owed else _RARELY.get(kind, 1.0) for kind in kinds]
    kind = rng.choices(kinds, weights)[0]
    choice = rng.choice([choice for choice in choices if choice.action is kind])
    if choice.bounds is not None:
        low, high = choice.bounds
        raise_ = min(high - low, int(rng.expovariate(1 / 25)))
        return msgspec.structs.replace(choice, amount=low + raise_, bounds=None)
    if choice.offer is not None and choice.request is not None:
        offer, request = _some(choice.offer, rng), _some(choice.request, rng)
        if offer == request == Bundle():
            offer, request = choice.offer, choice.request
        return msgspec.structs.replace(choice, offer=offer, request=request)
    return choice


def _some(most: Bundle, rng: Random) -> Bundle:
    count = min(len(most.properties), rng.choice((0, 1, 1, 2)))
    return Bundle(
        cash=rng.randint(0, most.cash) if rng.random() < 0.3 else 0,
        properties=tuple(sorted(rng.sample(most.properties, count))),
        jail_cards=rng.randint(0, most.jail_cards),
    )
