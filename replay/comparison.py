"""What is not the same at two moments of a game, in words."""

from __future__ import annotations

from msgspec import Struct

from replay import history, reading, values
from replay.domain import snapshot
from replay.domain.state import State
from replay.drawing import amounts
from replay.reading import Moment
from replay.recording import Recording
from replay.values import Told

_UNREADABLE = "This game cannot be read: nothing is known of its board"

_NOT_KNOWN = {
    "unread": "This event is of a type this dialect does not know: it may have changed more",
    "missing": "This event is missing from the engine\u2019s log: what it changed is not known",
    "broken": "This event cannot be read: what it changed is not known",
}


class Comparison(Struct, frozen=True):
    """All values that differ between the events ``first`` and ``last``, whichever comes first.

    ``doubt`` says why there may be more or none can be told. Amounts are told from ``first`` to
    ``last``.
    """

    first: int
    last: int
    changes: tuple[Told, ...]
    doubt: str


def of(recording: Recording, first: int, last: int) -> Comparison:
    """What differs at the event ``last`` from what was at the event ``first``.

    Raises:
        SequenceNotFound: there is no such event.
    """
    before, after = (reading.moment(recording, number) for number in (first, last))
    broken = before.broken or after.broken
    if recording.reading.problem is not None:
        return Comparison(
            first, last, (), "This game cannot be read: nothing is known of its board"
        )
    if broken is not None:
        return Comparison(first, last, (), history.break_told(broken))
    names = values.names(recording)
    found = snapshot.differences(before.state, after.state, recording.setup)
    told = tuple(values.told(each.path, each.before, each.after, names) for each in found)
    return Comparison(first, last, told, _doubt(before, after))


def _doubt(before: Moment, after: Moment) -> str:
    if after.line is not None and before.wanted == after.wanted - 1:
        return _NOT_KNOWN.get(after.line.kind, "")
    strange = abs(_strange(after.state) - _strange(before.state))
    if not strange:
        return ""
    events = amounts.count(strange, "event")
    return f"{events} between the two could not be understood: more may have changed"


def _strange(state: State) -> int:
    return state.unread + state.missing
