"""Who last changed this value: each game's index of changes, kept while there is room."""

from __future__ import annotations

from threading import Lock

from cachetools import LRUCache
from msgspec import Struct

from replay import stream
from replay.domain.timeline import Break, Change, ChangeIndex
from replay.recording import Recording

CACHED_GAMES = 8
"""Indexes kept in memory per process: that of a game of 27,000 events takes about 4 MB."""


class History(Struct, frozen=True):
    """The changes of one value, newest first, down to ``next`` if there are older ones.

    ``broken``: the fold broke there, so that nothing is known from that event on.
    """

    changes: tuple[Change, ...]
    next: int | None
    broken: Break | None


def of(recording: Recording, path: str, before: int, limit: int) -> History:
    """The last ``limit`` events before the event ``before`` that changed the value ``path``.

    The first question about a game reads it once from the start, later ones only what is new.

    Raises:
        UnknownPath: no value has that name.
    """
    with _lock:
        held = _cache.get(recording.tag)
        if held is None:
            held = _cache[recording.tag] = _Held(recording)
    with held.lock:
        held.catch_up(recording)
        known = [change for change in held.index.of(path) if change.sequence_number < before]
    newest = tuple(reversed(known[-limit:]))
    older = len(known) > limit
    return History(newest, newest[-1].sequence_number if older else None, held.index.broken)


def forget_all() -> None:
    """Empty the memory, as after a restart."""
    with _lock:
        _cache.clear()


class _Held:
    """An index and the lock of whoever extends it."""

    def __init__(self, recording: Recording) -> None:
        self.lock = Lock()
        self.index = ChangeIndex(recording.setup, recording.dialect)

    def catch_up(self, recording: Recording) -> None:
        """Take in the events up to the recording's head."""
        if self.index.broken is None:
            for events in stream.chunks(recording, self.index.head + 1, recording.head):
                self.index.extend(events)


_lock = Lock()
_cache: LRUCache[str, _Held] = LRUCache(CACHED_GAMES)
