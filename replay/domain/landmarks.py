"""Where in a game things happen: turns, auctions, trades, jail, bankruptcies, phases.

All of it is read off the board and the effects, so that every dialect has the same landmarks.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from games.domain.envelope import Event
from replay.domain import board, effects
from replay.domain.dialects import Dialect
from replay.domain.state import State


class Lane(StrEnum):
    """What kind of thing a landmark is."""

    AUCTION = "auction"
    TRADE = "trade"
    JAIL = "jail"
    BANKRUPTCY = "bankruptcy"
    UNREAD = "unread"


class Turn(Struct, frozen=True):
    """A turn begins with this event. ``number`` is the engine's own."""

    sequence_number: int
    number: int
    seat: int


class Landmark(Struct, frozen=True):
    """Something that goes on from event ``first`` to ``last``; None where it still does.

    ``seat``: whose it is; None where it is nobody's.
    """

    lane: Lane
    first: int
    last: int | None
    seat: int | None


class Doubt(Struct, frozen=True):
    """From this event on, so many events so far were ``unread``, so many ``missing``."""

    sequence_number: int
    unread: int
    missing: int


class Phase(StrEnum):
    """The three parts of a game.

    The opening ends with the event that builds the first house or sells the bank's last deed; the
    endgame begins with the event that makes the first player bankrupt.
    """

    OPENING = "opening"
    BUILDING = "building"
    ENDGAME = "endgame"


class Landmarks(Struct, frozen=True):
    """Those of a game as far as ``head``, each ascending by its first event.

    ``phases``: by phase, the event it begins with. ``doubts``: the events after which it changed
    how much of the game was ``unread`` and ``missing``, as in `replay.domain.state.State`.
    """

    turns: tuple[Turn, ...]
    marks: tuple[Landmark, ...]
    phases: tuple[tuple[Phase, int], ...]
    doubts: tuple[Doubt, ...]

    def until(self, head: int) -> Landmarks:
        """As they were when the game had come as far as ``head``."""
        return Landmarks(
            tuple(turn for turn in self.turns if turn.sequence_number <= head),
            tuple(_until(mark, head) for mark in self.marks if mark.first <= head),
            tuple((phase, first) for phase, first in self.phases if first <= head),
            tuple(doubt for doubt in self.doubts if doubt.sequence_number <= head),
        )


class Surveyor:
    """Notes landmarks while somebody else folds."""

    def __init__(self, state: State, dialect: Dialect) -> None:
        """``state``: the board before the first event."""
        self._turns: list[Turn] = []
        self._marks: list[Landmark] = []
        self._open: dict[tuple[Lane, int | None], int] = {}
        self._turn_starts = dialect.turn_starts
        self._trades = frozenset(name for name, kind in dialect.kinds.items() if kind == "trade")
        self._phases: dict[Phase, int] = {Phase.OPENING: state.sequence_number}
        self._doubts: list[Doubt] = []
        self._doubted = (0, 0)
        self._is_trading = False

    def note(self, event: Event, state: State, done: Sequence[effects.Any]) -> None:
        """Take in an event: what it did, and the board after it."""
        number = event.sequence_number
        # Not by effects: some engines tell of a turn's end by whose turn it is then.
        if event.event_type in self._turn_starts and state.current is not None:
            self._turns.append(Turn(number, state.turn_number, state.current))
        for effect in done:
            match effect:
                case effects.AuctionSet():
                    self._auction(number, effect.auction)
                case effects.Jailed() if (Lane.JAIL, effect.seat) not in self._open:
                    self._begin(Lane.JAIL, number, effect.seat)
                case effects.Released():
                    self._end(Lane.JAIL, number, effect.seat)
                case effects.WentBankrupt():
                    self._end(Lane.JAIL, number, effect.seat)
                    self._point(Lane.BANKRUPTCY, number, effect.seat)
                    self._phases.setdefault(Phase.ENDGAME, number)
                case effects.OwnerSet() | effects.HousesSet():
                    self._progress(number, state)
                case _:
                    pass
        if state.trade is not None or self._is_trading or event.event_type in self._trades:
            self._trade(event, state)
        if (state.unread, state.missing) != self._doubted:
            self._doubt(number, state, is_known=bool(done))

    def landmarks(self) -> Landmarks:
        """Everything noted so far."""
        end = self._phases.get(Phase.ENDGAME)
        phases = [
            (phase, at)
            for phase in Phase
            if (at := self._phases.get(phase)) is not None
            # What was first built when one was bankrupt already is no phase of its own.
            and (phase is not Phase.BUILDING or end is None or at < end)
        ]
        marks = sorted(self._marks, key=lambda mark: (mark.first, mark.lane))
        doubts = tuple(self._doubts)
        return Landmarks(tuple(self._turns), tuple(marks), tuple(phases), doubts)

    def _doubt(self, number: int, state: State, *, is_known: bool) -> None:
        self._doubted = (state.unread, state.missing)
        self._doubts.append(Doubt(number, *self._doubted))
        if not is_known:  # what is known but tells of others' doubts is no such event itself
            self._point(Lane.UNREAD, number, None)

    def _progress(self, number: int, state: State) -> None:
        if Phase.BUILDING not in self._phases:
            is_sold_out = all(state.owners[at] is not None for at in board.PROPERTIES)
            if is_sold_out or any(state.houses):
                self._phases[Phase.BUILDING] = number

    def _auction(self, number: int, auction: effects.Auction | None) -> None:
        is_open = (Lane.AUCTION, None) in self._open
        if auction is None:
            self._end(Lane.AUCTION, number, None)
        elif not is_open:
            self._begin(Lane.AUCTION, number, None)

    def _trade(self, event: Event, state: State) -> None:
        number = event.sequence_number
        open_by = [seat for lane, seat in self._open if lane is Lane.TRADE]
        if state.trade is None:
            for seat in open_by:
                self._end(Lane.TRADE, number, seat)
            if not open_by and event.event_type in self._trades:
                self._point(Lane.TRADE, number, None)
        elif not open_by:
            self._begin(Lane.TRADE, number, state.trade.proposer)
        self._is_trading = state.trade is not None

    def _begin(self, lane: Lane, number: int, seat: int | None) -> None:
        self._open[lane, seat] = len(self._marks)
        self._marks.append(Landmark(lane, number, None, seat))

    def _end(self, lane: Lane, number: int, seat: int | None) -> None:
        at = self._open.pop((lane, seat), None)
        if at is not None:
            self._marks[at] = Landmark(lane, self._marks[at].first, number, seat)

    def _point(self, lane: Lane, number: int, seat: int | None) -> None:
        self._marks.append(Landmark(lane, number, number, seat))


def _until(mark: Landmark, head: int) -> Landmark:
    if mark.last is None or mark.last <= head:
        return mark
    return Landmark(mark.lane, mark.first, None, mark.seat)
