"""Segments: one keyframe's interval of a game, read, folded, and kept while there is room."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

from cachetools import LRUCache
from msgspec import Struct

from games.domain.envelope import Event
from replay import keyframes, stream
from replay.domain import effects, paths, state
from replay.domain.dialects import Dialect
from replay.domain.fold import MISSING, Fold, FoldBreak
from replay.domain.setup import Setup
from replay.domain.state import State
from replay.domain.timeline import INTERVAL, Break, observe
from replay.recording import Recording

CACHED_BYTES = 60_000_000
"""Of events kept in memory per process, over all games, measured as below."""

EVENT_BYTES = 700
"""Of one event beside its payload."""


class Line(Struct, frozen=True):
    """One event as it is shown.

    ``sentence`` is plain text; ``kind`` one of `replay.domain.dialects.Dialect`, or ``unread``,
    ``missing``, ``broken``. ``effects`` is what the event did, ``changed`` the paths of the values
    that are other ones after it.
    """

    event: Event
    sentence: str
    kind: str
    effects: tuple[effects.Any, ...] = ()
    changed: tuple[str, ...] = ()


class Segment:
    """Some events in a row, and the state before them.

    ``broken``: the fold broke before the first of them; ``start`` is the last state before that.
    """

    def __init__(
        self,
        setup: Setup,
        first: int,
        events: tuple[Event, ...],
        start: State,
        broken: Break | None,
    ) -> None:
        self.first = first
        self.events = events
        self._setup = setup
        self._start = start
        self._broken = broken
        self._reached = first - 1, start
        self._lines: tuple[Line, ...] | None = None
        self._is_asked = False
        self.weight = sum(EVENT_BYTES + len(event.payload) for event in events)
        """Bytes it takes in memory, roughly."""

    @property
    def last(self) -> int:
        """The number of the last event held."""
        return self.first + len(self.events) - 1

    def at(self, dialect: Dialect, sequence_number: int) -> tuple[State, Break | None]:
        """The state after an event of this segment; where the fold broke, the last one before.

        Folded on from where the fold was last, if that is on the way: a step costs one event.
        """
        if self._broken is not None:
            return state.copy(self._start), self._broken
        number, nearest = self._reached  # read once: other threads may ask meanwhile
        if number > sequence_number:
            number, nearest = self.first - 1, self._start
        events = self.events[number - self.first + 1 : sequence_number - self.first + 1]
        reached, broken = _fold(dialect, nearest, events)
        if broken is None:
            self._reached = sequence_number, state.copy(reached)
        return reached, broken

    def lines(self, dialect: Dialect) -> tuple[Line, ...]:
        """The events in words; told once, then remembered."""
        if self._lines is None:
            start = state.copy(self._start)
            self._lines = tuple(_tell(self._setup, dialect, start, self._broken, self.events))
        return self._lines

    def line(self, dialect: Dialect, sequence_number: int) -> Line:
        """One of the events held, in words.

        The first that is asked for is told alone: of the segment at a running game's head, which is
        another one with each event, nobody may ever want a second.
        """
        index = sequence_number - self.first
        if self._lines is None and not self._is_asked:
            self._is_asked = True
            before, broken = self.at(dialect, sequence_number - 1)
            event = self.events[index : index + 1]
            return _tell(self._setup, dialect, before, broken, event)[0]
        return self.lines(dialect)[index]


def covering(recording: Recording, first: int, last: int) -> tuple[Segment, ...]:
    """The segments that hold the events ``first..last``, ascending; none where the range is empty.

    Two queries at the most once the game's keyframes stand, none where all is in memory.
    """
    wanted = range((first - recording.first) // INTERVAL, (last - recording.first) // INTERVAL + 1)
    if last < first:
        return ()
    needed = {index: min(last, _last_of(recording, index)) for index in wanted}
    with _lock:
        held = {index: _cache.get((recording.tag, index)) for index in wanted}
    lacking = [i for i, segment in held.items() if segment is None or segment.last < needed[i]]
    if lacking:
        loaded = _load(recording, lacking[0], lacking[-1])
        with _lock:
            for index, segment in loaded.items():
                if segment.weight <= _cache.maxsize:
                    _cache[recording.tag, index] = segment
        held |= loaded
    return tuple(segment for segment in held.values() if segment is not None)


def forget_all() -> None:
    """Empty the memory, as after a restart."""
    with _lock:
        _cache.clear()


_lock = Lock()
_cache: LRUCache[tuple[str, int], Segment] = LRUCache(
    CACHED_BYTES, getsizeof=lambda segment: segment.weight
)


def _last_of(recording: Recording, index: int) -> int:
    return min(recording.head, recording.first + (index + 1) * INTERVAL - 1)


def _load(recording: Recording, lowest: int, highest: int) -> dict[int, Segment]:
    begin = recording.first + lowest * INTERVAL
    found = keyframes.reach(recording, begin - 1)
    start, broken = found.state, found.broken
    events = stream.between(recording, begin, _last_of(recording, highest))
    loaded = {}
    for index in range(lowest, highest + 1):
        first = recording.first + index * INTERVAL
        part = events[first - begin : first - begin + INTERVAL]
        loaded[index] = Segment(recording.setup, first, part, start, broken)
        if index < highest:
            start, broken = loaded[index].at(recording.dialect, loaded[index].last)
    return loaded


def _fold(dialect: Dialect, start: State, events: Sequence[Event]) -> tuple[State, Break | None]:
    fold = Fold(dialect, state.copy(start))
    for done, event in enumerate(events):
        try:
            fold.push(event)
        except FoldBreak as error:
            # The working state may hold half of the event; up to the one before all is well.
            return _fold(dialect, start, events[:done])[0], Break.of(error)
    return fold.state, None


def _tell(
    setup: Setup, dialect: Dialect, start: State, broken: Break | None, events: Sequence[Event]
) -> list[Line]:
    fold = Fold(dialect, start)
    readers = paths.readers(setup)
    told = []
    for event in events:
        if broken is not None:
            told.append(Line(event, f"{event.event_type}, after the break: not read", "broken"))
            continue
        sentence = _sentence(dialect, event, fold.state)
        try:
            done, changes = observe(fold, event, setup, readers)
        except FoldBreak as error:
            broken = Break.of(error)
            told.append(Line(event, f"{event.event_type} cannot be read: {error.reason}", "broken"))
        else:
            changed = tuple(path for path, _ in changes)
            told.append(Line(event, sentence, _kind(dialect, event), done, changed))
    return told


def _sentence(dialect: Dialect, event: Event, before: State) -> str:
    if event.event_type == MISSING and event.event_type not in dialect.handlers:
        return "This event is missing from the engine's log"
    if event.event_type not in dialect.handlers:
        return f"{event.event_type}, an event this dialect does not know"
    try:
        return dialect.tell(event, before)
    except Exception:  # noqa: BLE001 - a hostile payload; what it breaks, the fold will say
        return f"{event.event_type}, with a payload that cannot be put into words"


def _kind(dialect: Dialect, event: Event) -> str:
    if event.event_type in dialect.handlers:
        return dialect.kinds[event.event_type]
    return "missing" if event.event_type == MISSING else "unread"
