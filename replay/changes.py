"""Who last changed this value: each game's index of changes, kept while there is room."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import attrgetter

from msgspec import Struct

from replay.domain import paths, state
from replay.domain.timeline import Break, Change, ChangeIndex
from replay.followed import Followed
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


class Around(Struct, frozen=True):
    """The changes of one value, seen from one moment.

    ``earlier`` are those before the moment, newest first; ``here`` that of the moment's own event;
    ``later`` those after it, ascending. ``rank`` is how many there were up to the moment, ``count``
    how many up to the head; ``began`` the value before the first event, ``value`` that of the
    moment, or of the last one before the fold broke (``broken``).
    """

    path: str
    began: paths.Value
    value: paths.Value
    earlier: tuple[Change, ...]
    here: Change | None
    later: tuple[Change, ...]
    rank: int
    count: int
    broken: Break | None

    @property
    def last(self) -> int | None:
        """The event that last changed the value; where that is the moment's, the one before it."""
        return self.earlier[0].sequence_number if self.earlier else None

    @property
    def next(self) -> int | None:
        """The event that changes the value next."""
        return self.later[0].sequence_number if self.later else None


_number = attrgetter("sequence_number")


def of(recording: Recording, path: str, before: int, limit: int) -> History:
    """The last ``limit`` events before the event ``before`` that changed the value ``path``.

    The first question about a game reads it once from the start, later ones only what is new.

    Raises:
        UnknownPath: no value has that name.
    """
    with _followed.up_to_date(recording) as index:
        known = [change for change in index.of(path) if change.sequence_number < before]
        broken = index.broken
    newest = tuple(reversed(known[-limit:]))
    older = len(known) > limit
    return History(newest, newest[-1].sequence_number if older else None, broken)


def around(recording: Recording, path: str, at: int, limit: int = 1) -> Around:
    """The changes of one value next to the event ``at``, up to ``limit`` to each side.

    Raises:
        UnknownPath: no value has that name.
    """
    with _followed.up_to_date(recording) as index:
        known = index.of(path)
        start = bisect_left(known, at, key=_number)
        end = bisect_right(known, at, key=_number)
        earlier = tuple(reversed(known[max(0, start - limit) : start]))
        here, later = known[start:end], tuple(known[end : end + limit])
        count, broken = len(known), index.broken
    began = paths.readers(recording.setup)[path](state.initial(recording.setup))
    latest = [*here, *earlier][:1]
    return Around(
        path=path,
        began=began,
        value=latest[0].after if latest else began,
        earlier=earlier,
        here=here[0] if here else None,
        later=later,
        rank=end,
        count=count,
        broken=broken,
    )


def numbers(recording: Recording, path: str) -> list[int]:
    """Every event that changed the value, ascending.

    Raises:
        UnknownPath: no value has that name.
    """
    with _followed.up_to_date(recording) as index:
        return [change.sequence_number for change in index.of(path)]


def forget_all() -> None:
    """Empty the memory, as after a restart."""
    _followed.forget_all()


_followed = Followed(CACHED_GAMES, lambda one: ChangeIndex(one.setup, one.dialect))
