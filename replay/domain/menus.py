"""What a model could choose from, and what it chose: one reading for every engine's JSON.

A menu is a list of names or of objects, or an object that holds such a list under ``actions`` or
``choices``; an action's name stands under one of `NAMES`, and what else it says are its arguments.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec
from msgspec import Raw, Struct, structs

NAMES = ("choice", "action", "action_type", "name", "type")
"""Where an action's name may stand, the surest first."""

_ARGUMENTS = ("params", "args", "arguments")
_ABOUT = frozenset(
    {
        *NAMES,
        *_ARGUMENTS,
        *("args_schema", "description", "schema_version", "decision_id", "source_sequence_number"),
        *("attempts", "error", "fallback", "usage", "applied", "unresolved"),
        *("reasoning", "reasoning_fabricated", "rationale", "public_message", "private_thought"),
    }
)
"""Members that are about an action, and no arguments of it."""


class Verdict(StrEnum):
    """How a choice stands to its menu."""

    OFFERED = "offered"
    OTHERWISE = "offered with other arguments"
    ABSENT = "not on the menu"
    UNTOLD = "no menu or no choice is told"


class Option(Struct, frozen=True):
    """One action on offer, or the one chosen; ``number`` is that of a numbered menu's entry."""

    name: str
    arguments: Mapping[str, Any]
    number: int | None = None
    is_chosen: bool = False


class Menu(Struct, frozen=True):
    """The options in their order. Where the choice is not among them, none is marked."""

    options: tuple[Option, ...]
    chosen: Option
    verdict: Verdict

    @property
    def is_on_menu(self) -> bool | None:
        """Whether an action of that name was offered; None where that cannot be told."""
        return None if self.verdict is Verdict.UNTOLD else self.verdict is not Verdict.ABSENT


def read(actions: Any, chosen: Any) -> Menu:
    """A menu and a choice, decoded from JSON of any form."""
    options = [_option(each) for each in _listed(actions)]
    choice = _option(chosen if isinstance(chosen, dict) else {})
    same = [index for index, each in enumerate(options) if each.name == choice.name]
    if not options or not choice.name:
        return Menu(tuple(options), choice, Verdict.UNTOLD)
    if not same:
        return Menu(tuple(options), choice, Verdict.ABSENT)
    best = _best(options, same, choice)
    if best is None:
        return Menu(tuple(options), choice, Verdict.OTHERWISE)
    options[best] = structs.replace(options[best], is_chosen=True)
    return Menu(tuple(options), choice, Verdict.OFFERED)


def name(action: Any) -> str:
    """An action's name; "" where it has none."""
    if isinstance(action, str):
        return action
    if not isinstance(action, dict):
        return ""
    return next((action[key] for key in NAMES if isinstance(action.get(key), str)), "")


def names(actions: bytes) -> list[str]:
    """The name of each entry of a menu, "" where it has none, from JSON of any form.

    As `read` has them, in a fraction of the time: arguments are not looked at.
    """
    try:
        if actions.lstrip().startswith(b"{"):
            held = _held(actions)
            actions = held.actions or held.choices
        return [_called(each) for each in _entries(actions)]
    except msgspec.MsgspecError:
        return [name(each) for each in _listed(_any(actions))]


class _Held(Struct):
    actions: Raw = Raw()
    choices: Raw = Raw(b"[]")


class _Entry(Struct):
    """Members as `NAMES`, in their order."""

    choice: Any = None
    action: Any = None
    action_type: Any = None
    name: Any = None
    type: Any = None


def _called(entry: Any) -> str:
    if isinstance(entry, str):
        return entry
    if not isinstance(entry, _Entry):
        return ""
    if isinstance(entry.choice, str):
        return entry.choice
    if isinstance(entry.action, str):
        return entry.action
    told = (entry.action_type, entry.name, entry.type)
    return next((one for one in told if isinstance(one, str)), "")


def _best(options: list[Option], same: list[int], choice: Option) -> int | None:
    """The option meant: of that number, else with these arguments, else one open to them."""
    numbered = [at for at in same if choice.number is not None is not options[at].number]
    if numbered:
        return next((at for at in numbered if options[at].number == choice.number), None)
    equal = [at for at in same if options[at].arguments == choice.arguments]
    if equal:
        return equal[0]
    fitting = [at for at in same if _leaves_open(options[at].arguments, choice.arguments)]
    return max(fitting, key=lambda at: len(options[at].arguments), default=None)


def _leaves_open(offered: Mapping[str, Any], chosen: Mapping[str, Any]) -> bool:
    """Nothing that the offer fixes is chosen differently; bounds and lists of it are no values."""
    return all(
        key not in chosen or chosen[key] == value or not isinstance(value, int | str)
        for key, value in offered.items()
    )


def _option(action: Any) -> Option:
    called = name(action)
    if not isinstance(action, dict):
        return Option(called, {})
    told = {key: value for key, value in action.items() if key not in _ABOUT}
    for key in _ARGUMENTS:
        if isinstance(action.get(key), dict):
            told |= action[key]
    number = action.get("choice")
    return Option(called, told, number if type(number) is int else None)


def _listed(actions: Any) -> list[Any]:
    if isinstance(actions, dict):
        actions = actions.get("actions", actions.get("choices"))
    return actions if isinstance(actions, list) else []


_held = msgspec.json.Decoder(_Held).decode
_entries = msgspec.json.Decoder(list[_Entry | str]).decode
# No number is a name, and there are some that no float can hold.
_any = msgspec.json.Decoder(float_hook=lambda _: None).decode
