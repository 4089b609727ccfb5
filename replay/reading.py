"""A game read: the board after any event, the events around it in words."""

from __future__ import annotations

from msgspec import Struct

from games.domain.errors import FoldBroken
from replay import segments
from replay.domain import state
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
    ``line`` is the event ``wanted`` itself, None before the first; ``lines`` those around it.
    """

    wanted: int
    state: State
    line: Line | None
    lines: tuple[Line, ...]
    broken: Break | None


def moment(recording: Recording, wanted: int, around: int = 8) -> Moment:
    """The board after the event ``wanted``, and up to ``around`` events to each side of it.

    Two queries at the most beyond the one that opened the recording, whatever the game's length;
    none where all is in memory.

    Raises:
        SequenceNotFound: there is no such event.
    """
    recording.check(wanted)
    first, last = max(recording.first, wanted - around), min(recording.head, wanted + around)
    found = segments.covering(recording, first, last)
    lines = tuple(
        line
        for segment in found
        for line in segment.lines(recording.dialect)
        if first <= line.event.sequence_number <= last
    )
    reached, broken = _reach(recording, found, wanted)
    here = next((line for line in lines if line.event.sequence_number == wanted), None)
    return Moment(wanted, reached, here, lines, broken)


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


def _reach(
    recording: Recording, found: tuple[segments.Segment, ...], wanted: int
) -> tuple[State, Break | None]:
    for segment in found:
        if segment.first <= wanted <= segment.last:
            return segment.at(recording.dialect, wanted)
    return state.initial(recording.setup), None
