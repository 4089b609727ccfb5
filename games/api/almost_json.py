"""What many encoders write and JSON has not: NaN, infinities, halves of surrogate pairs.

Strict decoders stop at the byte; whoever sent it wants to know in which field it stands.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple


class Fault(NamedTuple):
    """Where it is, as steps from the body's root, what it is, and what is wrong with it."""

    steps: list[str | int]
    value: str
    problem: str


def fault(text: bytes) -> Fault | None:
    """The first such value of a body that is JSON otherwise; None if the trouble is another one."""
    try:
        tree = json.loads(text, parse_constant=_Constant, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return None
    open_: list[tuple[list[str | int], Any]] = [([], tree)]
    while open_:
        steps, value = open_.pop()
        problem = _problem(value)
        if problem:
            return Fault(steps, str(value), problem)
        if isinstance(value, dict):
            for key in value:
                if _problem(key):
                    return Fault(steps, key, "a key of it holds half of a surrogate pair")
            open_ += reversed([([*steps, key], inner) for key, inner in value.items()])
        elif isinstance(value, list):
            open_ += reversed([([*steps, place], inner) for place, inner in enumerate(value)])
    return None


class _Constant(str):
    """NaN, Infinity or -Infinity, as written."""

    __slots__ = ()


def _problem(value: Any) -> str:
    if isinstance(value, _Constant):
        return "JSON has no such number; send null, or the number as text"
    if isinstance(value, str) and any("\ud800" <= char <= "\udfff" for char in value):
        return "it holds half of a surrogate pair, which is no character"
    return ""
