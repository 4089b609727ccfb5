"""Every value of a game through all its events, kept in memory while there is room."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock

from cachetools import LRUCache

from replay import stream
from replay.domain.asking.trace import Trace
from replay.recording import Recording

CACHED_CHANGES = 400_000
"""Changes of values kept per process, over all games: about 100 bytes each."""


class Held:
    """A game's values, and the lock of whoever adds to them or reads them out."""

    def __init__(self, recording: Recording) -> None:
        self.lock = Lock()
        self.trace = Trace(recording.setup, recording.dialect)

    def catch_up(self, recording: Recording) -> Iterator[int]:
        """Take in the events up to the recording's head, a chunk at a time; yields how far."""
        while True:
            with self.lock:
                begin = self.trace.head + 1
                if self.trace.broken is not None or begin > recording.head:
                    break
                events = next(stream.chunks(recording, begin, recording.head))
                self.trace.extend(events)
            yield events[-1].sequence_number
        with _lock:
            if self.trace.size > CACHED_CHANGES:
                _cache.pop(recording.tag, None)  # larger than all the room there is
            else:
                _cache[recording.tag] = self  # measured anew


def of(recording: Recording) -> Held:
    """What is held of a game: nothing yet, maybe."""
    with _lock:
        held = _cache.get(recording.tag)
        if held is None:
            held = _cache[recording.tag] = Held(recording)
        return held


def forget_all() -> None:
    """Empty the memory, as after a restart."""
    with _lock:
        _cache.clear()


_lock = Lock()
_cache: LRUCache[str, Held] = LRUCache(CACHED_CHANGES, getsizeof=lambda held: held.trace.size)
