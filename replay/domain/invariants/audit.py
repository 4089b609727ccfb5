"""The audit of one game: its events folded once more, with every check looking on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from games.domain.envelope import Decision, Event
from games.domain.seat import Result
from games.domain.status import ENDS, Status
from replay.domain import phrases
from replay.domain.claims import Any as Claim
from replay.domain.claims import Testimony
from replay.domain.dialects import Dialect
from replay.domain.fold import MISSING, Fold, FoldBreak
from replay.domain.invariants import (
    bargains,
    deeds,
    drawn,
    jail,
    money,
    movement,
    prices,
    rents,
    results,
    salary,
    turns,
)
from replay.domain.invariants.check import Bench, Check, Quiet, Step
from replay.domain.invariants.choices import Choices
from replay.domain.invariants.findings import Findings, Report
from replay.domain.setup import Setup
from replay.domain.state import initial
from replay.domain.timeline import Break

CHECKS: tuple[type[Quiet], ...] = (
    money.Conservation,
    money.Balances,
    money.Nulls,
    money.Debt,
    deeds.Owners,
    deeds.Mortgages,
    deeds.Stock,
    deeds.Building,
    prices.Prices,
    prices.Taxes,
    bargains.Auctions,
    bargains.Offers,
    drawn.Cards,
    movement.Dice,
    movement.Moves,
    rents.Rents,
    rents.RentPaid,
    rents.Unasked,
    salary.Salary,
    turns.Turns,
    jail.Jail,
    jail.Arrests,
    jail.Releases,
    turns.Bankruptcies,
    turns.Ending,
)


class Audit:
    """Fed with a game's decisions, then its events; nothing in either makes it raise."""

    def __init__(self, setup: Setup, dialect: Dialect, testimony: Testimony) -> None:
        """``testimony`` reads the claims of the dialect that ``dialect`` interprets."""
        self._findings = Findings()
        self._bench = bench = Bench(setup, self._findings)
        self._setup = setup
        self._dialect = dialect
        self._testimony = testimony
        self._fold = Fold(dialect, initial(setup))
        self._checks: list[Check] = [check(bench) for check in CHECKS]
        self._choices = Choices(bench)
        self._broken: Break | None = None
        self._events = 0

    def take(self, decisions: Iterable[Decision]) -> None:
        """Judge decisions. All must be taken before the first event."""
        for one in decisions:
            try:
                choice = self._testimony.of_decision(one)
            except Exception as error:  # noqa: BLE001 - a decision's JSON is free in form
                sentence = f"Decision {one.sequence_number} cannot be read: {_why(error)}"
                self._findings.add("menu", None, "a decision", _why(error), sentence)
            else:
                self._choices.take(choice)

    def extend(self, events: Iterable[Event]) -> None:
        """Judge the events that follow. Nothing after a break is looked at."""
        for event in events:
            if self._broken is None:
                self._events += 1
                self._push(event)

    def close(self, status: str, winner: int | None = None, told: Sequence[Result] = ()) -> Report:
        """The report, once all is taken: how the log ends is held to what the record says.

        Args:
            status: the game's, one of `games.domain.status.Status`.
            winner: the ``player_id`` the record names.
            told: the final results the record has.
        """
        state = self._fold.state
        if self._broken is None:
            for check in self._checks:
                check.end(state)
            self._judge_end(status, winner)
            if state.is_over and status == Status.FINISHED:
                results.judge(self._bench, state, told)
        found = self._findings
        return Report(
            findings=tuple(found.kept),
            counts=dict(found.counts),
            unread=dict(found.unread),
            head=state.sequence_number,
            events=self._events,
            decisions=self._choices.count,
            broken=self._broken,
            uncompared=self._choices.uncompared,
        )

    def _push(self, event: Event) -> None:
        number, state = event.sequence_number, self._fold.state
        self._choices.judge(state)
        due = state.sequence_number + 1
        if number != due:
            sentence = f"Event {number} stands where event {due} was due"
            self._findings.add("sequence", number, due, number, sentence)
            if number < due:
                return  # told twice
            state.sequence_number = number - 1
        try:
            done = self._fold.read(event)
            step = Step(number, done, self._claims(event), state)
            self._look_on(event, step)
            self._fold.carry(event, done)
        except FoldBreak as error:
            self._break(error)
            return
        self._judge(event, step)

    def _look_on(self, event: Event, step: Step) -> None:
        try:
            for check in self._checks:
                check.before(step)
        except LookupError:
            # No check must know what cannot be done, as a house on Go: then the fold breaks at it.
            self._fold.carry(event, step.done)
            raise

    def _judge(self, event: Event, step: Step) -> None:
        for check in self._checks:
            check.after(step)
        if event.event_type == MISSING:
            sentence = "An event is missing here: its engine lost it"
            self._findings.add("sequence", event.sequence_number, "an event", "none", sentence)
        elif event.event_type not in self._dialect.handlers:
            shown = phrases.clip(event.event_type, 60)
            self._findings.add_unread(event.sequence_number, event.event_type, shown)
        self._choices.judge(self._fold.state)

    def _claims(self, event: Event) -> tuple[Claim, ...]:
        """What can be read of them: a claim nobody can read is no claim."""
        if event.event_type not in self._dialect.handlers:
            return ()
        try:
            return self._testimony.of_event(event)
        except Exception as error:  # noqa: BLE001 - the fold takes what the audit may not
            sentence = f"What this event claims cannot be read: {_why(error)}"
            self._findings.add("broken", event.sequence_number, "claims", _why(error), sentence)
            return ()

    def _break(self, error: FoldBreak) -> None:
        self._broken = Break.of(error)
        kind, why = phrases.clip(error.event_type, 60), phrases.clip(error.reason, 200)
        sentence = f"{kind} cannot be read, and nothing after it: {why}"
        self._findings.add("broken", error.sequence_number, "a readable event", why, sentence)

    def _judge_end(self, status: str, winner: int | None) -> None:
        state, add = self._fold.state, self._findings.add
        head = state.sequence_number
        if not state.is_over:
            self._judge_open(status)
        elif status != Status.FINISHED:
            sentence = f"The log ends the game, the record says it is {status}"
            add("ending", head, Status.FINISHED.value, status, sentence)
        elif winner is not None:
            ours = None if state.winner is None else self._setup.seats[state.winner].player_id
            if ours != winner:
                sentence = f"The log names player {ours} the winner, the record player {winner}"
                add("ending", head, ours, winner, sentence)

    def _judge_open(self, status: str) -> None:
        state, add = self._fold.state, self._findings.add
        head = state.sequence_number if self._events else None
        left = sum(not player.is_bankrupt for player in state.players)
        if status == Status.FINISHED:
            sentence = f"The record says the game is {status}, its log has no end"
            add("ending", head, "a game's end", status, sentence)
        elif status in ENDS:
            sentence = f"The log has no end: the record says the game is {status}"
            add("unfinished", head, "a game's end", status, sentence)
        elif self._events and left <= 1 < len(state.players):
            sentence = "One player is left, and no event ends the game"
            add("ending", head, "a game's end", "none", sentence)
        elif self._events:
            owing = [seat for seat, player in enumerate(state.players) if player.cash < 0]
            debt = f" while {phrases.name(self._setup, owing[0])} is in debt" if owing else ""
            sentence = f"The log stops here{debt}: the game goes on, or its end was never stored"
            add("unfinished", head, "a game's end", "none", sentence)


def _why(error: Exception) -> str:
    return phrases.clip(f"{error}" or type(error).__name__, 200)
