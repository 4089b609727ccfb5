"""The course of a game: one fold over all its events, and all that charts and lanes draw of it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from games.domain.envelope import Event
from replay.domain import state
from replay.domain.dialects import Dialect
from replay.domain.fold import Fold, FoldBreak
from replay.domain.landmarks import Landmarks, Surveyor
from replay.domain.series import Ledger, Tracks
from replay.domain.setup import Setup
from replay.domain.timeline import Break


class Course(Struct, frozen=True):
    """What is known from the moment before the first event, ``first``, up to ``head``.

    ``broken``: the fold broke at the event after ``head``, and nothing is known from there on.
    """

    first: int
    head: int
    tracks: Tracks
    landmarks: Landmarks
    broken: Break | None

    def until(self, head: int) -> Course:
        """The course as it was when the game had come as far as ``head``."""
        if head > self.head or (head == self.head and self.broken is None):
            return self
        return Course(
            first=self.first,
            head=head,
            tracks={
                metric: tuple(track.until(head) for track in tracks)
                for metric, tracks in self.tracks.items()
            },
            landmarks=self.landmarks.until(head),
            broken=None,
        )


class Follower:
    """Folds a game as it comes, and tells its course."""

    def __init__(self, setup: Setup, dialect: Dialect) -> None:
        """At the moment before the first event."""
        self._fold = Fold(dialect, state.initial(setup))
        self._first = self._fold.state.sequence_number
        self._ledger = Ledger(self._fold.state)
        self._surveyor = Surveyor(self._fold.state, dialect)
        self._told: Course | None = None
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
                done = self._fold.push(event)
            except FoldBreak as error:
                self.broken = Break.of(error)
            else:
                self._ledger.note(self._fold.state, done)
                self._surveyor.note(event, self._fold.state, done)
            self._told = None

    def course(self) -> Course:
        """The course up to `head`."""
        if self._told is None:
            marks = self._surveyor.landmarks()
            self._told = Course(self._first, self.head, self._ledger.tracks(), marks, self.broken)
        return self._told
