"""Dice and tokens."""

from __future__ import annotations

from replay.domain import board, claims, effects
from replay.domain.board import Kind
from replay.domain.invariants.check import Bench, Quiet, Step, turn_passes
from replay.domain.phrases import space
from replay.domain.state import State

_UTILITIES = frozenset(at for at in board.PROPERTIES if board.SPACES[at].kind is Kind.UTILITY)


class Dice(Quiet):
    """Sums and doubles are what the dice show."""

    def before(self, step: Step) -> None:
        """Add up."""
        for claim in step.claims:
            if isinstance(claim, claims.Rolled):
                total, is_double = claim.die1 + claim.die2, claim.die1 == claim.die2
                shown = f"{claim.die1} + {claim.die2}"
                if claim.total not in {None, total}:
                    sentence = f"{shown} is said to be {claim.total}"
                    self._add("dice", step.number, total, claim.total, sentence)
                if claim.is_double not in {None, is_double}:
                    kind = "doubles" if claim.is_double else "no doubles"
                    sentence = f"{shown} is said to be {kind}"
                    self._add("dice", step.number, is_double, claim.is_double, sentence)


class Moves(Quiet):
    """A token starts where it stands and goes as far as the dice say."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._rolled: dict[int, tuple[int, int]] = {}
        self._suspect: dict[int, tuple[int, int, int]] = {}

    def before(self, step: Step) -> None:
        """Compare with the fold's board and with the roll that was not yet walked."""
        if turn_passes(step):
            self._settle(step.state)
        for claim in step.claims:
            if isinstance(claim, claims.Walked):
                self._walk(step, claim)
            elif isinstance(claim, claims.Rolled) and claim.moves:
                self._rolled[claim.seat] = (step.number, claim.die1 + claim.die2)
            elif isinstance(claim, claims.Rent) and claim.position in _UTILITIES:
                self._rolled.pop(claim.payer, None)  # thrown for the rent, as a card commands
        for one in step.done:
            if isinstance(one, effects.Jailed | effects.JailTurnsSet | effects.WentBankrupt):
                self._rolled.pop(one.seat, None)
                self._suspect.pop(one.seat, None)

    def after(self, step: Step) -> None:
        """Compare where the engine says a token stands."""
        for claim in step.claims:
            if isinstance(claim, claims.Stands):
                ours = step.state.players[claim.seat].position
                if ours != claim.position:
                    who = self._bench.name(claim.seat)
                    sentence = f"{who} is said to be on {on(claim.position)}, not on {on(ours)}"
                    self._add("move", step.number, ours, claim.position, sentence)

    def _walk(self, step: Step, claim: claims.Walked) -> None:
        stood, who = step.state.players[claim.seat].position, self._bench.name(claim.seat)
        if claim.start not in {None, stood}:
            sentence = f"{who} is said to leave {on(claim.start or 0)}, but stood on {on(stood)}"
            self._add("move", step.number, stood, claim.start, sentence)
        went = (claim.to - stood) % len(board.SPACES)
        if claim.spaces is not None and claim.spaces % len(board.SPACES) != went:
            sentence = f"{who} is said to go {claim.spaces} spaces, but goes {went}"
            self._add("move", step.number, claim.spaces, went, sentence)
        if claim.sent:
            return
        rolled = self._rolled.pop(claim.seat, None)
        if rolled is not None and rolled[1] != went:
            # The third doubles lead to jail, which some engines tell one event later.
            if claim.to == board.JAIL:
                self._suspect[claim.seat] = (step.number, rolled[1], went)
            else:
                self._differs(claim.seat, step.number, rolled[1], went)

    def _differs(self, seat: int, number: int, rolled: int, went: int) -> None:
        sentence = f"{self._bench.name(seat)} rolled {rolled} and moves {went} spaces"
        self._add("move", number, rolled, went, sentence)

    def _settle(self, state: State) -> None:
        for seat, suspected in self._suspect.items():
            self._differs(seat, *suspected)
        for seat, (number, total) in self._rolled.items():
            if not state.players[seat].is_bankrupt:
                sentence = f"{self._bench.name(seat)} rolled {total} and never moved"
                self._add("move", number, total, 0, sentence)
        self._suspect.clear()
        self._rolled.clear()


def on(position: int) -> str:
    """How sentences call a space, even one that is none."""
    inside = 0 <= position < len(board.SPACES)
    return space(position) if inside else f"space {position}"
