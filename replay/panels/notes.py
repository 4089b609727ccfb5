"""Notes: the game's bookmarks, and a form for one at the event at hand."""

from __future__ import annotations

from msgspec import Struct

from replay import bookmarks, reading
from replay.drawing import plain
from replay.drawing.entries import SENTENCE_CHARS
from replay.models import Bookmark
from replay.panels.panel import Context, Panel, Query
from replay.recording import Recording


class Note(Struct, frozen=True):
    """One bookmark with the sentence of its event."""

    bookmark: Bookmark
    sentence: str
    is_here: bool


def build(recording: Recording, wanted: int, _query: Query) -> Context:
    """What the panel shows."""
    notes = [_note(recording, one, wanted) for one in bookmarks.of(recording)]
    return {
        "notes": notes,
        "colours": bookmarks.COLOURS,
        "name_chars": bookmarks.NAME_CHARS,
        "text_chars": bookmarks.TEXT_CHARS,
        "seqs": sorted({note.bookmark.sequence_number for note in notes}),
    }


def _note(recording: Recording, bookmark: Bookmark, wanted: int) -> Note:
    number = bookmark.sequence_number
    line = reading.moment(recording, number).line
    sentence = plain.clip(line.sentence, SENTENCE_CHARS) if line else "Before the first event"
    return Note(bookmark, sentence, number == wanted)


PANEL = Panel("notes", "Notes", build)
