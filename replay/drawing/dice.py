"""Dice: found in whatever engine's payload, drawn as two faces."""

from __future__ import annotations

from functools import cache

import msgspec
from markupsafe import Markup

_KEYS = (("d1", "d2"), ("die1", "die2"))

_PIPS: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((0, 0),),
    2: ((-1, -1), (1, 1)),
    3: ((-1, -1), (0, 0), (1, 1)),
    4: ((-1, -1), (1, 1), (1, -1), (-1, 1)),
    5: ((-1, -1), (1, 1), (1, -1), (-1, 1), (0, 0)),
    6: ((-1, -1), (1, 1), (1, -1), (-1, 1), (-1, 0), (1, 0)),
}


def thrown(payload: msgspec.Raw) -> tuple[int, int] | None:
    """The two dice of an event that is a throw; None where no engine's way of writing them fits."""
    try:
        fields = msgspec.json.decode(payload)
    except msgspec.DecodeError:
        return None
    if not isinstance(fields, dict):
        return None
    pairs: list[object] = [[fields.get(one), fields.get(other)] for one, other in _KEYS]
    for pair in [*pairs, fields.get("dice")]:
        match pair:
            case [int(one), int(other)] if one in _PIPS and other in _PIPS:
                return one, other
    return None


@cache
def draw(one: int, other: int) -> Markup:
    """Both faces, side by side."""
    return Markup(  # noqa: S704 - all of it is ours
        f'<svg class="dice" viewBox="0 0 124 52" role="img" aria-label="Dice: {one} and {other}">'
        f"{_face(0, one)}{_face(72, other)}</svg>"
    )


def _face(left: int, pips: int) -> str:
    dots = "".join(
        f'<circle cx="{left + 26 + 13 * x}" cy="{26 + 13 * y}" r="4.5"/>' for x, y in _PIPS[pips]
    )
    return f'<rect x="{left + 1}" y="1" width="50" height="50" rx="9"/>{dots}'
