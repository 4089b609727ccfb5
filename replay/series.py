"""The course of each game, for charts and lanes: kept while there is room, longer as it grows."""

from __future__ import annotations

from threading import Lock

from cachetools import LRUCache

from replay import stream
from replay.domain.course import Course, Follower
from replay.recording import Recording

CACHED_GAMES = 8
"""Courses kept in memory per process: that of a game of 27,000 events takes about 1 MB."""


def of(recording: Recording, head: int | None = None) -> Course:
    """The course of a game up to the event ``head``, by default the last.

    The first question about a game reads it once from the start, later ones only what is new.

    Raises:
        SequenceNotFound: there is no such event yet.
    """
    last = recording.head if head is None else head
    recording.check(last)
    with _lock:
        held = _cache.get(recording.tag)
        if held is None:
            held = _cache[recording.tag] = _Held(recording)
    with held.lock:
        held.catch_up(recording)
        course = held.follower.course()
    return course.until(last)


def forget_all() -> None:
    """Empty the memory, as after a restart."""
    with _lock:
        _cache.clear()


class _Held:
    """A course and the lock of whoever extends it."""

    def __init__(self, recording: Recording) -> None:
        self.lock = Lock()
        self.follower = Follower(recording.setup, recording.dialect)

    def catch_up(self, recording: Recording) -> None:
        """Take in the events up to the recording's head."""
        if self.follower.broken is None:
            for events in stream.chunks(recording, self.follower.head + 1, recording.head):
                self.follower.extend(events)


_lock = Lock()
_cache: LRUCache[str, _Held] = LRUCache(CACHED_GAMES)
