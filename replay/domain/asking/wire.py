"""Fields of a message in protobuf's wire format, as far as a syntax tree needs them.

The library gives its checked tree out in this form alone (``cel.expr.CheckedExpr``). Source:
https://protobuf.dev/programming-guides/encoding/.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

type Field = tuple[int, int | bytes]
"""A field's number and its content: a varint, or bytes (of 4 or 8 for fixed numbers)."""


def fields(message: bytes) -> Iterator[Field]:
    """The fields of a message in the order they stand.

    Raises:
        ValueError: it is no such message.
    """
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        number, kind = tag >> 3, tag & 7
        if kind == 0:
            value, at = _varint(message, at)
            yield number, value
            continue
        if kind == 2:
            length, at = _varint(message, at)
        else:
            length = _FIXED.get(kind, len(message))
        if at + length > len(message):
            raise ValueError(f"field {number} of kind {kind} does not end within its message")
        yield number, message[at : at + length]
        at += length


def signed(value: int) -> int:
    """A varint as an ``int64``."""
    return value - (1 << 64) if value >> 63 else value


def double(content: bytes) -> float:
    """Eight bytes as a number."""
    number: float = struct.unpack("<d", content)[0]
    return number


_FIXED = {1: 8, 5: 4}


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(message) or shift > 63:
            raise ValueError("a number does not end")
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
