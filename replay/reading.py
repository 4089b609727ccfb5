"""A game read: the board after any event, and the event in words."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from games.domain.errors import FoldBroken
from replay import segments, stream
from replay.domain import state
from replay.domain.fold import Fold, FoldBreak
from replay.domain.state import State
from replay.domain.timeline import Break
from replay.recording import Recording, open_game
from replay.segments import Line
from replay.stream import turn_starts

__all__ = ["Line", "Moment", "Recording", "moment", "open_game", "state_at", "turn_starts"]


class Moment(Struct, frozen=True):
    """What is to be seen at one point of a game.

    ``state`` is the board after ``state.sequence_number``, which is ``wanted`` unless the fold
    broke before it: then ``broken`` says where and why, and the board is the last one before that.
    ``line`` is the event ``wanted`` itself, None before the first.
    """

    wanted: int
    state: State
    line: Line | None
    broken: Break | None


def moment(recording: Recording, wanted: int) -> Moment:
    """The board after the event ``wanted``, and that event.

    Two queries at the most beyond the one that opened the recording, whatever the game's length;
    none where all is in memory.

    Raises:
        SequenceNotFound: there is no such event.
    """
    recording.check(wanted)
    found = segments.covering(recording, max(wanted, recording.first), wanted)
    line = next((segment.line(recording.dialect, wanted) for segment in found), None)
    reached, broken = _reach(recording, found, wanted)
    return Moment(wanted, reached, line, broken)


def state_at(recording: Recording, wanted: int) -> State:
    """The board after one event. The caller owns it.

    Raises:
        SequenceNotFound: there is no such event.
        FoldBroken: the fold broke at it or before it.
    """
    recording.check(wanted)
    found = segments.covering(recording, max(wanted, recording.first), wanted)
    reached, broken = _reach(recording, found, wanted)
    if broken is not None:
        raise FoldBroken(recording.game_id, broken.sequence_number, broken.reason)
    return reached


def walk(recording: Recording, first: int, last: int, every: int = 1) -> Iterator[State]:
    """The boards after the events ``first``, ``first + every`` … up to ``last``.

    One fold makes them all: each is valid only until the next one is asked for.

    Raises:
        SequenceNotFound: ``first`` or ``last`` is no event of the game.
        FoldBroken: the fold broke on the way; the boards before that have been given.
    """
    recording.check(last)
    fold = Fold(recording.dialect, state_at(recording, first))
    yield fold.state
    for events in stream.chunks(recording, first + 1, last):
        for event in events:
            try:
                fold.push(event)
            except FoldBreak as error:
                at, reason = error.sequence_number, error.reason
                raise FoldBroken(recording.game_id, at, reason) from error
            if (event.sequence_number - first) % every == 0:
                yield fold.state


def _reach(
    recording: Recording, found: tuple[segments.Segment, ...], wanted: int
) -> tuple[State, Break | None]:
    for segment in found:
        if segment.first <= wanted <= segment.last:
            return segment.at(recording.dialect, wanted)
    return state.initial(recording.setup), None
