"""Free JSON and long texts of strangers as a page can show them."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from replay.drawing import plain

FOLDED = 900
"""Characters from which on a text is folded."""


class Text(Struct, frozen=True):
    """A text with its white space; ``cut`` characters more are not shown."""

    text: str
    cut: int
    length: int

    @property
    def is_long(self) -> bool:
        """Whether it is folded until asked for."""
        return len(self.text) > FOLDED

    @property
    def beginning(self) -> str:
        """What is seen of it while it is folded."""
        return " ".join(self.text[: FOLDED // 3].split())


def text(told: str, most: int = 40_000) -> Text:
    """A text, what cannot be seen in it written as its escape; at most so many characters."""
    kept = told[:most].replace("\r\n", "\n")
    return Text(plain.visible(kept), max(0, len(told) - most), len(told))


def json(value: Any, most: int = 40_000) -> Text:
    """A value as indented JSON; a text as it is."""
    if isinstance(value, str):
        return text(value, most)
    return text(msgspec.json.format(msgspec.json.encode(value), indent=2).decode(), most)


def short(value: Any, length: int = 60) -> str:
    """A value on one line."""
    told = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return plain.clip(" ".join(told[: 4 * length].split()), length)
