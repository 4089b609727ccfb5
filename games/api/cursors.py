"""Opaque cursors: where a page ended, as text to be sent back as it is."""

from __future__ import annotations

import base64
import binascii

import msgspec

from games.domain.errors import InvalidField


def write(value: object) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(value)).decode().rstrip("=")


def read[T](text: str, kind: type[T]) -> T:
    """What `write` was given, as `kind`. Raises InvalidField for anything else."""
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        return msgspec.json.decode(base64.b64decode(padded, b"-_", validate=True), type=kind)
    except (ValueError, binascii.Error, msgspec.DecodeError, RecursionError):
        problem = "a cursor is taken from the field next of the page before"
        raise InvalidField("cursor", text, problem) from None
