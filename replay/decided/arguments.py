"""The arguments of an action in words, for the forms that recur in engines' menus."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from replay.decided import texts
from replay.domain import phrases
from replay.domain.board import SPACES
from replay.drawing import amounts

_PLACES = frozenset({"position", "property_position", "space_index", "space", "property"})
_LISTS = _PLACES | {"properties", "positions"}
_SIDES = frozenset({"cash", "properties", "jail_cards"})
_MOST = 12


def words(key: str, value: Any) -> str:
    """One argument: ``cash $0 to $500``, ``Boardwalk (39)``; of any other form as its JSON."""
    if key in _PLACES and _is_position(value):
        return f"{SPACES[value].name} ({value})"
    told = _told(key, value)
    return f"{texts.short(key, 40)} {texts.short(value, 80) if told is None else told}"


def _told(key: str, value: Any) -> str | None:
    """A list of deeds, bounds, a side of a trade, prices by position; None if it is neither."""
    match value:
        case list() if value and key in _LISTS and all(_is_position(one) for one in value):
            return phrases.listed([SPACES[one].name for one in value])
        case {"min": low, "max": high} if len(value) == 2 and type(low) is type(high) is int:
            return f"{_amount(key, low)} to {_amount(key, high)}"
        case dict() if value and value.keys() <= _SIDES:
            return _side(value)
        case dict() if value and all(_is_price(*each) for each in list(value.items())[:_MOST]):
            return _prices(value)
        case _:
            return None


def _side(side: Mapping[str, Any]) -> str:
    """What one side of a trade gives, or can give; what it gives nothing of is left out."""
    parts = []
    for key, value in side.items():
        if value in (0, [], None):
            continue
        told = _told(key, value)
        if told is None and key == "cash" and type(value) is int:
            told = amounts.dollars(value)
        if told is None or key == "jail_cards":
            told = f"{key} {texts.short(value, 80) if told is None else told}"
        parts.append(told)
    return phrases.listed(parts)


def _prices(prices: Mapping[str, Any]) -> str:
    some = [
        f"{SPACES[int(at)].name} {amounts.dollars(price)}"
        for at, price in list(prices.items())[:_MOST]
    ]
    return ", ".join([*some, "…"] if len(prices) > _MOST else some)


def _amount(key: str, number: int) -> str:
    return f"{number:,}" if key == "jail_cards" else amounts.dollars(number)


def _is_position(value: Any) -> bool:
    return type(value) is int and 0 <= value < len(SPACES)


def _is_price(at: str, price: Any) -> bool:
    is_number = at.isascii() and at.isdecimal() and len(at) <= 2
    return is_number and int(at) < len(SPACES) and type(price) is int
