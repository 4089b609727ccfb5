"""What is read off whole games, kept in memory: each game from its start once, then what is new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Protocol

from cachetools import LRUCache

from games.domain.envelope import Event
from replay import stream
from replay.domain.timeline import Break
from replay.recording import Recording


class Growing(Protocol):
    """Something that takes in a game's events, in order; nothing past a break is looked at."""

    broken: Break | None

    @property
    def head(self) -> int: ...

    def extend(self, events: Iterable[Event]) -> None:
        """Take in the events that follow `head`."""
        ...


class Followed[T: Growing]:
    """One `T` for each of the games last asked about, at most ``games`` of them."""

    def __init__(self, games: int, make: Callable[[Recording], T]) -> None:
        self._make = make
        self._lock = Lock()
        self._cache: LRUCache[str, _Held[T]] = LRUCache(games)

    @contextmanager
    def up_to_date(self, recording: Recording) -> Iterator[T]:
        """What is held of a game, up to the recording's head; nobody extends it meanwhile."""
        with self._lock:
            held = self._cache.get(recording.tag)
            if held is None:
                held = self._cache[recording.tag] = _Held(self._make(recording))
        with held.lock:
            if held.growing.broken is None:
                for events in stream.chunks(recording, held.growing.head + 1, recording.head):
                    held.growing.extend(events)
            yield held.growing

    def forget_all(self) -> None:
        """Empty the memory, as after a restart."""
        with self._lock:
            self._cache.clear()


class _Held[T]:
    """One of them, and the lock of whoever extends it."""

    def __init__(self, growing: T) -> None:
        self.lock = Lock()
        self.growing = growing
