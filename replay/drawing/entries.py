"""The event list: one line per event, drawn once and remembered, as neighbours share most."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape

from replay.drawing import plain
from replay.segments import Line

SENTENCE_CHARS = 240


def draw_line(line: Line, *, is_here: bool, keep: str = "") -> Markup:
    """A list item for an event as it was read. ``keep``: what its address carries besides."""
    number = line.event.sequence_number
    return draw(number, line.kind, line.sentence, is_here=is_here, keep=keep)


@lru_cache(maxsize=8192)
def draw(number: int, kind: str, sentence: str, *, is_here: bool, keep: str = "") -> Markup:
    """A list item that leads to the event; ``is_here``: it is the one the board shows.

    ``keep``: parameters that stay in the address, as ``&name=value``.
    """
    css, current = (" here", ' aria-current="true"') if is_here else ("", "")
    said = escape(plain.clip(sentence, SENTENCE_CHARS))
    return Markup(  # noqa: S704 - the sentence is escaped, the kind is one of a dialect's
        f'<li class="k-{kind}{css}"><a id="e{number}" href="?seq={number}{escape(keep)}"'
        f' data-seq="{number}"{current}><span class="seq">{number:,}</span><svg viewBox="0 0 16 16"'
        f' aria-hidden="true"><use href="#k-{kind}"/></svg><bdi>{said}</bdi></a></li>\n'
    )
