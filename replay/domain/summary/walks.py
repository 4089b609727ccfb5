"""Dice, landings, rents and salaries, by an engine's claims and the tokens' moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from replay.domain import board, claims, effects
from replay.domain.state import State
from replay.domain.summary.game import Dice
from replay.domain.summary.luck import Fortunes


class Walks:
    """Notes who rolled what, came to stand where and paid whom, while somebody else folds.

    A landing is each time a token comes to stand on a space, by dice or by a card: a card that
    moves on makes two. Being sent to jail is none.
    """

    def __init__(self, seats: int) -> None:
        self.fortunes = Fortunes(seats)
        self.landings = [Counter[int]() for _ in range(seats)]
        self.paid = [Counter[int]() for _ in range(seats)]
        self.received = [Counter[int]() for _ in range(seats)]
        self.salary = [0] * seats
        self.jailed = [0] * seats
        self._sums = [[0] * 11 for _ in range(seats)]
        self._doubles = [0] * seats
        self._came_to_jail = [False] * seats

    @property
    def has_rolls(self) -> bool:
        """Whether anybody rolled yet."""
        return any(map(any, self._sums))

    def dice(self, seat: int) -> Dice:
        """One seat's rolls so far."""
        return Dice(tuple(self._sums[seat]), self._doubles[seat])

    def note(self, state: State, done: Sequence[effects.Any], told: Sequence[claims.Any]) -> None:
        """An event, the board it meets, what it does and what it claims."""
        # By their very types, not by patterns: this runs for every event.
        for claim in told:
            if type(claim) is claims.Rolled:
                self._roll(state, claim)
            elif type(claim) is claims.Rent:
                self._rent(state, claim)
            elif type(claim) is claims.Salary:
                self._pay(claim, done)
        for effect in done:
            if type(effect) is effects.TokenMoved:
                self._land(state, effect)
            elif type(effect) is effects.Jailed:
                self._arrest(effect.seat)

    def _roll(self, state: State, claim: claims.Rolled) -> None:
        total = claim.die1 + claim.die2
        self._came_to_jail[claim.seat] = False
        if not 2 <= total <= 12:
            raise ValueError(f"two dice do not sum up to {total}")
        self._sums[claim.seat][total - 2] += 1
        self._doubles[claim.seat] += claim.die1 == claim.die2
        if claim.moves and not state.players[claim.seat].in_jail:
            self.fortunes.roll(state, claim.seat, total)

    def _rent(self, state: State, claim: claims.Rent) -> None:
        at = claim.position
        at = state.players[claim.payer].position if at is None else at
        self.paid[claim.payer][at] += claim.amount
        self.received[claim.owner][at] += claim.amount

    def _pay(self, claim: claims.Salary, done: Sequence[effects.Any]) -> None:
        for effect in done:
            if type(effect) is effects.CashMoved and effect.seat == claim.seat:
                self.salary[claim.seat] += effect.amount

    def _land(self, state: State, effect: effects.TokenMoved) -> None:
        seat, at = effect.seat, effect.position
        if at == board.JAIL and state.players[seat].in_jail:
            return
        self.landings[seat][at] += 1
        self._came_to_jail[seat] = at == board.JAIL

    def _arrest(self, seat: int) -> None:
        """Some engines move the token first, and tell what for one event later."""
        self.jailed[seat] += 1
        if self._came_to_jail[seat]:
            self.landings[seat][board.JAIL] -= 1
            self._came_to_jail[seat] = False
