"""Dice, tokens, and the rent due where they come to stand."""

from __future__ import annotations

from replay.domain import board, claims, effects
from replay.domain.board import Kind
from replay.domain.invariants.check import Bench, Quiet, Step, turn_passes
from replay.domain.invariants.deeds import group_of
from replay.domain.phrases import dollars, listed, space
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
                    sentence = f"{who} is said to be on {_on(claim.position)}, not on {_on(ours)}"
                    self._add("move", step.number, ours, claim.position, sentence)

    def _walk(self, step: Step, claim: claims.Walked) -> None:
        stood, who = step.state.players[claim.seat].position, self._bench.name(claim.seat)
        if claim.start not in {None, stood}:
            sentence = f"{who} is said to leave {_on(claim.start or 0)}, but stood on {_on(stood)}"
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


class Rents(Quiet):
    """Rent is what the deed says. Source: the title deeds; see `lawful`."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._dice: dict[int, int] = {}
        self._by_dice: dict[int, bool] = {}
        self._fresh: set[int] = set()

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
            elif isinstance(claim, claims.Rent):
                self._judge(step, claim)
                self._fresh.discard(claim.payer)

    def _judge(self, step: Step, claim: claims.Rent) -> None:
        state, payer = step.state, self._bench.name(claim.payer)
        position = claim.position
        if position is None:
            position = state.players[claim.payer].position
        owner, where = state.owners[position], space(position)
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


def _on(position: int) -> str:
    inside = 0 <= position < len(board.SPACES)
    return space(position) if inside else f"space {position}"
