"""Who goes to jail, who stays there, and what opens it."""

from __future__ import annotations

from replay.domain import board, claims, effects
from replay.domain.invariants.check import Bench, Quiet, Step, Throws, Unsure, turn_passes
from replay.domain.invariants.movement import on
from replay.domain.phrases import dollars
from replay.domain.state import State

FAILURES = 3
CARDS = 2
_ON_THE_WAY = frozenset({board.JAIL, board.GO_TO_JAIL})


class Jail(Quiet):
    """Who is in jail stays there, for three rolls at most; two cards open it.

    Source: the official rules, "Jail".
    """

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._too_many = False
        self._overstaying: set[int] = set()

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
        """Tell once of each stay, as long as it may go on."""
        for seat, player in enumerate(step.state.players):
            if not (player.in_jail and player.jail_turns >= FAILURES) or player.is_bankrupt:
                self._overstaying.discard(seat)
            elif seat not in self._overstaying:
                self._overstaying.add(seat)
                sentence = f"{self._bench.name(seat)} stays in jail after the third failed roll"
                self._add("jail", step.number, FAILURES - 1, player.jail_turns, sentence)


class Arrests(Quiet):
    """Three things lead to jail, and all of them do: its space, a card, three doubles in a row.

    Source: the official rules, "Jail". The third doubles move no token but there.
    """

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._row: tuple[int | None, int] = (None, 0)
        self._due: dict[int, tuple[int, str]] = {}
        self._strayed: dict[int, tuple[int, int]] = {}
        self._drawn: set[int] = set()
        self._throws = Throws()
        self._unsure = Unsure()

    def before(self, step: Step) -> None:
        """Judge who is arrested, and who should have been."""
        unsure = self._unsure(step)
        if turn_passes(step):
            self._settle(step.state)
        for thrown in self._throws.beginning(step):
            self._roll(step, thrown)
        for claim in step.claims:
            if isinstance(claim, claims.Walked):
                self._walk(step, claim)
            elif isinstance(claim, claims.Drawn) and "jail" in claim.text.lower():
                self._drawn.add(claim.seat)
        if unsure or any(isinstance(claim, claims.Stated) for claim in step.claims):
            self._row = None, 0
            self._due.clear()
            self._strayed.clear()
            return
        for one in step.done:
            if isinstance(one, effects.Jailed):
                self._arrest(step, one.seat)

    def _roll(self, step: Step, claim: claims.Rolled) -> None:
        self._settle(step.state)
        seat, row = self._row
        doubles = claim.die1 == claim.die2 and not step.state.players[claim.seat].in_jail
        row = (row if claim.seat == seat else 0) + 1 if doubles else 0
        self._row = claim.seat, row
        if row == FAILURES:
            self._due[claim.seat] = step.number, "throws three doubles in a row"

    def _walk(self, step: Step, claim: claims.Walked) -> None:
        if self._row == (claim.seat, FAILURES) and claim.to not in _ON_THE_WAY:
            self._strayed.setdefault(claim.seat, (step.number, claim.to))
        if claim.to == board.GO_TO_JAIL:
            self._due.setdefault(claim.seat, (step.number, "comes to Go To Jail"))

    def _arrest(self, step: Step, seat: int) -> None:
        stands = step.state.players[seat].position == board.GO_TO_JAIL
        if not stands and seat not in self._drawn and seat not in self._due:
            sentence = f"{self._bench.name(seat)} is sent to jail without a reason"
            self._add("jail", step.number, "free", "in jail", sentence)
        if seat in self._strayed:
            number, to = self._strayed.pop(seat)
            sentence = (
                f"{self._bench.name(seat)} throws three doubles in a row and goes to {on(to)}"
            )
            self._add("jail", number, board.JAIL, to, f"{sentence} before jail")
        self._due.pop(seat, None)
        self._drawn.discard(seat)
        self._row = None, 0

    def _settle(self, state: State) -> None:
        for seat, (number, why) in self._due.items():
            if not state.players[seat].is_bankrupt and not state.players[seat].in_jail:
                sentence = f"{self._bench.name(seat)} {why} and is not sent to jail"
                self._add("jail", number, "in jail", "free", sentence)
        self._due.clear()
        self._strayed.clear()
        self._drawn.clear()


class Releases(Quiet):
    """Doubles, a card or the fine open the jail, and the fine is what the house asks for."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._doubles: dict[int, bool] = {}
        self._unsure = Unsure()

    def before(self, step: Step) -> None:
        """Ask what opened it."""
        unsure = self._unsure(step)
        for claim in step.claims:
            if isinstance(claim, claims.Rolled) and claim.moves:
                self._doubles[claim.seat] = claim.die1 == claim.die2
        if unsure or any(isinstance(claim, claims.Stated) for claim in step.claims):
            return
        for one in step.done:
            if isinstance(one, effects.Released):
                if not self._is_out(step, one.seat):
                    self._judge(step, one.seat)
                self._doubles.pop(one.seat, None)
            elif isinstance(one, effects.TurnStarted):
                self._doubles.clear()

    @staticmethod
    def _is_out(step: Step, seat: int) -> bool:
        """Whether the seat is bankrupt: who leaves the table leaves the jail with it."""
        out = (one.seat for one in step.done if isinstance(one, effects.WentBankrupt))
        return step.state.players[seat].is_bankrupt or seat in out

    def _judge(self, step: Step, seat: int) -> None:
        who, fine = self._bench.name(seat), self._bench.setup.jail_fine
        cards = any(isinstance(one, effects.JailCardsMoved) for one in step.done)
        cash = [one.amount for one in step.done if isinstance(one, effects.CashMoved)]
        if cash and fine is not None and sum(cash) != -fine:
            paid = dollars(-sum(cash))
            sentence = f"{who} pays {paid} to leave jail, where {dollars(fine)} is due"
            self._add("jail", step.number, fine, -sum(cash), sentence)
        if not (cards or cash or fine == 0 or self._doubles.get(seat)):
            sentence = f"{who} leaves jail without doubles, a card or the fine"
            self._add("jail", step.number, "a reason", "none", sentence)
