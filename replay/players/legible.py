"""What a stranger's text must be like to be kept and shown."""

from __future__ import annotations

import re

from replay.domain import phrases

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def kept(text: str) -> tuple[str, bool]:
    """The text without what no text column holds (NUL, lone surrogates); whether any was there."""
    clean, count = _UNSTORABLE.subn("\N{REPLACEMENT CHARACTER}", text)
    return clean, count > 0


def line(text: str, length: int) -> str:
    """One visible line of at most so many characters."""
    return phrases.clip(kept(text)[0], length)
