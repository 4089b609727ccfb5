"""The history of a value in words: what it is, which events made it that, which change it next."""

from __future__ import annotations

from msgspec import Struct

from replay import changes, segments, values
from replay.changes import Around
from replay.domain.timeline import Break, Change
from replay.drawing import entries, plain
from replay.recording import Recording
from replay.values import Names, Told

WINDOW = 5
"""Changes listed before and after the moment."""


class Entry(Struct, frozen=True):
    """One event that changed the value."""

    sequence_number: int
    sentence: str
    told: Told
    is_here: bool


class Value(Struct, frozen=True):
    """One value at a moment: ``since`` is the event it is that since, None: since the start.

    ``last`` and ``next`` lead to other events that change it; ``said`` tells what they do not.
    ``rank``: so many of its ``count`` changes lie before the moment or at it.
    """

    path: str
    name: str
    shown: str
    since: int | None
    last: int | None
    next: int | None
    rank: int
    count: int
    said: str


class History(Struct, frozen=True):
    """A value with the events around the moment that changed it, ascending."""

    value: Value
    entries: tuple[Entry, ...]
    earlier: int
    later: int


def value(recording: Recording, path: str, at: int) -> Value:
    """A value at a moment.

    Raises:
        UnknownPath: no value has that name.
    """
    return _value(recording, changes.around(recording, path, at), at, values.names(recording))


def of(recording: Recording, path: str, at: int) -> History:
    """A value at a moment with up to `WINDOW` of its changes to each side.

    Raises:
        UnknownPath: no value has that name.
    """
    names = values.names(recording)
    around = changes.around(recording, path, at, WINDOW)
    here = [] if around.here is None else [around.here]
    listed = (*reversed(around.earlier), *here, *around.later)
    return History(
        _value(recording, around, at, names),
        tuple(_entry(recording, path, change, at, names) for change in listed),
        earlier=around.rank - len(here) - len(around.earlier),
        later=around.count - around.rank - len(around.later),
    )


def sentence(recording: Recording, sequence_number: int) -> str:
    """An event in words; the moment before the first one has words too."""
    if sequence_number < recording.first:
        return "Before the first event"
    (found,) = segments.covering(recording, sequence_number, sequence_number)
    line = found.line(recording.dialect, sequence_number)
    return plain.clip(line.sentence, entries.SENTENCE_CHARS)


def break_told(broken: Break) -> str:
    """Where the reading of a game stopped."""
    return (
        f"The fold broke at event {broken.sequence_number:,}: "
        "what changed from there on is not known"
    )


def _value(recording: Recording, around: Around, at: int, names: Names) -> Value:
    latest = around.here or (around.earlier[0] if around.earlier else None)
    said = []
    if around.last is None:
        began = values.said(around.path, around.began, names)
        said.append(f"No earlier event changed it: it began as {began}.")
    if around.next is None and around.broken is not None:
        said.append(f"{break_told(around.broken)}.")
    elif around.next is None and at < recording.head:
        said.append(f"No later event changes it, up to {recording.head:,}.")
    return Value(
        path=around.path,
        name=values.name(around.path, names),
        shown=values.said(around.path, around.value, names),
        since=latest.sequence_number if latest else None,
        last=around.last,
        next=around.next,
        rank=around.rank,
        count=around.count,
        said=" ".join(said),
    )


def _entry(recording: Recording, path: str, change: Change, at: int, names: Names) -> Entry:
    number = change.sequence_number
    told = values.told(path, change.before, change.after, names)
    return Entry(number, sentence(recording, number), told, number == at)
