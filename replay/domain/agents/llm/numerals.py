"""Whole numbers as models write them."""

from __future__ import annotations

from typing import Any

from replay.domain import phrases
from replay.domain.agents.llm.unusable import Unusable

_MOST = 10**9


def whole(value: Any, name: str, what: str) -> int:
    """The number meant by 12, 12.0, "12" or "$1,200".

    Raises:
        Unusable: none is, or it is beyond a thousand million. ``what`` says what is wanted.
    """
    number: int | None = None
    if isinstance(value, str) and len(value) <= 20:
        digits = value.strip().removeprefix("$").replace(",", "")
        number = int(digits) if digits.isascii() and digits.isdigit() else None
    elif isinstance(value, int | float) and not isinstance(value, bool):
        number = int(value) if abs(value) <= _MOST and value == int(value) else None
    if number is None or number > _MOST:
        raise Unusable("bad_arguments", f"{name} is {_told(value)}, and must be {what}")
    return number


def _told(value: Any) -> str:
    if isinstance(value, dict | list):
        return "no number"
    if isinstance(value, int) and abs(value) > _MOST:
        return "too large"
    return phrases.clip(repr(value), 40)
