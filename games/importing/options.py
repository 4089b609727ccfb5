"""What a person types to tell an import what the files do not."""

from __future__ import annotations

from typing import Any

import msgspec

from games.domain.errors import InvalidField
from games.importing import rawjson


def config(text: str) -> dict[str, Any]:
    """A JSON object to lay over the config found.

    Raises:
        InvalidField: it is none.
    """
    try:
        data = rawjson.value(text.encode())
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        raise InvalidField("--config", text, f"it is not JSON ({error})") from error
    if not isinstance(data, dict):
        raise InvalidField("--config", text, 'it must be a JSON object, as {"starting_cash": 1500}')
    return data


def players(text: str) -> tuple[tuple[str, str], ...]:
    """Players in seating order: `p1=Ada,p2=Blaise`, or ids alone, which then are the names too.

    Raises:
        InvalidField: an id is empty or named twice.
    """
    pairs = [part.partition("=") for part in text.split(",")]
    named = tuple((own.strip(), name.strip() or own.strip()) for own, _, name in pairs)
    ids = [own for own, _ in named]
    if not all(ids) or len(set(ids)) != len(ids):
        raise InvalidField("--players", text, "it must name each player once: p1=Ada,p2=Blaise")
    return named
