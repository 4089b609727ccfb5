"""The prompt as it can be read: folded, searched, held against the one before."""

from __future__ import annotations

import re

from markupsafe import Markup, escape
from msgspec import Struct

from replay import decisions
from replay.decided import marking, texts
from replay.decided.marking import Marked
from replay.decided.texts import Text
from replay.domain import textdiff
from replay.domain.deciding import Index, Placed
from replay.domain.textdiff import Compared, Kind
from replay.drawing import plain
from replay.recording import Recording

SHOWN = 60_000
"""Characters of a prompt that are shown before all of it is asked for."""

LONGEST_SEARCH = 200

_TAGS = {Kind.GONE: "del", Kind.NEW: "ins"}


class Prompt(Struct, frozen=True):
    """The text with its hits marked; ``cut`` characters more are not shown."""

    text: Markup
    length: int
    cut: int
    hits: int
    is_most: bool

    @classmethod
    def of(cls, told: Text, marked: Marked) -> Prompt:
        """A text that is marked."""
        return cls(marked.text, told.length, told.cut, marked.hits, marked.is_most)


class Against(Struct, frozen=True):
    """What differs from the player's previous prompt, that of the decision ``number``."""

    number: int
    text: Markup
    problem: str = ""
    notes: tuple[str, ...] = ()


def read(prompt: str, find: str, *, whole: bool) -> Prompt:
    """A prompt with what is looked for marked: letters, not a pattern, upper or lower case."""
    wanted = plain.visible(find[:LONGEST_SEARCH])
    pattern = re.compile(re.escape(wanted), re.IGNORECASE) if wanted.strip() else None
    told = shown(prompt, whole=whole)
    return Prompt.of(told, marking.mark(told.text, pattern))


def shown(prompt: str, *, whole: bool) -> Text:
    """What is shown of a prompt."""
    return texts.text(prompt, len(prompt) if whole else SHOWN)


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
            told = texts.text(part.text, SHOWN)
            more = f" … {told.cut:,} more characters" if told.cut else ""
            parts.append(Markup(f"<{tag}>{{}}{{}}</{tag}>").format(told.text, more))  # noqa: S704
        else:
            parts.append(escape(plain.visible(part.text)))
    return Markup("").join(parts)
