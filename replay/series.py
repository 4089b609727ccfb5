"""The course of each game, for charts and lanes: kept while there is room, longer as it grows."""

from __future__ import annotations

from replay.domain.course import Course, Follower
from replay.followed import Followed
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
    with _followed.up_to_date(recording) as follower:
        course = follower.course()
    return course.until(last)


def forget_all() -> None:
    """Empty the memory, as after a restart."""
    _followed.forget_all()


_followed = Followed(CACHED_GAMES, lambda one: Follower(one.setup, one.dialect))
