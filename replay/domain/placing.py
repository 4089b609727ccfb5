"""Where in the stream a decision applies: exactly where it is told, else inferred.

A decision *applies* from its first event on:

- **exact**: the event after ``game_state.event_sequence``, the last one the model had seen;
- **by player, turn and time**: where its own time falls into its turn, its player's first event in
  that turn that is later; any player's where there is none;
- **by player and turn alone**, where the clocks of events and decisions are not one: a turn's
  decisions are counted from its end, one to each event of the player. Each brings one at least, so
  none can have been made after the event it is put to.

Per player, decisions apply in the order of their numbers: an inferred one is never put before an
earlier one, or behind a later one that is told.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

_NOBODY = -(2**63)


class Basis(StrEnum):
    """What a decision was matched by."""

    EVENT = "the event it named"
    TIME = "player, turn and time"
    TURN = "player and turn alone"


class Made(Struct, frozen=True, gc=False):
    """A decision in short: all that is kept of it in memory.

    ``time`` is in microseconds since 1970; ``after`` the last event the model had seen, where told.
    ``is_error``: an attempt, or the decision itself, tells of an error.
    """

    player_id: int
    number: int
    turn: int
    time: int
    after: int | None = None
    action: str = ""
    model: str = ""
    latency_ms: int | None = None
    is_error: bool = False
    is_fallback: bool = False

    @property
    def is_flawed(self) -> bool:
        """Whether "with errors only" means it."""
        return self.is_error or self.is_fallback


class Placed(Struct, frozen=True, gc=False):
    """A decision and the first event it led to; that is ``head + 1`` while none has come."""

    made: Made
    applied: int
    basis: Basis

    @property
    def is_exact(self) -> bool:
        """Whether the engine said what the model had seen."""
        return self.basis is Basis.EVENT


class Course(Struct):
    """The stream as far as matching needs it: a few numbers per event."""

    first: int
    actors: array[int]
    turns: array[int]
    times: array[int]
    starts: array[int]

    @classmethod
    def begin(cls, first: int) -> Course:
        """A stream whose first event will be number ``first``."""
        return cls(first, array("q"), array("q"), array("q"), array("q"))

    @property
    def head(self) -> int:
        """The last event taken in; ``first - 1`` before any."""
        return self.first + len(self.turns) - 1

    def add(self, actor: int | None, turn: int, time: int, *, starts_turn: bool) -> None:
        """Take in the next event; ``time`` as in `Made`."""
        self.actors.append(_NOBODY if actor is None else actor)
        self.turns.append(turn)
        self.times.append(time)
        if starts_turn:
            self.starts.append(self.head)

    def is_by(self, player_id: int, number: int) -> bool:
        """Whether the event ``number`` is that player's."""
        return self.actors[number - self.first] == player_id

    def end_of_step(self, applied: int) -> int:
        """The last event before the turn after ``applied`` begins."""
        later = bisect_right(self.starts, applied)
        return self.starts[later] - 1 if later < len(self.starts) else self.head


def place(made: Iterable[Made], course: Course, *, is_over: bool) -> list[Placed]:
    """Every decision with its place; ``is_over``: no event will follow the last one."""
    players: dict[int, list[Made]] = {}
    for each in made:
        players.setdefault(each.player_id, []).append(each)
    placed: list[Placed] = []
    guess = _Guess(course, is_over=is_over)
    for told in players.values():
        told.sort(key=lambda each: each.number)
        placed += _of_player(told, course, guess)
    return placed


def _of_player(told: list[Made], course: Course, guess: _Guess) -> list[Placed]:
    """In order: never before the one that was decided earlier, never behind a told later one."""
    latest = _latest(told, course)
    left: dict[int, int] = {}
    for each in told:
        left[each.turn] = left.get(each.turn, 0) + 1
    placed: list[Placed] = []
    earliest = course.first
    for each, limit in zip(told, latest, strict=True):
        left[each.turn] -= 1
        if each.after is not None:
            applied, basis = _exact(each.after, course), Basis.EVENT
        else:
            applied, basis = guess(each, left[each.turn])
            applied = max(earliest, min(applied, limit))
        earliest = max(earliest, applied)
        placed.append(Placed(each, applied, basis))
    return placed


def _latest(told: list[Made], course: Course) -> list[int]:
    """For each decision, where its player's next told one applies."""
    latest: list[int] = []
    limit = course.head + 1
    for each in reversed(told):
        latest.append(limit)
        if each.after is not None:
            limit = min(limit, _exact(each.after, course))
    return latest[::-1]


def _exact(after: int, course: Course) -> int:
    return min(max(after + 1, course.first), course.head + 1)


class _Guess:
    """Where a decision applies that does not say what its model had seen.

    A turn's ``span`` is its first event and the first one after it: to end a turn may bring no
    event but the one that begins the next.
    """

    def __init__(self, course: Course, *, is_over: bool) -> None:
        self._course = course
        self._is_over = is_over
        self._own: dict[tuple[int, int], list[int]] | None = None
        self._spans: dict[int, tuple[int, int]] = {}

    def __call__(self, made: Made, left: int) -> tuple[int, Basis]:
        """The event, and by what; ``left``: its player's later decisions of the same turn."""
        own = self._events_of(made.player_id, made.turn)
        span = self._spans.get(made.turn)
        if span is None:
            return self._elsewhere(made.turn), Basis.TURN
        is_open = not self._is_over and span[1] > self._course.head
        if self._falls_into(made.time, span, is_open=is_open):
            return self._by_time(made.time, own, span), Basis.TIME
        if is_open:
            return self._course.head + 1, Basis.TURN
        counted = [*own, min(span[1], self._course.head)]
        return counted[max(0, len(counted) - 1 - left)], Basis.TURN

    def _falls_into(self, time: int, span: tuple[int, int], *, is_open: bool) -> bool:
        times, first, head = self._course.times, self._course.first, self._course.head
        if time < times[max(span[0] - 1, first) - first]:
            return False
        end = times[min(span[1], head) - first]
        return time <= end or (is_open and time - end < _DAY)

    def _by_time(self, time: int, own: list[int], span: tuple[int, int]) -> int:
        """Its player's first later event; of those of the same instant only the last is surely so.

        Where the player has none, the turn's first later event, or the one that ends it.
        """
        times, first = self._course.times, self._course.first
        later = [number for number in own if times[number - first] >= time]
        same = bisect_right(later, time, key=lambda number: times[number - first])
        if later:
            return later[max(0, same - 1)]
        others = (at for at in range(*span) if times[at - first] > time)
        return next(others, span[1])

    def _elsewhere(self, turn: int) -> int:
        """A turn no event is of: by the first event of a later one the decision was made."""
        later = [span[0] for other, span in self._spans.items() if other > turn]
        return min(later, default=self._course.head + 1)

    def _events_of(self, player_id: int, turn: int) -> list[int]:
        if self._own is None:
            self._own = {}
            course = self._course
            told = zip(course.actors, course.turns, strict=True)
            for number, (actor, of) in enumerate(told, course.first):
                self._own.setdefault((actor, of), []).append(number)
                begin, _ = self._spans.get(of, (number, number))
                self._spans[of] = (begin, number + 1)
        return self._own.get((player_id, turn), [])


_DAY = 86_400_000_000
