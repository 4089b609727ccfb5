"""What people added to a game, as a file beside its record: bookmarks and watches."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from games.domain.errors import InvalidField
from replay import bookmarks, watches
from replay.asking import Question
from replay.bookmarks import Mark
from replay.recording import Recording

NOTES_FILE = "notes.json"


class KeptWatch(Struct, frozen=True):
    """A watch, as it is exported."""

    name: str
    condition: str = ""
    value: str = ""


class Notes(Struct, frozen=True):
    """The file's content. It is no part of the record, nor of its digest."""

    bookmarks: list[Mark] = []
    watches: list[KeptWatch] = []


def of(recording: Recording) -> Notes:
    """What there is at a game."""
    kept = [KeptWatch(each.name, each.condition, each.value) for each in watches.of(recording)]
    return Notes(bookmarks.marks(recording), kept)


def write(recording: Recording, folder: Path) -> None:
    """Put the file into an exported folder; a game nobody wrote to has none."""
    notes = of(recording)
    if notes.bookmarks or notes.watches:
        (folder / NOTES_FILE).write_bytes(msgspec.json.encode(notes) + b"\n")


def read(recording: Recording, folder: Path) -> int:
    """Take in the file of an exported folder, if it has one; what is known is kept once.

    Returns how many bookmarks and watches it holds.

    Raises:
        InvalidField: it is not what `write` writes, or a mark cannot be kept.
        InvalidExpression, TooManyWatches: a watch cannot be kept.
        SequenceNotFound: a bookmark stands at no event of the game.
    """
    file = folder / NOTES_FILE
    if not file.is_file():
        return 0
    try:
        notes = msgspec.json.decode(file.read_bytes(), type=Notes)
    except msgspec.DecodeError as error:
        raise InvalidField(NOTES_FILE, str(file), f"not a file of notes: {error}") from error
    for mark in notes.bookmarks:
        parsed = bookmarks.parse(recording, msgspec.structs.asdict(mark))
        bookmarks.add(recording, parsed)
    known = {watch.name for watch in watches.of(recording)}
    for watch in notes.watches:
        if watch.name not in known:
            watches.keep(recording, watch.name, Question(watch.condition, watch.value))
    return len(notes.bookmarks) + len(notes.watches)
