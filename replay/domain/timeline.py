"""A whole game in memory: fold, state at N, what an event did, what changed a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from games.domain.envelope import Event
from replay.domain import effects, paths, state
from replay.domain.dialects import Dialect, registry
from replay.domain.fold import Fold, FoldBreak
from replay.domain.setup import Setup
from replay.domain.state import State

INTERVAL = 64
"""Events between two keyframes: what has to be folded again to reach any state."""


class Break(Struct, frozen=True):
    """Where a fold could not go on, and why. Everything before it stands."""

    sequence_number: int
    event_type: str
    reason: str

    @classmethod
    def of(cls, error: FoldBreak) -> Break:
        """The break an error tells of."""
        return cls(error.sequence_number, error.event_type, error.reason)


class Change(Struct, frozen=True):
    """One event that changed one value."""

    sequence_number: int
    before: paths.Value
    after: paths.Value


class Timeline(Struct, frozen=True):
    """The states of a game, as far as its events can be read.

    ``effects`` has one entry per event up to the break; ``keyframes`` the states before the first
    event and after every `INTERVAL` events. Equal timelines hold equal games.
    """

    setup: Setup
    events: tuple[Event, ...]
    effects: tuple[tuple[effects.Any, ...], ...]
    keyframes: tuple[State, ...]
    broken: Break | None

    def __getitem__(self, span: slice) -> Timeline:
        """The timeline of the first events: ``build(setup, events)[:n]``.

        Raises:
            ValueError: the slice is not of that form.
        """
        if span.start is not None or span.step is not None:
            raise ValueError("a timeline can only be cut at its end: timeline[:n]")
        events = self.events[span]
        done = self.effects[: len(events)]
        broken = self.broken if len(events) > len(self.effects) else None
        keyframes = self.keyframes[: len(done) // INTERVAL + 1]
        return Timeline(self.setup, events, done, keyframes, broken)

    def at(self, sequence_number: int) -> State:
        """The state after an event; ``setup.first_sequence - 1`` is the one before the first.

        Raises:
            IndexError: there is no such event, or the fold broke before it.
        """
        count = sequence_number - self.setup.first_sequence + 1
        if not 0 <= count <= len(self.effects):
            raise IndexError(f"no state after event {sequence_number}")
        nearest = min(count // INTERVAL, len(self.keyframes) - 1)
        fold = Fold(registry.bind(self.setup), state.copy(self.keyframes[nearest]))
        start = nearest * INTERVAL
        for event, done in zip(self.events[start:count], self.effects[start:count], strict=True):
            fold.carry(event, done)
        return fold.state


def build(setup: Setup, events: Sequence[Event]) -> Timeline:
    """Fold all events from the start.

    Raises:
        InvalidSetup: the game's dialect is unknown.
    """
    fold = Fold(registry.bind(setup), state.initial(setup))
    done: list[tuple[effects.Any, ...]] = []
    keyframes = [state.copy(fold.state)]
    broken = None
    for event in events:
        try:
            done.append(fold.push(event))
        except FoldBreak as error:
            broken = Break.of(error)
            break
        if len(done) % INTERVAL == 0:
            keyframes.append(state.copy(fold.state))
    return Timeline(setup, tuple(events), tuple(done), tuple(keyframes), broken)


class ChangeIndex:
    """For any value, the events that changed it; filled in one pass over the stream."""

    def __init__(self, setup: Setup, dialect: Dialect) -> None:
        self._setup = setup
        self._readers = paths.readers(setup)
        self._fold = Fold(dialect, state.initial(setup))
        self._changes: dict[str, list[Change]] = {path: [] for path in self._readers}
        self.broken: Break | None = None

    @property
    def head(self) -> int:
        """The last event taken in; the one before the break where there is one."""
        if self.broken is not None:
            return self.broken.sequence_number - 1
        return self._fold.state.sequence_number

    def extend(self, events: Iterable[Event]) -> None:
        """Take in the events that follow `head`; nothing past a break is looked at."""
        for event in events:
            if self.broken is not None:
                return
            try:
                self._push(event)
            except FoldBreak as error:
                self.broken = Break.of(error)

    def of(self, path: str) -> list[Change]:
        """The changes of one value, ascending.

        Raises:
            UnknownPath: no value has that name.
        """
        if path not in self._changes:
            raise paths.UnknownPath(path)
        return self._changes[path]

    def _push(self, event: Event) -> None:
        for path, change in observe(self._fold, event, self._setup, self._readers)[1]:
            self._changes[path].append(change)


def observe(
    fold: Fold, event: Event, setup: Setup, readers: Mapping[str, paths.Read]
) -> tuple[tuple[effects.Any, ...], tuple[tuple[str, Change], ...]]:
    """Push the next event; its effects, and every value that is another one after it, by path.

    Args:
        fold: where the game stands; it is carried on.
        event: the next event.
        setup: the game's.
        readers: `paths.readers` of the setup.

    Raises:
        FoldBreak: as `Fold.push` does.
    """
    done = fold.read(event)
    touched = paths.touched(setup, done) & readers.keys()
    before = {path: readers[path](fold.state) for path in touched}
    fold.carry(event, done)
    changes = []
    for path, old in before.items():
        new = readers[path](fold.state)
        if new != old:
            changes.append((path, Change(event.sequence_number, old, new)))
    return done, tuple(changes)
