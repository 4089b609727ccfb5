"""Where money comes from and goes to, and the balances an engine claims."""

from __future__ import annotations

from collections import defaultdict

from replay.domain import claims, effects
from replay.domain.invariants.check import Bench, Quiet, Step, turn_passes
from replay.domain.phrases import dollars


class Conservation(Quiet):
    """Money moves through the bank, or from player to player without loss."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._pools: dict[str, int] = {}
        self._last: dict[str, int] = {}
        self._lapsing: set[str] = set()

    def before(self, step: Step) -> None:
        """Sum up one event, or its part of a payment that takes several."""
        if self._pools and turn_passes(step):
            self._settle()
        total = sum(one.amount for one in step.done if isinstance(one, effects.CashMoved))
        for claim in step.claims:
            if isinstance(claim, claims.Bank):
                return
            if isinstance(claim, claims.Pooled):
                self._pools[claim.pool] = self._pools.get(claim.pool, 0) + total
                self._last[claim.pool] = step.number
                if claim.may_lapse:
                    self._lapsing.add(claim.pool)
                return
        if total:
            self._add("money", step.number, 0, total, _sentence("This event", total))

    def _settle(self) -> None:
        for pool, total in self._pools.items():
            if total > 0 or (total and pool not in self._lapsing):
                what = f"What this turn moved as {pool[:60]}"
                self._add("money", self._last[pool], 0, total, _sentence(what, total))
        self._pools.clear()


class Balances(Quiet):
    """Claimed balances against the fold's. Only where the difference changes is there news."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._off: defaultdict[int, int] = defaultdict(int)

    def before(self, step: Step) -> None:
        """What restates a player may change nothing."""
        if step.done and any(isinstance(claim, claims.Stated) for claim in step.claims):
            kinds = sorted({type(one).__name__ for one in step.done})
            sentence = "The engine states here what none of the events before had told"
            self._add("untold", step.number, [], kinds, sentence)

    def after(self, step: Step) -> None:
        """Compare every claim."""
        for claim in step.claims:
            if isinstance(claim, claims.Balance):
                self._compare(step, claim)

    def _compare(self, step: Step, claim: claims.Balance) -> None:
        ours = step.state.players[claim.seat].cash
        off = claim.cash - ours
        if off != self._off[claim.seat]:
            self._off[claim.seat] = off
            sentence = (
                f"The engine says {self._bench.name(claim.seat)} has {dollars(claim.cash)}, "
                f"its events add up to {dollars(ours)}"
            )
            self._add("balance", step.number, ours, claim.cash, sentence)


class Nulls(Quiet):
    """A null where a player is meant is no player."""

    def before(self, step: Step) -> None:
        """Tell of each."""
        for claim in step.claims:
            if isinstance(claim, claims.Nulled):
                sentence = f"{claim.field} is null where player 0 is meant"
                self._add("null_player", step.number, 0, None, sentence)


class Debt(Quiet):
    """Nobody owes cash that is not there: debts are settled or end in bankruptcy."""

    def after(self, step: Step) -> None:
        """Tell of each fall below zero once."""
        moved: dict[int, int] = {}
        for one in step.done:
            if isinstance(one, effects.CashMoved):
                moved[one.seat] = moved.get(one.seat, 0) + one.amount
        for seat, amount in moved.items():
            cash = step.state.players[seat].cash
            if cash < 0 <= cash - amount:
                sentence = f"{self._bench.name(seat)} is left with {dollars(cash)}"
                self._add("cash", step.number, 0, cash, sentence)


def _sentence(what: str, total: int) -> str:
    verb = "makes" if total > 0 else "loses"
    return f"{what} {verb} {dollars(abs(total))} though the bank takes no part"
