"""The fold: events in, states out, one event at a time."""

from __future__ import annotations

import hashlib
from pathlib import Path

from games.domain.envelope import Event
from replay.domain import effects
from replay.domain.dialects import Dialect
from replay.domain.state import State, mutate

MISSING = "missing"
"""The event type that stands where an engine's log has a hole, in any dialect."""


class FoldBreak(Exception):
    """An event of a known type cannot be read; all before it can.

    The fold that raised this must not be used any further: its state may hold half of the event.
    """

    def __init__(self, sequence_number: int, event_type: str, reason: str) -> None:
        super().__init__(f"event {sequence_number} ({event_type}) cannot be read: {reason}")
        self.sequence_number = sequence_number
        self.event_type = event_type
        self.reason = reason


class Fold:
    """A working state that follows a stream. Nobody else may hold on to ``state``: copy it."""

    __slots__ = ("_handlers", "state")

    def __init__(self, dialect: Dialect, state: State) -> None:
        """Go on from ``state``, which the fold takes over."""
        self._handlers = dialect.handlers
        self.state = state

    def push(self, event: Event) -> tuple[effects.Any, ...]:
        """Take the next event; return what it did.

        Raises:
            FoldBreak: its payload is not what its type promises.
            ValueError: it is not the next event (a fault of the caller, never of a log).
        """
        done = self.read(event)
        self.carry(event, done)
        return done

    def read(self, event: Event) -> tuple[effects.Any, ...]:
        """What the next event does, without doing it. Raises as `push` does."""
        if event.sequence_number != self.state.sequence_number + 1:
            raise ValueError(f"expected event {self.state.sequence_number + 1}, got {event}")
        handler = self._handlers.get(event.event_type)
        if handler is None:
            return ()
        try:
            return handler(event, self.state)
        except Exception as error:  # whatever a hostile payload provokes breaks this game only
            raise FoldBreak(event.sequence_number, event.event_type, _why(error)) from error

    def carry(self, event: Event, done: tuple[effects.Any, ...]) -> None:
        """Carry the state over an event that has been read. Raises as `push` does."""
        state = self.state
        try:
            for effect in done:
                mutate(state, effect)
        except Exception as error:
            raise FoldBreak(event.sequence_number, event.event_type, _why(error)) from error
        if not done and event.event_type not in self._handlers:
            if event.event_type == MISSING:
                state.missing += 1
            else:
                state.unread += 1
        state.sequence_number = event.sequence_number


def _why(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"it names {error.args[0]!r}, which this game does not have"
    return f"{error}" or type(error).__name__


_NO_PART_OF_IT = frozenset(
    {"agents", "asking", "forks", "invariants", "rules", "statistics", "summary"}
)


def _digest_of_sources() -> str:
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for source in sorted(here.rglob("*.py")):
        name = source.relative_to(here)
        if name.parts[0] not in _NO_PART_OF_IT:
            digest.update(name.as_posix().encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()[:16]


VERSION = _digest_of_sources()
"""Changes with any line that a state depends on, so that nothing derived outlives its fold."""
