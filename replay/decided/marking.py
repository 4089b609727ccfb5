"""What is looked for, marked where it stands in a text of strangers."""

from __future__ import annotations

import re

from markupsafe import Markup, escape
from msgspec import Struct

MOST_HITS = 500


class Marked(Struct, frozen=True):
    """A text, its hits marked and numbered from 1; ``is_most``: there may be more of them."""

    text: Markup
    hits: int
    is_most: bool


def mark(text: str, wanted: re.Pattern[str] | None) -> Marked:
    """The text with all that the pattern finds in it marked, up to `MOST_HITS`."""
    parts: list[Markup] = []
    end = hits = 0
    for found in wanted.finditer(text) if wanted else ():
        if hits == MOST_HITS:
            break
        hits += 1
        parts.append(escape(text[end : found.start()]))
        parts.append(Markup('<mark id="hit-{}">{}</mark>').format(hits, found[0]))
        end = found.end()
    parts.append(escape(text[end:]))
    return Marked(Markup("").join(parts), hits, is_most=hits == MOST_HITS)
