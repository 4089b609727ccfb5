"""Whose turn it is, who sits in jail, who is out, and how the game ends."""

from __future__ import annotations

from replay.domain import board, claims, effects
from replay.domain.invariants.check import Bench, Quiet, Step, Throws, turn_passes
from replay.domain.phrases import cards, dollars
from replay.domain.state import State


class Turns(Quiet):
    """Turns go round the table; doubles may give another."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._seat: int | None = None
        self._doubles = False
        self._has_rolled = False
        self._throws = Throws()

    def before(self, step: Step) -> None:
        """Judge the roll, then the passing of the turn."""
        for claim in self._throws.beginning(step):
            self._roll(step, claim)
        for one in step.done:
            if isinstance(one, effects.TurnStarted):
                self._start(step, one)

    def _roll(self, step: Step, claim: claims.Rolled) -> None:
        roller = self._bench.name(claim.seat)
        if self._seat is not None and claim.seat != self._seat:
            turn_of = self._bench.name(self._seat)
            sentence = f"{roller} rolls, but it is the turn of {turn_of}"
            self._add("turn", step.number, turn_of, roller, sentence)
        if step.state.players[claim.seat].is_bankrupt:
            self._add("turn", step.number, "a player", roller, f"{roller} rolls, but is bankrupt")
        if self._has_rolled and claim.seat == self._seat and not self._doubles:
            sentence = f"{roller} rolls again, though the last throw was no doubles"
            self._add("turn", step.number, "one throw", "another", sentence)
        self._seat, self._has_rolled = claim.seat, True
        # Doubles that open the jail give no other throw.
        self._doubles = claim.die1 == claim.die2 and not step.state.players[claim.seat].in_jail

    def _start(self, step: Step, one: effects.TurnStarted) -> None:
        state, seat = step.state, self._seat
        if one.seat == seat and one.turn_number == state.turn_number:
            return  # some engines end a turn with the next one's beginning
        if one.turn_number < state.turn_number:
            sentence = f"Turn {one.turn_number} begins after turn {state.turn_number}"
            self._add("turn", step.number, state.turn_number + 1, one.turn_number, sentence)
        if seat is not None:
            may = {_next(state, seat)}
            if self._doubles and not state.players[seat].in_jail:
                may.add(seat)
            if one.seat not in may:
                due, got = self._bench.name(_next(state, seat)), self._bench.name(one.seat)
                sentence = f"{got} has the turn that is {due}’s"
                self._add("turn", step.number, due, got, sentence)
        self._seat, self._doubles, self._has_rolled = one.seat, False, False


class Bankruptcies(Quiet):
    """A bankrupt leaves nothing behind: by the end of the turn cash, deeds and cards are gone.

    What was handed over before went to the creditor.
    """

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._due: dict[int, int] = {}
        self._heirs: dict[int, set[int | None]] = {}

    def before(self, step: Step) -> None:
        """Judge those of the turn that passes; remember those of this event."""
        if turn_passes(step):
            self._settle(step.state)
        if not any(isinstance(one, effects.TradeSet) for one in step.done):
            self._follow(step)
        for one in step.done:
            if isinstance(one, effects.WentBankrupt):
                self._due[one.seat] = step.number
                self._judge_heirs(step, one)

    def _follow(self, step: Step) -> None:
        """Deeds given away outside of trades."""
        givers = {
            claim.position: claim.giver for claim in step.claims if isinstance(claim, claims.Given)
        }
        for one in step.done:
            giver = givers.get(one.position) if isinstance(one, effects.OwnerSet) else None
            if giver is not None and isinstance(one, effects.OwnerSet):
                self._heirs.setdefault(giver, set()).add(one.owner)

    def _judge_heirs(self, step: Step, one: effects.WentBankrupt) -> None:
        others = self._heirs.pop(one.seat, set()) - {one.creditor}
        for other in sorted(others, key=str):
            who, got = self._bench.name(one.seat), self._of(other)
            owed = self._of(one.creditor)
            sentence = f"{who} is bankrupt to {owed}, and leaves deeds to {got}"
            self._add("bankruptcy", step.number, owed, got, sentence)

    def _of(self, seat: int | None) -> str:
        return "the bank" if seat is None else self._bench.name(seat)

    def _settle(self, state: State) -> None:
        for seat, number in self._due.items():
            left = _estate(state, seat)
            if left:
                sentence = f"{self._bench.name(seat)} is bankrupt and keeps {' and '.join(left)}"
                self._add("bankruptcy", number, [], left, sentence)
        self._due.clear()
        self._heirs.clear()


class Ending(Quiet):
    """After the end nothing happens, and the winner is not bankrupt."""

    def before(self, step: Step) -> None:
        """Look at what follows the end, and at who is said to have won."""
        moving = effects.CashMoved | effects.OwnerSet | effects.TokenMoved | effects.TurnStarted
        if step.state.is_over and any(isinstance(one, moving) for one in step.done):
            sentence = "Something happens after the game has ended"
            self._add("ending", step.number, "nothing", "an event", sentence)
        for one in step.done:
            if not isinstance(one, effects.GameOver) or one.winner is None:
                continue
            if step.state.players[one.winner].is_bankrupt:
                who = self._bench.name(one.winner)
                self._add("ending", step.number, "a player", who, f"{who} wins, but is bankrupt")


def _next(state: State, seat: int) -> int:
    count = len(state.players)
    around = ((seat + step) % count for step in range(1, count + 1))
    return next((other for other in around if not state.players[other].is_bankrupt), seat)


def _estate(state: State, seat: int) -> list[str]:
    player, left = state.players[seat], []
    if player.cash:
        left.append(dollars(player.cash))
    owned = sum(state.owners[at] == seat for at in board.PROPERTIES)
    if owned:
        left.append("1 deed" if owned == 1 else f"{owned} deeds")
    if player.jail_cards > 0:
        left.append(cards(player.jail_cards))
    return left
