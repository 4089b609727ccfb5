"""The slow and exact look at one JSON text, for the few that a quick look found suspicious."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from games.domain.errors import InvalidField, TooLarge

_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKETS = bytes(set(range(256)) - set(b"{}[]"))
_SURROGATE = re.compile("[\ud800-\udfff]")
_INT64 = range(-(2**63), 2**63)
# A double takes 24 characters, its shortest plain decimal form 350; jsonb rounds after 16383.
_LONGEST_NUMBER = 1000


class _Number(str):
    """A number still as it was written."""

    __slots__ = ()


class _Members(list[tuple[str, object]]):
    """An object with its repeated keys: jsonb reads the ones it drops, too."""


def depth(text: bytes) -> int:
    """How deep arrays and objects nest in a JSON text."""
    level = deepest = 0
    for bracket in _STRING.sub(b"", text).translate(None, _BRACKETS):
        level += 1 if bracket in b"{[" else -1
        deepest = max(deepest, level)
    return deepest


def check(text: bytes, field: str, max_string_chars: int) -> None:
    """Raise InvalidField or TooLarge for the first value in a JSON text that can't be kept.

    The text must not nest deeper than Python's own recursion goes: look at `depth` first.
    """
    try:
        tree = json.loads(
            text.decode(),
            parse_int=_Number,
            parse_float=_Number,
            parse_constant=_Number,
            object_pairs_hook=_Members,
        )
    except ValueError as broken:
        raise InvalidField(field, text, f"it is not JSON: {broken}") from None
    for path, value in _walk(field, tree):
        if isinstance(value, _Number):
            _check_number(value, path)
        else:
            check_string(value, path, max_string_chars)


def check_string(text: str, field: str, max_chars: int) -> None:
    """Raise InvalidField or TooLarge unless PostgreSQL can hold `text`."""
    if len(text) > max_chars:
        raise TooLarge(f"characters of {field}", max_chars, len(text), "MAX_STRING_CHARS")
    if "\x00" in text:
        raise InvalidField(field, text, "it holds the character NUL, which cannot be stored")
    if _SURROGATE.search(text):
        raise InvalidField(field, text, "it holds half a surrogate pair, which is no character")


def _walk(path: str, value: object) -> Iterator[tuple[str, str]]:
    match value:
        case str():
            yield path, value
        case _Members():
            for key, member in value:
                yield f"{path}: the key", key
                yield from _walk(f"{path}.{key}", member)
        case list():
            for index, item in enumerate(value):
                yield from _walk(f"{path}[{index}]", item)
        case _:
            return


def _check_number(text: _Number, field: str) -> None:
    if len(text) > _LONGEST_NUMBER:
        raise InvalidField(field, str(text), f"a number has at most {_LONGEST_NUMBER} characters")
    if text.lstrip("-").isdecimal():
        if int(text) not in _INT64:
            raise InvalidField(field, str(text), "a whole number must fit in 64 bits")
        return
    number = float(text)
    # `not <` refuses NaN as well.
    if not -(2.0**63) <= number < 2.0**63:
        raise InvalidField(field, str(text), "a number must be finite and within 64 bits")
    if number == 0 and text.lower().split("e")[0].strip("-0.") != "":
        raise InvalidField(field, str(text), "it is too close to 0 for a double")
