"""Refused values, made fit to be quoted in an answer or a log."""

from __future__ import annotations

from typing import Any

SHOWN_CHARS = 120
"""A refused value is quoted up to this many characters: enough to recognise, never the payload."""


def shown(value: object) -> Any:
    """Give `value` as something every JSON encoder takes: odd numbers and broken text as text."""
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return f"an integer of {value.bit_length()} bits"
    if isinstance(value, float) and value - value != 0:
        return str(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, tuple | list):
        return [shown(item) for item in value]
    return _text(value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else value)


def quoted(value: object) -> str:
    """Give `value` as it stands in a sentence: text in quotes, the rest bare."""
    safe = shown(value)
    return repr(safe) if isinstance(value, str | bytes) else str(safe)


def _text(value: object) -> str:
    whole = str(value).encode("utf-8", "backslashreplace").decode().replace("\x00", "\\u0000")
    return whole if len(whole) <= SHOWN_CHARS else f"{whole[: SHOWN_CHARS - 1]}…"
