"""Text of strangers made fit to be seen: nothing invisible, nothing that turns the line around."""

from __future__ import annotations

import re

# Controls, soft hyphen, zero-width space, marks and overrides of direction, isolates, byte order
# mark, interlinear marks and tags. Joiners (200C, 200D) stay: Persian and family emoji need them.
_UNSEEN = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\xad\\u061c\\u115f\\u1160\\u180e\\u200b\\u200e\\u200f"
    "\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff0-\\ufffb\\U000e0000-\\U000e007f]"
)

_STACKED = re.compile(
    "([\\u0300-\\u036f\\u0483-\\u0489\\u0e31-\\u0e4e\\u20d0-\\u20ff]{3})"
    "[\\u0300-\\u036f\\u0483-\\u0489\\u0e31-\\u0e4e\\u20d0-\\u20ff]+"
)


def visible(text: str) -> str:
    """Write what cannot be seen as its escape, ``\\u202e``; cut towers of accents to three."""
    return _STACKED.sub(r"\1", _UNSEEN.sub(_escape, text))


def clip(text: str, length: int) -> str:
    """`visible`, and at most ``length`` characters, the last of them an ellipsis where cut."""
    if len(text) > length:
        text = f"{text[: length - 1]}…"
    seen = visible(text)
    return seen if len(seen) <= length else f"{seen[: length - 1]}…"


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
