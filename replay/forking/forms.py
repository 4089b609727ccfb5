"""The form that asks for forks: its choices as options, its fields as an order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from games.api import faults
from games.domain.errors import InvalidField
from replay.domain.agents.registry import AGENTS
from replay.domain.forks import words
from replay.domain.rules.choice import Action, Choice
from replay.domain.setup import Setup
from replay.drawing import plain
from replay.forking.asked import ChoiceIn, ForkIn

_WITH_TERMS = frozenset({Action.PROPOSE, Action.COUNTER})
_LABEL = 120
_FIELDS = ("at", "seed", "n", "turn_limit")


class Option(Struct, frozen=True):
    """A choice that needs no more to be said; ``value`` is its JSON."""

    value: str
    label: str


def options(legal: Sequence[Choice], setup: Setup) -> list[Option]:
    """Every legal choice but trades, whose terms no list can hold; a bid is the least and more."""
    found = []
    for choice in legal:
        if choice.action not in _WITH_TERMS:
            found += [_option(one, setup) for one in _bids(choice)]
    return found


def order(posted: Mapping[str, str], seats: Sequence[str]) -> ForkIn:
    """The order a form holds.

    Args:
        posted: its fields; those left blank are not asked for.
        seats: the agents chosen, in seating order.

    Raises:
        InvalidField: a field does not hold what it should.
    """
    for name in seats:
        if name not in AGENTS:  # a model costs money: whoever asks one needs a key
            raise InvalidField("seats", name, f"by form sit {', '.join(AGENTS)}")
    told: dict[str, object] = {"seats": list(seats) or None}
    for name in _FIELDS:
        text = posted.get(name, "").strip()
        if text:
            told[name] = _number(name, text)
    if posted.get("choice", ""):
        told["choice"] = _json(posted["choice"])
    order = msgspec.json.encode(told)
    try:
        return msgspec.json.decode(order, type=ForkIn)
    except msgspec.ValidationError as problem:
        raise faults.explained(problem, order, kind=ForkIn) from None


def sentence(choice: ChoiceIn, setup: Setup) -> str:
    """A forced choice in words."""
    seats = {one.player_id: index for index, one in enumerate(setup.seats)}
    bounds = None if choice.amount is None else (choice.amount, choice.amount)
    if choice.action is Action.BID and choice.amount is not None:
        return f"bid ${choice.amount:,}"
    partner = seats.get(choice.partner) if choice.partner is not None else None
    told = Choice(choice.action, 0, choice.position, partner, choice.amount, bounds)
    label = words.label(told, setup)
    return plain.clip(label[:1].lower() + label[1:], _LABEL)


def _bids(choice: Choice) -> list[Choice]:
    if choice.bounds is None:
        return [choice]
    low, high = choice.bounds
    steps = sorted({low, *(amount for amount in (low + 50, low + 100, low + 200) if amount < high)})
    return [Choice(choice.action, choice.seat, choice.position, amount=one) for one in steps]


def _option(choice: Choice, setup: Setup) -> Option:
    partner = None if choice.partner is None else setup.seats[choice.partner].player_id
    value = ChoiceIn(choice.action, choice.position, partner, choice.amount)
    label = words.label(choice, setup)
    if choice.action is Action.BID:
        label = f"Bid ${choice.amount or 0:,}"
    return Option(msgspec.json.encode(value).decode(), plain.clip(label, _LABEL))


def _number(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise InvalidField(name, text, "not a whole number") from None


def _json(text: str) -> object:
    try:
        found: object = msgspec.json.decode(text)
    except msgspec.DecodeError:
        raise InvalidField("choice", text, "not one of the choices of the form") from None
    return found
