"""The legal choices as a numbered menu, and the way back from a number to a choice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from replay.domain import phrases
from replay.domain.agents.llm import numerals
from replay.domain.agents.llm.unusable import Unusable
from replay.domain.effects import Bundle
from replay.domain.rules.choice import Action, Choice, allows
from replay.domain.setup import Setup

type Json = dict[str, Any]

_SIDES = ("offer", "request")
_COSTS = frozenset(
    {Action.BUY, Action.BUILD, Action.UNMORTGAGE, Action.KEEP_MORTGAGE, Action.PAY_FINE}
)
_BRINGS = frozenset({Action.SELL, Action.MORTGAGE})
_BY_POSITION = frozenset({Action.BUILD, Action.SELL, Action.MORTGAGE, Action.UNMORTGAGE})
"""What is one entry for all the positions it is possible at."""

_SIDE = {
    "type": "object",
    "properties": {
        "cash": {"type": "integer"},
        "properties": {"type": "array", "items": {"type": "integer"}},
        "jail_cards": {"type": "integer"},
    },
}
_NUMBER = {"type": "integer"}
_SCHEMAS: Json = {"position": _NUMBER, "amount": _NUMBER, "offer": _SIDE, "request": _SIDE}


class Entry(Struct, frozen=True):
    """One line of the menu: an action, and the choices it stands for. Numbers count from 1."""

    number: int
    action: Action
    options: tuple[Choice, ...]


def of(choices: tuple[Choice, ...]) -> tuple[Entry, ...]:
    """Every legal choice is in exactly one entry, in the order of the rules."""
    grouped: dict[object, list[Choice]] = {}
    for at, choice in enumerate(choices):
        key = choice.action if choice.action in _BY_POSITION else at
        grouped.setdefault(key, []).append(choice)
    return tuple(
        Entry(number, options[0].action, tuple(options))
        for number, options in enumerate(grouped.values(), start=1)
    )


def written(menu: tuple[Entry, ...], setup: Setup) -> list[Json]:
    """The menu as JSON: fixed facts beside the action, what is to be given in ``arguments``."""
    return [_written(entry, setup) for entry in menu]


def schema(menu: tuple[Entry, ...]) -> Json:
    """The JSON schema of an answer, for servers that hold models to one.

    It promises no legal choice: which arguments an entry takes, and their bounds, are not in it.
    """
    takes = {name for entry in menu for name in _takes(entry)}
    return {
        "type": "object",
        "properties": {
            "reasoning": {"type": "string"},
            "choice": {"type": "integer", "enum": [entry.number for entry in menu]},
            "arguments": {
                "type": "object",
                "properties": {name: one for name, one in _SCHEMAS.items() if name in takes},
            },
            "say": {"type": "string"},
        },
        "required": ["reasoning", "choice"],
    }


def chosen(menu: tuple[Entry, ...], choice: int | str, arguments: Mapping[str, Any]) -> Choice:
    """The legal choice meant by a number (or the action's name, if one entry alone has it).

    Arguments to an entry that has none are superfluous, and nothing else.

    Raises:
        Unusable: there is no such entry, or the arguments are not within its bounds.
    """
    entry = _entry(menu, choice)
    known = _takes(entry)
    unknown = [name for name in arguments if name not in known]
    if known and unknown:
        told = phrases.clip(str(unknown[0]), 40)
        takes = ", ".join(known)
        raise Unusable("bad_arguments", f"choice {entry.number} takes {takes}, not {told!r}")
    made = _made(entry, arguments)
    if not any(allows(option, made) for option in entry.options):
        raise Unusable("illegal_choice", f"choice {entry.number} is not legal like that")
    return made


def told(menu: tuple[Entry, ...], choice: Choice, setup: Setup) -> Json:
    """A legal choice as the record tells it, whoever made it: its entry, action and arguments."""
    number = next(
        entry.number for entry in menu if any(allows(option, choice) for option in entry.options)
    )
    partner = None if choice.partner is None else setup.seats[choice.partner].player_id
    facts = {"position": choice.position, "partner": partner}
    return {
        "choice": number,
        "action": choice.action.value,
        **{name: value for name, value in facts.items() if value is not None},
        "arguments": _arguments_of(choice),
    }


def _arguments_of(choice: Choice) -> Json:
    told: Json = {}
    if choice.action in _BY_POSITION:
        told["position"] = choice.position
    if choice.action is Action.BID:
        told["amount"] = choice.amount
    if choice.action in {Action.PROPOSE, Action.COUNTER}:
        told |= {"offer": _told(choice.offer), "request": _told(choice.request)}
    return told


def _told(side: Bundle | None) -> Json:
    side = side or Bundle()
    return {
        "cash": side.cash,
        "properties": list(side.properties),
        "jail_cards": side.jail_cards,
    }


def _entry(menu: tuple[Entry, ...], choice: int | str) -> Entry:
    named = [entry for entry in menu if choice in {entry.number, entry.action.value}]
    if len(named) == 1:
        return named[0]
    told = phrases.clip(str(choice), 40)
    problem = "is on the menu more than once" if named else "is not on the menu"
    raise Unusable(
        "illegal_choice", f"choice {told!r} {problem}; give a number from 1 to {len(menu)}"
    )


def _written(entry: Entry, setup: Setup) -> Json:
    first = entry.options[0]
    told: Json = {"choice": entry.number, "action": entry.action.value}
    many = len(entry.options) > 1
    if first.position is not None and not many:
        told |= {"position": first.position, "space": phrases.space(first.position)}
    if first.partner is not None:
        told |= {"partner": setup.seats[first.partner].player_id}
    if entry.action in _COSTS | _BRINGS:
        told["costs" if entry.action in _COSTS else "brings"] = (
            {str(option.position): option.amount for option in entry.options}
            if many
            else first.amount
        )
    arguments: Json = {}
    if many:
        arguments["position"] = [option.position for option in entry.options]
    if first.bounds is not None:
        arguments["amount"] = {"min": first.bounds[0], "max": first.bounds[1]}
    for side in _SIDES:
        most = getattr(first, side)
        if most is not None:
            arguments[side] = _bounds(most)
    return told | ({"arguments": arguments} if arguments else {})


def _bounds(most: Bundle) -> Json:
    """The most one side can give; what it has nothing of is left out."""
    told: Json = {}
    if most.cash > 0:
        told["cash"] = {"min": 0, "max": most.cash}
    if most.properties:
        told["properties"] = list(most.properties)
    if most.jail_cards:
        told["jail_cards"] = {"min": 0, "max": most.jail_cards}
    return told


def _takes(entry: Entry) -> tuple[str, ...]:
    """The names of an entry's arguments."""
    first = entry.options[0]
    if first.bounds is not None:
        return ("amount",)
    if first.offer is not None:
        return _SIDES
    return ("position",) if len(entry.options) > 1 else ()


def _made(entry: Entry, arguments: Mapping[str, Any]) -> Choice:
    first = entry.options[0]
    if first.bounds is not None:
        low, high = first.bounds
        amount = _need(entry, arguments, "amount", f"a whole number from {low} to {high}")
        if not low <= amount <= high:
            raise Unusable("bad_arguments", f"amount is {amount}, and must be {low} to {high}")
        return msgspec.structs.replace(first, amount=amount, bounds=None)
    if first.offer is not None and first.request is not None:
        return _terms(first, arguments, first.offer, first.request)
    if len(entry.options) > 1:
        places = [option.position for option in entry.options]
        at = _need(entry, arguments, "position", f"one of {places}")
        if at not in places:
            raise Unusable("bad_arguments", f"position is {at}, and must be one of {places}")
        return next(option for option in entry.options if option.position == at)
    return first


def _need(entry: Entry, arguments: Mapping[str, Any], name: str, what: str) -> int:
    if name not in arguments:
        raise Unusable("bad_arguments", f"choice {entry.number} needs arguments.{name}: {what}")
    return numerals.whole(arguments[name], f"arguments.{name}", what)


def _terms(option: Choice, arguments: Mapping[str, Any], offer: Bundle, request: Bundle) -> Choice:
    given, got = (
        _side(arguments.get(side), side, most)
        for side, most in zip(_SIDES, (offer, request), strict=True)
    )
    if given == got == Bundle():
        raise Unusable(
            "bad_arguments", "a trade needs arguments.offer or arguments.request, not both empty"
        )
    return msgspec.structs.replace(option, offer=given, request=got)


def _side(told: Any, side: str, most: Bundle) -> Bundle:
    """One side of a trade, within what can be given."""
    if told is None:
        return Bundle()
    name = f"arguments.{side}"
    if not isinstance(told, dict):
        raise Unusable("bad_arguments", f"{name} must be an object")
    unknown = [key for key in told if key not in {"cash", "properties", "jail_cards"}]
    if unknown:
        key = phrases.clip(str(unknown[0]), 40)
        raise Unusable("bad_arguments", f"{name} has cash, properties and jail_cards, not {key!r}")
    cash = _upto(told.get("cash", 0), f"{name}.cash", most.cash)
    cards = _upto(told.get("jail_cards", 0), f"{name}.jail_cards", most.jail_cards)
    return Bundle(cash, _deeds(told.get("properties", []), f"{name}.properties", most), cards)


def _upto(value: Any, name: str, most: int) -> int:
    number = numerals.whole(value, name, f"a whole number from 0 to {most}")
    if not 0 <= number <= most:
        raise Unusable("bad_arguments", f"{name} is {number}, and must be 0 to {most}")
    return number


def _deeds(value: Any, name: str, most: Bundle) -> tuple[int, ...]:
    allowed = list(most.properties)
    if not isinstance(value, list) or len(value) > 40:
        raise Unusable("bad_arguments", f"{name} must be a list of positions")
    wanted = f"positions of {allowed}"
    positions = tuple(sorted(numerals.whole(one, name, wanted) for one in value))
    if len(set(positions)) != len(positions) or not set(positions) <= set(allowed):
        raise Unusable("bad_arguments", f"{name} must be different positions of {allowed}")
    return positions
