"""The prompt as it can be read: folded, searched, held against the one before."""

from __future__ import annotations

import re

from markupsafe import Markup, escape
from msgspec import Struct

from replay import decisions
from replay.decided import texts
from replay.domain import textdiff
from replay.domain.deciding import Index, Placed
from replay.domain.textdiff import Compared, Kind
from replay.drawing import plain
from replay.recording import Recording

SHOWN = 60_000
"""Characters of a prompt that are shown before all of it is asked for."""

MOST_HITS = 500
LONGEST_SEARCH = 200

_TAGS = {Kind.GONE: "del", Kind.NEW: "ins"}


class Prompt(Struct, frozen=True):
    """The text with its hits marked; ``cut`` characters more are not shown."""

    text: Markup
    length: int
    cut: int
    hits: int
    is_most: bool


class Against(Struct, frozen=True):
    """What differs from the player's previous prompt, that of the decision ``number``."""

    number: int
    text: Markup
    problem: str = ""
    notes: tuple[str, ...] = ()


def read(prompt: str, find: str, *, whole: bool) -> Prompt:
    """A prompt with what is looked for marked: letters, not a pattern, upper or lower case."""
    told = texts.text(prompt, len(prompt) if whole else SHOWN)
    wanted = plain.visible(find[:LONGEST_SEARCH])
    if not wanted.strip():
        return Prompt(escape(told.text), told.length, told.cut, 0, is_most=False)
    parts: list[Markup] = []
    end = hits = 0
    for found in re.finditer(re.escape(wanted), told.text, re.IGNORECASE):
        if hits == MOST_HITS:
            break
        hits += 1
        parts.append(escape(told.text[end : found.start()]))
        parts.append(Markup('<mark id="hit-{}">{}</mark>').format(hits, found[0]))
        end = found.end()
    parts.append(escape(told.text[end:]))
    marked = Markup("").join(parts)
    return Prompt(marked, told.length, told.cut, hits, is_most=hits == MOST_HITS)


def against(recording: Recording, index: Index, placed: Placed, prompt: str) -> Against | None:
    """This prompt held against that player's previous one; None where it is their first."""
    made = placed.made
    before = index.find(made.player_id, made.number - 1)
    if before is None:
        return None
    number = before.made.number
    decision = decisions.read(recording, made.player_id, number)
    if decision is None or decision.prompt is None:
        return Against(number, Markup(""), "No prompt was posted with the decision before.")
    compared = textdiff.compare(decision.prompt, prompt)
    if compared.is_same and not compared.unread:
        return Against(number, Markup(""), "The prompt is the same as the one before.")
    return Against(number, _marked(compared), notes=tuple(_notes(compared)))


def _notes(compared: Compared) -> list[str]:
    notes = []
    if compared.is_rough:
        notes.append("The texts differ too much to be compared in full: more may be the same")
    if compared.unread:
        notes.append(f"The last {compared.unread:,} characters were not compared")
    return notes


def _marked(compared: Compared) -> Markup:
    parts: list[Markup] = []
    for part in compared.parts:
        if part.kind is Kind.SKIPPED:
            text = Markup('<span class="skip">… {} characters the same …</span>')
            parts.append(text.format(f"{part.length:,}"))
        elif tag := _TAGS.get(part.kind):
            shown = texts.text(part.text, SHOWN)
            more = f" … {shown.cut:,} more characters" if shown.cut else ""
            parts.append(Markup(f"<{tag}>{{}}{{}}</{tag}>").format(shown.text, more))  # noqa: S704
        else:
            parts.append(escape(plain.visible(part.text)))
    return Markup("").join(parts)
