"""One fold over a game that collects its summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from games.domain.envelope import Event
from replay.domain import claims, effects, state
from replay.domain.dialects import Dialect, bargaining, testimony
from replay.domain.fold import Fold, FoldBreak
from replay.domain.setup import Setup
from replay.domain.summary import ends
from replay.domain.summary.clock import Clock
from replay.domain.summary.deeds import Estates
from replay.domain.summary.game import Deal, Doubt, Kill, Side, Summary
from replay.domain.summary.walks import Walks
from replay.domain.summary.worth import deeds_worth, worth

type Done = tuple[effects.Any, ...]

_CLAIMING = frozenset({"dice", "move", "money", "game", "jail"})
"""What events are about whose claims count here: dice, rents, salaries, and boards restated."""

_DEED = (effects.OwnerSet, effects.HousesSet, effects.MortgageSet)

_WALKED, _ESTATE, _JUDGED, _NOTED = 1, 2, 4, 8
_FOR = {
    effects.TokenMoved: _WALKED,
    effects.Jailed: _WALKED,
    effects.OwnerSet: _ESTATE | _NOTED,
    effects.HousesSet: _ESTATE | _NOTED,
    effects.AuctionSet: _ESTATE,
    effects.MortgageSet: _NOTED,
    effects.WentBankrupt: _NOTED,
    effects.CashMoved: _JUDGED,
    effects.GameOver: _JUDGED,
}
"""Who looks at which effects: most events are of no interest to most."""


class Collector:
    """Folds a game as it comes, and sums it up. Nothing past a break is looked at.

    ``broken`` is the event that broke the fold: half of it may be summed up. A collector that is
    given the events before it, and told by ``is_broken`` that a break follows, has none of it.
    """

    def __init__(
        self,
        setup: Setup,
        dialect: Dialect,
        problem: str | None = None,
        *,
        is_broken: bool = False,
    ) -> None:
        """At the moment before the first event; ``problem``: why the game cannot be read."""
        self.broken: int | None = None
        self._setup, self._dialect = setup, dialect
        self._fold = Fold(dialect, state.initial(setup))
        seats = len(setup.seats)
        self._seats = range(seats)
        self._walks, self._estates = Walks(seats), Estates(seats)
        self._claims = testimony.of(setup).of_event
        self._bargain = bargaining.of(setup)
        self._claiming = {name for name, kind in dialect.kinds.items() if kind in _CLAIMING}
        self._turn_starts = frozenset(dialect.turn_starts)
        self._trading = {name for name, kind in dialect.kinds.items() if kind == "trade"}
        self._doubts = Counter[Doubt]({Doubt.UNREADABLE: 1} if problem else {})
        self._doubts[Doubt.BROKEN] = int(is_broken)
        self._types = Counter[str]()
        self._turns, self._turn_of = 0, None if not seats else 0
        self._own_turns, self._survived = [0] * seats, [0] * seats
        self._kills: dict[int, Kill] = {}
        self._deals: list[Deal] = []
        self._proposed = [0] * seats
        self._economy: list[tuple[int, int, int]] = []
        self._deeds_worth: int | None = None
        self._start = setup.starting_cash * seats
        self._most = ends.most_money(self._start, 0)
        self._clock = Clock()

    @property
    def head(self) -> int:
        """The last event taken in, the one before the break where there is one."""
        return self._fold.state.sequence_number

    def extend(self, events: Iterable[Event]) -> None:
        """Take in the events that follow `head`."""
        taken: list[Event] = []
        for event in () if self.broken is not None else events:
            before = self._fold.state.sequence_number
            try:
                self._push(event)
            except FoldBreak:
                self.broken = event.sequence_number
                self._doubts[Doubt.BROKEN] = 1
                self._fold.state.sequence_number = before
                break
            taken.append(event)
        self._types.update(event.event_type for event in taken)
        self._clock.run([event.timestamp for event in taken])

    def summary(self) -> Summary:
        """The game up to `head`."""
        board = self._fold.state
        places = ends.placements(board, tuple(self._kills.values()))
        types = ends.event_types(self._types)
        events = self._types.total()
        return Summary(
            head=board.sequence_number,
            events=events,
            turns=self._turns,
            seconds=self._clock.seconds,
            is_over=board.is_over,
            winner=board.winner,
            doubts=self._doubted(board),
            sides=tuple(self._side(seat, places[seat]) for seat in self._seats),
            kills=tuple(self._kills.values()),
            sales=tuple(self._estates.sales),
            unsold=self._estates.unsold,
            monopolies=tuple(self._estates.monopolies),
            deals=tuple(self._deals),
            economy=ends.economy(self._economy),
            event_types=types,
            other_events=events - sum(types.values()),
        )

    def _push(self, event: Event) -> None:
        fold, name = self._fold, event.event_type
        board, turn = fold.state, self._turns
        done = fold.read(event)
        told = self._told(event) if name in self._claiming else ()
        wanted = 0
        for effect in done:
            wanted |= _FOR.get(type(effect), 0)
        # Noted before the board moves: prices, owners and places are those the event met.
        if done or told:
            self._note(event, done, told, wanted)
        fold.carry(event, done)
        if name in self._turn_starts:
            self._begin_turn(board)
        if wanted & _NOTED:
            self._estates.after(event.sequence_number, turn, board)
            self._note_ends(event.sequence_number, done, board)

    def _note(self, event: Event, done: Done, told: tuple[claims.Any, ...], wanted: int) -> None:
        board = self._fold.state
        doubt = _doubt(told) if told else None
        if doubt is None:
            if told or wanted & _WALKED:
                self._walk(done, told)
            if event.event_type in self._trading:
                self._note_trade(event, board)
        elif done:
            self._doubts[doubt] += 1
        if done and (wanted & _ESTATE or self._estates.is_owed):
            self._estates.before(
                event.sequence_number, self._turns, board, done, is_play=doubt is None
            )
        if wanted & _JUDGED:
            self._judge(done, board)

    def _judge(self, done: Done, board: state.State) -> None:
        """What cannot have been so, though every event can be read."""
        for effect in done:
            if type(effect) is effects.CashMoved:
                if abs(effect.amount) > self._most:
                    self._doubts[Doubt.EXCESSIVE] += 1
                    return
            elif type(effect) is effects.GameOver:
                is_second = board.winner is not None and effect.winner is not None
                if is_second and effect.winner != board.winner:
                    self._doubts[Doubt.CONTESTED] += 1

    def _told(self, event: Event) -> tuple[claims.Any, ...]:
        try:
            return self._claims(event)
        except Exception:  # noqa: BLE001 - a payload may be whatever a stranger wrote
            self._doubts[Doubt.UNCLAIMED] += 1
            return ()

    def _walk(self, done: Done, told: tuple[claims.Any, ...]) -> None:
        try:
            self._walks.note(self._fold.state, done, told)
        except (ValueError, IndexError, KeyError):
            self._doubts[Doubt.UNCLAIMED] += 1

    def _note_trade(self, event: Event, board: state.State) -> None:
        bargain = self._bargain(event)
        if bargain is None:
            return
        trade = bargain.trade
        if not bargain.is_accepted:
            self._proposed[trade.proposer] += 1
            return
        given, taken = worth(trade.offer, board), worth(trade.request, board)
        self._deals.append(
            Deal(event.sequence_number, self._turns, trade.proposer, trade.recipient, given, taken)
        )

    def _begin_turn(self, board: state.State) -> None:
        self._turns += 1
        self._most = ends.most_money(self._start, self._turns)
        self._turn_of = board.current
        if board.current is not None:
            self._own_turns[board.current] += 1
        for seat in self._seats:
            self._survived[seat] += not board.players[seat].is_bankrupt
        if self._deeds_worth is None:
            self._deeds_worth = deeds_worth(board)
        cash = sum(player.cash for player in board.players)
        self._economy.append((self._turns, cash, cash + self._deeds_worth))

    def _note_ends(self, number: int, done: Done, board: state.State) -> None:
        for effect in done:
            if isinstance(effect, effects.WentBankrupt):
                self._kill(number, effect, board)
            elif isinstance(effect, _DEED):
                self._deeds_worth = None
                self._walks.fortunes.forget(effect.position)

    def _kill(self, number: int, effect: effects.WentBankrupt, board: state.State) -> None:
        """Told twice where an engine corrects the creditor: the first tells when and where."""
        seat = effect.seat
        known = self._kills.get(seat)
        at = ends.debt_space(board, seat, self._turn_of) if known is None else known.position
        first = number if known is None else known.sequence_number
        turn = self._turns if known is None else known.turn
        self._kills[seat] = Kill(first, turn, seat, at, effect.creditor)

    def _doubted(self, board: state.State) -> dict[Doubt, int]:
        found = {
            **self._doubts,
            Doubt.UNREAD: board.unread,
            Doubt.MISSING: board.missing,
            Doubt.UNFINISHED: int(not board.is_over),
        }
        return {doubt: found[doubt] for doubt in Doubt if found.get(doubt)}

    def _side(self, seat: int, placement: int | None) -> Side:
        board, walks = self._fold.state, self._walks
        player = board.players[seat]
        # A log that has to restate the board kept rolls, rents and salaries to itself; before the
        # first roll, nothing is told yet.
        is_told = walks.has_rolls and not any(self._doubts[doubt] for doubt in _SILENT)
        return Side(
            player_id=self._setup.seats[seat].player_id,
            is_winner=board.is_over and board.winner == seat,
            is_bankrupt=player.is_bankrupt,
            placement=placement,
            cash=player.cash,
            net_worth=state.net_worth(board, seat),
            turns=self._own_turns[seat],
            survived=self._survived[seat],
            jailed=walks.jailed[seat],
            dice=walks.dice(seat) if is_told else None,
            luck=walks.fortunes.of(seat) if is_told else None,
            landings=_some(walks.landings[seat]) if is_told else None,
            rent_paid=_some(walks.paid[seat]) if is_told else None,
            rent_received=_some(walks.received[seat]) if is_told else None,
            salary=walks.salary[seat] if is_told else None,
            built=_some(self._estates.built[seat]),
            owned=tuple(sorted(self._estates.owned[seat])),
            deeds=tuple(at for at, owner in enumerate(board.owners) if owner == seat),
            proposed=self._proposed[seat],
        )


_DOUBTS: dict[type[claims.Any], Doubt] = {
    claims.Stated: Doubt.RESTATED,
    claims.Restored: Doubt.RESTORED,
}
_SILENT = (Doubt.UNREADABLE, Doubt.RESTATED, Doubt.UNCLAIMED)


def _doubt(told: tuple[claims.Any, ...]) -> Doubt | None:
    """Why an event is none of the play: it only restates, or takes over a board."""
    for one in told:
        if type(one) in _DOUBTS:
            return _DOUBTS[type(one)]
    return None


def _some(counted: Counter[int]) -> dict[int, int]:
    return {at: count for at, count in sorted(counted.items()) if count}
