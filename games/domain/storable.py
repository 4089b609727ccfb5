"""What can be kept: texts and JSON that PostgreSQL stores and any reader reads back the same.

Batches are looked over at C speed, all texts joined; only what looks suspicious is parsed. Refused:
NUL and lone surrogates (no text column or jsonb holds them), numbers beyond 64 bits or doubles
(jsonb writes 1e300 back as 301 digits), and whatever passes a bound.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from games.domain import exactness
from games.domain.errors import InvalidField, TooLarge

Place = Callable[[int], str]
"""Names the n-th text for a person: "events[3].payload"."""

# Digits and signs as 0, E as e: one substring search finds any run of digits, one any exponent.
_SHAPE = bytes.maketrans(b"123456789+-E", b"00000000000e")
_LONG_NUMBER = b"0" * 19
_EXPONENT = b"0e0"
_NUMBER_WITH_EXPONENT = re.compile(rb"[:\[,\s]0+(?:\.0+)?e0")
_BROKEN_ESCAPE = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_NOT_OPENING = bytes(set(range(256)) - set(b"{[\0"))
_SEPARATOR = b"\0"
_SPACES = bytes.maketrans(b"\n\r\t", b"   ")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large one value may be. The names of the fields are those of the settings, lower case."""

    max_payload_bytes: int
    max_string_chars: int
    max_json_depth: int


def check_json(texts: Sequence[bytes], place: Place, bounds: Bounds) -> list[str]:
    """Return the JSON texts decoded, each on one line, or raise for the first that can't be kept.

    `texts` are valid JSON (any bytes-like objects). Raises InvalidField and TooLarge.
    """
    # JSON holds no raw NUL, and a raw line break only between tokens: both are free to use here.
    joined = _SEPARATOR.join(texts)
    if joined.count(_SEPARATOR) >= max(1, len(texts)):
        index = next(i for i, text in enumerate(texts) if _SEPARATOR in bytes(text))
        raise InvalidField(place(index), bytes(texts[index]), "it holds a raw NUL")
    _check_sizes(texts, joined, place, bounds)
    longest = max(map(len, texts), default=0)
    if longest > bounds.max_string_chars or _suspicious(joined):
        for index, text in enumerate(texts):
            if len(text) > bounds.max_string_chars or _suspicious(bytes(text)):
                exactness.check(bytes(text), place(index), bounds.max_string_chars)
    if b"\n" in joined or b"\r" in joined or b"\t" in joined:
        joined = joined.translate(_SPACES)
    return _decoded(joined, texts, place).split("\0") if texts else []


def check_text(text: str, field: str, bounds: Bounds) -> None:
    """Raise InvalidField or TooLarge unless a text column can hold `text`."""
    exactness.check_string(text, field, bounds.max_string_chars)


def _check_sizes(texts: Sequence[bytes], joined: bytes, place: Place, bounds: Bounds) -> None:
    limit = bounds.max_payload_bytes
    for index, text in enumerate(texts):
        if len(text) > limit:
            raise TooLarge(f"bytes of {place(index)}", limit, len(text), "MAX_PAYLOAD_BYTES")
    openings = joined.translate(None, _NOT_OPENING).split(_SEPARATOR)
    for index, opening in enumerate(openings):
        # More brackets than levels allowed: only then can it be too deep.
        if len(opening) > bounds.max_json_depth:
            depth = exactness.depth(bytes(texts[index]))
            if depth > bounds.max_json_depth:
                what = f"levels of nesting in {place(index)}"
                raise TooLarge(what, bounds.max_json_depth, depth, "MAX_JSON_DEPTH")


def _suspicious(text: bytes) -> bool:
    shape = text.translate(_SHAPE)
    return (
        _LONG_NUMBER in shape
        or (_EXPONENT in shape and _NUMBER_WITH_EXPONENT.search(shape) is not None)
        # One byte is looked for first: most batches hold no escape at all.
        or (b"\\" in text and _BROKEN_ESCAPE.search(text) is not None)
    )


def _decoded(joined: bytes, texts: Sequence[bytes], place: Place) -> str:
    try:
        return joined.decode()
    except UnicodeDecodeError:
        for index, text in enumerate(texts):
            try:
                bytes(text).decode()
            except UnicodeDecodeError as broken:
                problem = f"it is not UTF-8 at byte {broken.start}"
                raise InvalidField(place(index), bytes(text), problem) from None
        raise
