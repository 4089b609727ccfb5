"""Passing Go: paid once each time, and as much as the house pays."""

from __future__ import annotations

from collections import Counter

from replay.domain import board, claims, effects
from replay.domain.invariants.check import Bench, Quiet, Step, turn_passes
from replay.domain.phrases import dollars
from replay.domain.state import State

_BACK = 3
"""The one card that sends a token backwards does so by this much."""


class Salary(Quiet):
    """The tokens' way against the salaries of the same turn.

    Engines tell a salary before its move or after. One that never tells any may keep it to itself:
    there nothing is proven. A move to Jail may be an arrest, so it may be paid or not. Who has the
    turn when a board is restored may have passed Go before, or been paid for what comes.
    """

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._due: Counter[int] = Counter()
        self._possible: Counter[int] = Counter()
        self._paid: Counter[int] = Counter()
        self._last: dict[int, int] = {}
        self._unpaid: list[tuple[int, int]] = []
        self._is_told = False
        self._unsure: set[int] = set()

    def before(self, step: Step) -> None:
        """Count what each token passes, and what it is paid."""
        if turn_passes(step):
            self._settle(step.state)
        for claim in step.claims:
            if isinstance(claim, claims.Restored):
                self._forget()
                turns = effects.TurnStarted
                self._unsure = {one.seat for one in step.done if isinstance(one, turns)}
            elif isinstance(claim, claims.Walked):
                self._walk(step, claim)
            elif isinstance(claim, claims.Salary):
                self._pay(step, claim.seat)

    def _walk(self, step: Step, claim: claims.Walked) -> None:
        start = step.state.players[claim.seat].position
        if claim.to >= start or start - claim.to == _BACK:
            return
        self._last[claim.seat] = step.number
        self._possible[claim.seat] += 1
        self._due[claim.seat] += claim.to != board.JAIL

    def _pay(self, step: Step, seat: int) -> None:
        if not self._is_told:
            self._is_told = True
            self._tell_unpaid()
        self._paid[seat] += 1
        self._last[seat] = step.number
        house = self._bench.setup.salary
        for one in step.done:
            if isinstance(one, effects.CashMoved) and house not in {None, one.amount}:
                who, paid = self._bench.name(seat), dollars(one.amount)
                sentence = f"{who} is paid {paid} for passing Go, the salary is {dollars(house)}"
                self._add("salary", step.number, house, one.amount, sentence)

    def _settle(self, state: State) -> None:
        # With events lost or unread, a way or a payment may be among them.
        if not state.unread and not state.missing and self._bench.setup.salary:
            for seat in sorted((self._possible.keys() | self._paid.keys()) - self._unsure):
                self._judge(seat)
        self._forget()
        if self._is_told:
            self._tell_unpaid()

    def _tell_unpaid(self) -> None:
        """A defect in a log that tells salaries, be it only later."""
        for number, seat in self._unpaid:
            sentence = f"{self._bench.name(seat)} passes Go and is not paid"
            self._add("salary", number, self._bench.setup.salary, 0, sentence)
        self._unpaid.clear()

    def _judge(self, seat: int) -> None:
        paid, number = self._paid[seat], self._last[seat]
        if paid < self._due[seat]:
            self._unpaid.append((number, seat))
        elif paid > self._possible[seat]:
            passed = self._possible[seat]
            sentence = f"{self._bench.name(seat)} is paid for passing Go without passing it"
            self._add("salary", number, passed, paid, sentence)

    def _forget(self) -> None:
        self._due.clear()
        self._possible.clear()
        self._paid.clear()
        self._last.clear()
        self._unsure.clear()
