"""The rent due where tokens come to stand."""

from __future__ import annotations

from replay.domain import board, claims, effects
from replay.domain.board import Kind
from replay.domain.invariants.check import Bench, Quiet, Step, Throws, Unsure, turn_passes
from replay.domain.invariants.deeds import group_of
from replay.domain.invariants.movement import on
from replay.domain.phrases import dollars, listed, space
from replay.domain.state import State


class Rents(Quiet):
    """Rent is what the deed says. Source: the title deeds; see `lawful`."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._dice: dict[int, int] = {}
        self._by_dice: dict[int, bool] = {}
        self._fresh: set[int] = set()
        self._paid: set[int] = set()

    def before(self, step: Step) -> None:
        """Remember how each came to stand where they do; judge what they pay."""
        for claim in step.claims:
            if isinstance(claim, claims.Rolled):
                self._dice[claim.seat] = claim.die1 + claim.die2
                if claim.moves:
                    self._fresh.add(claim.seat)
            elif isinstance(claim, claims.Walked):
                self._by_dice[claim.seat] = claim.seat in self._fresh and not claim.sent
                self._fresh.discard(claim.seat)
                self._paid.discard(claim.seat)
            elif isinstance(claim, claims.Rent):
                self._judge(step, claim)
                self._fresh.discard(claim.payer)
                self._paid.add(claim.payer)

    def _judge(self, step: Step, claim: claims.Rent) -> None:
        state, payer = step.state, self._bench.name(claim.payer)
        position = claim.position
        if position is None:
            position = state.players[claim.payer].position
        owner, where = state.owners[position], space(position)
        stands = state.players[claim.payer].position
        if position != stands:
            sentence = f"{payer} pays rent on {where}, but stands on {on(stands)}"
            self._add("rent", step.number, stands, position, sentence)
        elif claim.payer in self._paid:
            sentence = f"{payer} pays rent on {where} once more"
            self._add("rent", step.number, 0, claim.amount, sentence)
        if claim.payer == claim.owner:
            sentence = f"{payer} pays rent on {where} to themselves"
            self._add("rent", step.number, "another player", payer, sentence)
        if owner != claim.owner:
            whose = "the bank" if owner is None else self._bench.name(owner)
            got = self._bench.name(claim.owner)
            sentence = f"{got} takes rent on {where}, which belongs to {whose}"
            self._add("rent", step.number, whose, got, sentence)
            return
        if state.mortgaged[position]:
            if claim.amount:
                sentence = f"{payer} pays rent on {where}, which is mortgaged"
                self._add("rent", step.number, 0, claim.amount, sentence)
            return
        due = lawful(
            state,
            position,
            self._dice.get(claim.payer),
            by_card=not self._by_dice.get(claim.payer, False),
        )
        if due and claim.amount not in due:
            right = listed([dollars(amount) for amount in due]).replace(" and ", " or ")
            sentence = f"{payer} pays {dollars(claim.amount)} of rent on {where}, where {right} is"
            self._add("rent", step.number, list(due), claim.amount, f"{sentence} due")


class RentPaid(Quiet):
    """The rent an engine sums up is the rent that was paid in the events before it."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._paid: dict[int, int] = {}

    def before(self, step: Step) -> None:
        """Only for engines that tell the two apart."""
        for claim in step.claims:
            if isinstance(claim, claims.Pooled) and claim.pool == "RENT":
                for one in step.done:
                    if isinstance(one, effects.CashMoved):
                        self._paid[one.seat] = self._paid.get(one.seat, 0) + one.amount
            elif isinstance(claim, claims.Rent):
                self._compare(step, claim)

    def _compare(self, step: Step, claim: claims.Rent) -> None:
        if not any(isinstance(one, effects.CashMoved) for one in step.done):
            paid = -self._paid.get(claim.payer, 0)
            if paid != claim.amount:
                sentence = f"{dollars(claim.amount)} of rent is told, {dollars(paid)} was paid"
                self._add("rent", step.number, claim.amount, paid, sentence)
        self._paid.clear()


class Unasked(Quiet):
    """Who comes to another's deed pays rent before the next throw.

    No proof of a defect: by the official rules, "Paying rent", it is the owner's to ask for it.
    """

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._due: dict[int, tuple[int, int, int]] = {}
        self._throws = Throws()
        self._unsure = Unsure()

    def before(self, step: Step) -> None:
        """Remember who came where, and who paid."""
        unsure = self._unsure(step)
        if self._throws.beginning(step) or turn_passes(step):
            self._settle(step.state)
        for claim in step.claims:
            if isinstance(claim, claims.Walked) and not unsure:
                self._come(step, claim)
            elif isinstance(claim, claims.Rent):
                self._due.pop(claim.payer, None)
        for one in step.done:
            if isinstance(one, effects.Jailed):
                self._due.pop(one.seat, None)  # the third doubles: the move itself was wrong

    def _come(self, step: Step, claim: claims.Walked) -> None:
        self._due.pop(claim.seat, None)
        if 0 <= claim.to < len(board.SPACES):
            owner = step.state.owners[claim.to]
            if owner not in {None, claim.seat} and not step.state.mortgaged[claim.to]:
                self._due[claim.seat] = (step.number, claim.to, owner or 0)

    def _settle(self, state: State) -> None:
        for seat, (number, at, owner) in self._due.items():
            # Where an event was lost or not read, it may have been the payment.
            if not (state.players[seat].is_bankrupt or state.unread or state.missing):
                who, whose = self._bench.name(seat), self._bench.name(owner)
                sentence = f"{who} comes to {space(at)}, which is {whose}’s, and pays no rent"
                self._add("unasked", number, "rent", "none", sentence)
        self._due.clear()


def lawful(state: State, position: int, dice: int | None, *, by_card: bool) -> tuple[int, ...]:
    """The rents that may be due on an owned deed; empty where the log does not tell enough.

    Source: the title deeds; the official rules, by which a bare street of a whole group pays double
    even if another deed of that group is mortgaged; and the Chance cards that send to the nearest
    railroad or utility for twice the rent and ten times the dice.
    """
    printed, owner = board.SPACES[position], state.owners[position]
    held = sum(state.owners[at] == owner for at in group_of(position))
    if printed.kind is Kind.STREET:
        houses = state.houses[position]
        is_double = houses == 0 and held == len(group_of(position))
        return (printed.rents[houses] * (2 if is_double else 1),)
    if not printed.rents or not held:
        return ()
    rent = printed.rents[held - 1]
    if printed.kind is Kind.RAILROAD:
        return (rent, 2 * rent) if by_card else (rent,)
    if dice is None:
        return ()
    return tuple(sorted({rent * dice, 10 * dice})) if by_card else (rent * dice,)
