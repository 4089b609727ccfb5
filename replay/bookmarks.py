"""Bookmarks: what people marked in a game, and wrote beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from games.domain.errors import InvalidField
from replay.models import Bookmark
from replay.recording import Recording

NAME_CHARS, TEXT_CHARS = 120, 10_000
MOST = 1_000
"""Bookmarks in one game."""

COLOURS = tuple(Bookmark.Colour.values)


class Mark(Struct, frozen=True):
    """One bookmark, as it is exported. ``colour`` is one of `COLOURS`."""

    sequence_number: int
    name: str
    text: str = ""
    colour: str = "blue"


def of(recording: Recording) -> list[Bookmark]:
    """A game's bookmarks in the order of its events."""
    found = Bookmark.objects.filter(game=recording.uuid, sequence_number__lte=recording.head)
    return list(found.order_by("sequence_number", "created_at", "id"))


def marks(recording: Recording) -> list[Mark]:
    """The same without what only this database knows, for export."""
    return [Mark(one.sequence_number, one.name, one.text, one.colour) for one in of(recording)]


def parse(recording: Recording, fields: Mapping[str, Any]) -> Mark:
    """A bookmark from a form's or a file's fields.

    Raises:
        InvalidField: a field is missing, too long, or not one of its values.
        SequenceNotFound: there is no such event.
    """
    number = fields.get("seq", fields.get("sequence_number"))
    try:
        sequence_number = int(str(number))
    except ValueError:
        raise InvalidField("seq", number, "not the number of an event") from None
    recording.check(sequence_number)
    name = _text(fields, "name", NAME_CHARS) or f"Event {sequence_number:,}"
    colour = str(fields.get("colour", "blue"))
    if colour not in COLOURS:
        raise InvalidField("colour", colour, f"the colours are {', '.join(COLOURS)}")
    return Mark(sequence_number, name, _text(fields, "text", TEXT_CHARS), colour)


def add(recording: Recording, mark: Mark) -> Bookmark:
    """Keep a bookmark; one that is there already, to the letter, is not kept twice.

    Raises:
        InvalidField: the game has as many as it can have.
    """
    kept, fields = Bookmark.objects.filter(game=recording.uuid), msgspec.structs.asdict(mark)
    known = kept.filter(**fields).first()
    if known is not None:
        return known
    if kept.count() >= MOST:
        raise InvalidField("bookmark", mark.name, f"the game has {MOST:,} bookmarks already")
    return kept.create(game_uuid=recording.uuid, **fields)


def change(recording: Recording, bookmark: str, mark: Mark) -> None:
    """Write a bookmark anew.

    Raises:
        InvalidField: the game has no such bookmark.
    """
    fields = msgspec.structs.asdict(mark)
    if not _one(recording, bookmark).update(**fields):
        raise InvalidField("bookmark", bookmark, "it is gone")


def remove(recording: Recording, bookmark: str) -> None:
    """Drop a bookmark; one that is gone already is no error."""
    _one(recording, bookmark).delete()


def _one(recording: Recording, bookmark: str) -> Any:
    try:
        key = UUID(bookmark)
    except ValueError:
        raise InvalidField("bookmark", bookmark, "not a bookmark") from None
    return Bookmark.objects.filter(game=recording.uuid, pk=key)


def _text(fields: Mapping[str, Any], name: str, longest: int) -> str:
    text = str(fields.get(name, "")).strip().replace("\r\n", "\n")
    if len(text) > longest:
        raise InvalidField(name, f"{text[:40]}…", f"{len(text):,} characters; {longest:,} at most")
    if "\0" in text or any("\ud800" <= each <= "\udfff" for each in text):
        raise InvalidField(name, text[:40], "it holds a character that no database can keep")
    return text
