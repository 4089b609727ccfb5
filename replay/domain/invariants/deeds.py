"""Who owns what, what stands on it, and what the bank has left."""

from __future__ import annotations

from replay.domain import board, claims, effects
from replay.domain.invariants.check import Bench, Quiet, Step
from replay.domain.phrases import space
from replay.domain.state import State

GROUPS: dict[str, tuple[int, ...]] = {
    name: tuple(at for at in board.PROPERTIES if board.SPACES[at].group == name)
    for name in {board.SPACES[at].group for at in board.PROPERTIES}
}
"""Positions by group, ascending."""


def group_of(position: int) -> tuple[int, ...]:
    """The deeds of the same colour (or kind), that one included."""
    return GROUPS.get(board.SPACES[position].group, ())


class Owners(Quiet):
    """Only an owner gives a deed away, mortgages it or builds on it."""

    def before(self, step: Step) -> None:
        """Ask who owns it now."""
        for claim in step.claims:
            if isinstance(claim, claims.Given):
                self._judge(step, claim.position, claim.giver, "gives away")
            elif isinstance(claim, claims.Handled):
                self._judge(step, claim.position, claim.seat, "deals with")

    def _judge(self, step: Step, position: int, actor: int | None, does: str) -> None:
        owner = step.state.owners[position]
        if owner != actor:
            who, whose = self._of(actor), self._of(owner)
            sentence = f"{who} {does} {space(position)}, which belongs to {whose}"
            self._add("owner", step.number, whose, who, sentence)

    def _of(self, seat: int | None) -> str:
        return "the bank" if seat is None else self._bench.name(seat)


class Mortgages(Quiet):
    """A deed is mortgaged once at a time, and only where the group is bare.

    Source: the official rules, "Mortgages" (buildings of a colour-group are sold first).
    """

    def before(self, step: Step) -> None:
        """Look at each deed before the event changes it."""
        if any(isinstance(claim, claims.Handled) for claim in step.claims):
            for one in step.done:
                if isinstance(one, effects.MortgageSet):
                    self._judge(step, one)

    def _judge(self, step: Step, one: effects.MortgageSet) -> None:
        where = space(one.position)
        if step.state.mortgaged[one.position] == one.is_mortgaged:
            is_so = "mortgaged" if one.is_mortgaged else "free of a mortgage"
            sentence = f"{where} was {is_so} already"
            self._add("mortgage", step.number, not one.is_mortgaged, one.is_mortgaged, sentence)
        elif one.is_mortgaged and any(step.state.houses[at] for at in group_of(one.position)):
            sentence = f"{where} is mortgaged while buildings stand on its group"
            self._add("mortgage", step.number, "no buildings", "buildings", sentence)


class Stock(Quiet):
    """32 houses and 12 hotels, in the bank or on the board.

    Source: the official rules, "Building shortages". Each event that changes the sum is told.
    """

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._sum = (board.HOUSES, board.HOTELS)
        self._left = self._sum

    def after(self, step: Step) -> None:
        """Count again where something was built, sold or handed back."""
        kinds = effects.BankStockSet | effects.HousesSet
        if any(isinstance(one, kinds) for one in step.done):
            self._count(step)

    def _count(self, step: Step) -> None:
        state = step.state
        left = (state.bank_houses, state.bank_hotels)
        standing = (
            sum(count for count in state.houses if 0 < count < board.HOTEL),
            sum(count == board.HOTEL for count in state.houses),
        )
        for index, what in enumerate(("houses", "hotels")):
            had, has = self._sum[index], left[index] + standing[index]
            if has != had:
                sentence = f"Bank and board hold {has} {what} after this event, {had} before"
                self._add("stock", step.number, had, has, sentence)
            if left[index] < 0 <= self._left[index]:
                sentence = f"The bank gives out {what} it does not have"
                self._add("stock", step.number, 0, left[index], sentence)
        self._sum, self._left = (left[0] + standing[0], left[1] + standing[1]), left


class Building(Quiet):
    """Streets are built on evenly, where the whole group is one owner's and free of mortgages.

    Source: the official rules, "Houses" and "Mortgages". Sales in a row are judged by what they
    leave, for a bankrupt's buildings go all at once.
    """

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._uneven: dict[str, tuple[int, int]] = {}
        self._is_growing = False

    def before(self, step: Step) -> None:
        """Judge the plan that is done; then who builds, and where."""
        built = [one for one in step.done if isinstance(one, effects.HousesSet)]
        if self._uneven and not built:
            self._settle(step.state)
        if not any(isinstance(claim, claims.Handled) for claim in step.claims):
            return
        for one in built:
            self._is_growing = one.houses > step.state.houses[one.position]
            if self._is_growing:
                self._judge_ground(step, one.position)
            group = board.SPACES[one.position].group
            spread = self._uneven.get(group, (0, _spread(step.state, group)))[1]
            self._uneven[group] = (step.number, spread)

    def after(self, step: Step) -> None:
        """Where each building is an event of its own, it must be even at once."""
        is_planned = any(isinstance(claim, claims.Planned) for claim in step.claims)
        if self._uneven and self._is_growing and not is_planned:
            self._settle(step.state)

    def end(self, state: State) -> None:
        """A plan may be the last thing told."""
        self._settle(state)

    def _settle(self, state: State) -> None:
        for group, (number, had) in self._uneven.items():
            spread = _spread(state, group)
            if spread > max(1, had):
                where = " and ".join(space(at) for at in GROUPS[group])
                sentence = f"{where} differ by {spread} houses"
                self._add("building", number, 1, spread, sentence)
        self._uneven.clear()

    def _judge_ground(self, step: Step, position: int) -> None:
        group = group_of(position)
        owners = {step.state.owners[at] for at in group}
        if len(owners) > 1:
            sentence = f"{space(position)} is built on though its group has several owners"
            self._add("building", step.number, "one owner", "several", sentence)
        if any(step.state.mortgaged[at] for at in group):
            sentence = f"{space(position)} is built on while a deed of its group is mortgaged"
            self._add("building", step.number, "no mortgage", "a mortgage", sentence)


def _spread(state: State, group: str) -> int:
    standing = [state.houses[at] for at in GROUPS[group]]
    return max(standing) - min(standing)
