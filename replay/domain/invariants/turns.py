"""Whose turn it is, who sits in jail, who is out, and how the game ends."""

from __future__ import annotations

from replay.domain import board, claims, effects
from replay.domain.invariants.check import Bench, Quiet, Step, turn_passes
from replay.domain.phrases import cards, dollars
from replay.domain.state import State

FAILURES = 3
CARDS = 2


class Turns(Quiet):
    """Turns go round the table; doubles may give another."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._seat: int | None = None
        self._doubles = False

    def before(self, step: Step) -> None:
        """Judge the roll, then the passing of the turn."""
        for claim in step.claims:
            if isinstance(claim, claims.Rolled) and claim.moves:
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
        self._seat, self._doubles = claim.seat, claim.die1 == claim.die2

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
        self._seat, self._doubles = one.seat, False


class Jail(Quiet):
    """Who is in jail stays there, for three rolls at most; two cards open it.

    Source: the official rules, "Jail".
    """

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._too_many = False

    def before(self, step: Step) -> None:
        """Judge moves, releases and counts by who sits there now."""
        if any(isinstance(claim, claims.Stated | claims.Restored) for claim in step.claims):
            return
        if turn_passes(step):
            self._overdue(step)
        players = step.state.players
        for claim in step.claims:
            if isinstance(claim, claims.Walked) and players[claim.seat].in_jail:
                sentence = f"{self._bench.name(claim.seat)} moves, but is in jail"
                self._add("jail", step.number, "in jail", "a move", sentence)
        for one in step.done:
            if isinstance(one, effects.Released) and not players[one.seat].in_jail:
                sentence = f"{self._bench.name(one.seat)} leaves jail without being there"
                self._add("jail", step.number, "in jail", "free", sentence)
            elif isinstance(one, effects.JailTurnsSet):
                self._attempt(step, one)

    def after(self, step: Step) -> None:
        """Count the cards."""
        if not any(isinstance(one, effects.JailCardsMoved) for one in step.done):
            return
        players = step.state.players
        for one in step.done:
            if isinstance(one, effects.JailCardsMoved) and one.count < 0:
                left = players[one.seat].jail_cards
                if left < 0:
                    sentence = f"{self._bench.name(one.seat)} gives a jail card never held"
                    self._add("jail_card", step.number, 0, left, sentence)
        held = sum(player.jail_cards for player in players if player.jail_cards > 0)
        if held > CARDS and not self._too_many:
            sentence = f"{held} get-out-of-jail cards are held, and there are two"
            self._add("jail_card", step.number, CARDS, held, sentence)
        self._too_many = held > CARDS

    def _attempt(self, step: Step, one: effects.JailTurnsSet) -> None:
        player, who = step.state.players[one.seat], self._bench.name(one.seat)
        due = player.jail_turns + 1
        if not player.in_jail:
            sentence = f"{who} fails to leave jail without being there"
            self._add("jail", step.number, "in jail", "free", sentence)
        elif one.turns != due or one.turns > FAILURES:
            sentence = f"{who} is said to have failed {one.turns} times, {due} by count"
            self._add("jail", step.number, due, one.turns, sentence)

    def _overdue(self, step: Step) -> None:
        for seat, player in enumerate(step.state.players):
            if player.in_jail and player.jail_turns >= FAILURES and not player.is_bankrupt:
                sentence = f"{self._bench.name(seat)} stays in jail after the third failed roll"
                self._add("jail", step.number, FAILURES - 1, player.jail_turns, sentence)


class Bankruptcies(Quiet):
    """A bankrupt leaves nothing behind: by the end of the turn cash, deeds and cards are gone."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._due: dict[int, int] = {}

    def before(self, step: Step) -> None:
        """Judge those of the turn that passes; remember those of this event."""
        if self._due and turn_passes(step):
            self._settle(step.state)
        for one in step.done:
            if isinstance(one, effects.WentBankrupt):
                self._due[one.seat] = step.number

    def _settle(self, state: State) -> None:
        for seat, number in self._due.items():
            left = _estate(state, seat)
            if left:
                sentence = f"{self._bench.name(seat)} is bankrupt and keeps {' and '.join(left)}"
                self._add("bankruptcy", number, [], left, sentence)
        self._due.clear()


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
