"""What the event changed, or what differs from a pinned moment, and the history of any value."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from games.domain.errors import Invalid, InvalidField, SequenceNotFound
from replay import comparison, history, values
from replay.comparison import Comparison
from replay.drawing import plain
from replay.panels.panel import Context, Panel, Query
from replay.recording import Recording

_BOUND = 100
"""Characters of a path that are looked at."""
_SENTENCE = 300


class Pin(Struct, frozen=True):
    """The moment that is kept to compare others with."""

    sequence_number: int
    sentence: str


def build(recording: Recording, wanted: int, query: Query) -> Context:
    """The differences at a moment; with ``?pin=`` from that one, with ``?path=`` a history too.

    A pin or path that names nothing is told in the panel: the rest of the page still stands.
    """
    names = values.names(recording)
    told: Context = {
        "sentence": history.sentence(recording, wanted),
        "groups": values.groups(recording.setup, names),
        "problems": [],
        "pin": None,
        "path": "",
        "history": None,
        "values": [],
    }
    path = query.get("path", "")[:_BOUND]
    parts: tuple[Callable[[], Context], ...] = (
        lambda: {"pin": _pin(recording, query.get("pin", ""))},
        lambda: _values(recording, wanted, path, names),
    )
    for part in parts:
        try:
            told |= part()
        except (Invalid, SequenceNotFound) as error:
            told["problems"].append(plain.clip(error.detail, _SENTENCE))
    told["compared"] = _compared(recording, wanted, told["pin"])
    return {"changes": told}


def _compared(recording: Recording, wanted: int, pin: Pin | None) -> Comparison | None:
    base = wanted - 1 if pin is None else pin.sequence_number
    return None if base < recording.first - 1 else comparison.of(recording, base, wanted)


def _pin(recording: Recording, asked: str) -> Pin | None:
    if not asked.strip():
        return None
    try:
        number = int(asked)
    except ValueError:
        raise InvalidField("pin", asked, "not the number of an event") from None
    recording.check(number)
    return Pin(number, history.sentence(recording, number))


def _values(recording: Recording, wanted: int, path: str, names: values.Names) -> Context:
    if not path:
        return {}
    found = values.members(recording.setup, path)
    context: Context = {"path": path, "title": values.title(path, names)}
    if found == [path]:
        return context | {"history": history.of(recording, path, wanted)}
    return context | {"values": [history.value(recording, each, wanted) for each in found]}


PANEL = Panel("changes", "Changes", build, asked=("path", "pin"))
