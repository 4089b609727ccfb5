"""A fork beside what really happened: turn by turn, with the first difference marked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from msgspec import Struct

from replay import frame, reading, segments
from replay.domain import effects, snapshot
from replay.domain.dialects import testimony
from replay.domain.state import State, net_worth
from replay.drawing import amounts, plain
from replay.drawing.entries import SENTENCE_CHARS
from replay.recording import Recording
from replay.segments import Line

EVENTS = 120
"""Events of each game that are set side by side."""
REBUILT = 2
"""A fork's first events, which rebuild the board."""


class Cell(Struct, frozen=True):
    """One event in words."""

    number: int
    sentence: str


class Row(Struct, frozen=True):
    """What stands side by side. ``turn`` is set on the first row of a turn after the fork."""

    turn: str
    real: Cell | None
    forked: Cell | None
    is_first_difference: bool


class End(Struct, frozen=True):
    """How a player stands at the last event of either game, in dollars of net worth."""

    seat: int
    name: str
    real: int
    forked: int
    is_out: tuple[bool, bool]


class Beside(Struct, frozen=True):
    """Both games from the fork on. ``difference`` is None where they are alike as far as told.

    ``doubts``: every reason not to trust it, as sentences.
    """

    fork_id: str
    at: int
    rows: tuple[Row, ...]
    difference: tuple[Cell | None, Cell | None] | None
    ends: tuple[End, ...]
    winners: tuple[str, str]
    doubts: tuple[str, ...]
    is_cut: bool


def of(real: Recording, forked: Recording, at: int) -> Beside:
    """Set a fork beside the game it left after event ``at``, with as many players.

    Events are compared by what they did to the board and by the dice they tell, whatever the two
    games' words; those that do neither are shown and not compared.
    """
    left = _lines(real, at + 1)
    right = _lines(forked, forked.first + REBUILT)
    differs = _first_difference(_deeds(real, left), _deeds(forked, right))
    rows = tuple(_rows(left, right, differs))
    last = [reading.moment(game, game.head) for game in (real, forked)]
    ends = last[0].state, last[1].state
    cells = None
    if differs is not None:
        cells = (_cell(left, differs[0]), _cell(right, differs[1]))
    return Beside(
        fork_id=forked.game_id,
        at=at,
        rows=rows,
        difference=cells,
        ends=tuple(_end(real, *ends, seat) for seat in range(len(real.setup.seats))),
        winners=(_winner(real, ends[0]), _winner(forked, ends[1])),
        doubts=(
            *_other_board(real, forked, at),
            *(f"What happened: {doubt}" for doubt in frame.doubts(real, last[0])),
            *(f"The fork: {doubt}" for doubt in frame.doubts(forked, last[1])),
        ),
        is_cut=real.head > at + EVENTS or forked.head >= forked.first + REBUILT + EVENTS,
    )


def _lines(recording: Recording, first: int) -> tuple[Line, ...]:
    last = min(recording.head, first + EVENTS - 1)
    return tuple(
        line
        for segment in segments.covering(recording, first, last)
        for line in segment.lines(recording.dialect)
        if first <= line.event.sequence_number <= last
    )


type Deed = tuple[int, tuple[object, ...]]
"""The index of an event among those shown, and what it did."""


def _deeds(recording: Recording, lines: tuple[Line, ...]) -> list[Deed]:
    claims_of = testimony.of(recording.setup).of_event
    found: list[Deed] = []
    for index, line in enumerate(lines):
        done: list[object] = [
            effects.CashMoved(one.seat, one.amount) if isinstance(one, effects.CashMoved) else one
            for one in line.effects
            if not isinstance(one, effects.Remembered | effects.CurrentSet | effects.TurnStarted)
        ]
        if line.kind == "dice":
            done += claims_of(line.event)
        if done:
            found.append((index, tuple(map(str, done))))
    return found


def _first_difference(left: list[Deed], right: list[Deed]) -> tuple[int, int] | None:
    for one, other in zip_longest(left, right):
        if one is None and other is None:
            break
        if one is None or other is None:
            # One list ends here: that is a difference only if its game does.
            return None
        if one[1] != other[1]:
            return one[0], other[0]
    return None


def _rows(
    left: tuple[Line, ...], right: tuple[Line, ...], differs: tuple[int, int] | None
) -> Iterator[Row]:
    """Turn by turn up to the first difference, which stands on one row, and again from there."""
    ends = (len(left), len(right)) if differs is None else differs
    mine, other = _turns(left), _turns(right)
    name = ""
    for first, last in (((0, 0), ends), (ends, (len(left), len(right)))):
        is_first = first == differs
        parts = [list(range(*span)) for span in zip(first, last, strict=True)]
        for turn, real, forked in _pairs(parts[0], parts[1], mine, other):
            told = "The turn of the fork" if turn == 0 else f"Turn {turn} after it"
            heading = told if told != name else ""
            name = told
            yield Row(heading, _cell(left, real), _cell(right, forked), is_first)
            is_first = False


def _pairs(
    mine: list[int], other: list[int], my_turns: list[int], other_turns: list[int]
) -> Iterator[tuple[int, int | None, int | None]]:
    """Turn and indexes of what stands on one row: events of the same turn, in their order."""
    met = {my_turns[index] for index in mine} | {other_turns[index] for index in other}
    for turn in sorted(met):
        reals = [index for index in mine if my_turns[index] == turn]
        forks = [index for index in other if other_turns[index] == turn]
        for real, forked in zip_longest(reals, forks):
            yield turn, real, forked


def _turns(lines: tuple[Line, ...]) -> list[int]:
    """The turn of each event, counted from the forked one on."""
    turn, turns = 0, list[int]()
    for line in lines:
        if turns and any(isinstance(one, effects.TurnStarted) for one in line.effects):
            turn += 1
        turns.append(turn)
    return turns


def _cell(lines: tuple[Line, ...], index: int | None) -> Cell | None:
    if index is None:
        return None
    line = lines[index]
    return Cell(line.event.sequence_number, plain.clip(line.sentence, SENTENCE_CHARS))


def _other_board(real: Recording, forked: Recording, at: int) -> Iterator[str]:
    """A game may be recorded anew under its name, and be read by a better dialect."""
    rebuilt = min(forked.head, forked.first + REBUILT - 1)
    before, after = reading.moment(real, at).state, reading.moment(forked, rebuilt).state
    found = len(snapshot.differences(before, after, real.setup))
    if found:
        yield (
            f"The board after event {at:,} differs in {amounts.count(found, 'value')} from the one "
            "that the fork went on from: the game was recorded anew since, or is read in another "
            "way now"
        )


def _end(real: Recording, mine: State, other: State, seat: int) -> End:
    return End(
        seat=seat,
        name=plain.clip(real.setup.seats[seat].name, 40),
        real=net_worth(mine, seat),
        forked=net_worth(other, seat),
        is_out=(mine.players[seat].is_bankrupt, other.players[seat].is_bankrupt),
    )


def _winner(recording: Recording, end: State) -> str:
    if not end.is_over:
        return "not over yet"
    if end.winner is None:
        return "nobody won"
    return f"{plain.clip(recording.setup.seats[end.winner].name, 40)} won"
