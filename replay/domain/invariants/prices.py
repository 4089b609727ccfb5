"""What things cost: deeds, buildings, mortgages, taxes."""

from __future__ import annotations

from replay.domain import board, claims, effects
from replay.domain.board import Kind
from replay.domain.claims import What
from replay.domain.invariants.check import Bench, Quiet, Step, Throws, Unsure, turn_passes
from replay.domain.phrases import dollars, space
from replay.domain.state import State

_WORDS = {
    What.DEED: "buys {where}",
    What.BUILDING: "builds on {where}",
    What.SALE: "sells buildings on {where}",
    What.MORTGAGE: "mortgages {where}",
    What.LIFTING: "lifts the mortgage on {where}",
    What.TAX: "pays tax on {where}",
}


class Prices(Quiet):
    """What the bank is paid, and pays, is what the deed and the board say.

    Source: the title deeds; the official rules, "Mortgages": half the price is lent, and lifting
    costs 10 % more. At auction any price will do.
    """

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._won: tuple[int, int] | None = None
        self._unsure = Unsure()

    def before(self, step: Step) -> None:
        """Judge each price, and whether who pays it stands where it is asked."""
        unsure = self._unsure(step)
        for claim in step.claims:
            if isinstance(claim, claims.Priced):
                is_won = claim.what is What.BUILDING and (
                    unsure or self._won == (claim.seat, claim.amount)
                )
                if not is_won:
                    self._judge(step, claim)
        if effects.AuctionSet(None) in step.done:
            self._remember(step.state)

    def _remember(self, state: State) -> None:
        """Of a street that has an owner, not the deed was sold: the bid pays for a building."""
        lot = state.auction
        if lot is not None and lot.leader is not None and state.owners[lot.position] is not None:
            self._won = lot.leader, lot.high_bid

    def _judge(self, step: Step, claim: claims.Priced) -> None:
        state, player = step.state, step.state.players[claim.seat]
        is_here = claim.what in {What.DEED, What.TAX}
        if is_here and state.auction is not None:
            return  # the deed is the auction's, and so is its price
        at = player.position if claim.position is None else claim.position
        does = _WORDS[claim.what].format(where=space(at))
        who = self._bench.name(claim.seat)
        if is_here and at != player.position:
            sentence = f"{who} {does}, but stands on {space(player.position)}"
            self._add("price", step.number, at, player.position, sentence)
            return
        # The bank cancels the mortgages of a bankrupt's deeds: there is no cash left to lift them.
        is_cancelled = claim.what is What.LIFTING and claim.amount == player.cash == 0
        due = _due(step, claim, at)
        if claim.amount not in due and not is_cancelled:
            right = " or ".join(dollars(amount) for amount in due)
            sentence = f"{who} {does} for {dollars(claim.amount)}, where {right} is due"
            self._add("price", step.number, due[0], claim.amount, sentence)


class Taxes(Quiet):
    """Whoever comes to a tax pays it before the next throw, or is bankrupt."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._due: dict[int, tuple[int, int]] = {}
        self._throws = Throws()

    def before(self, step: Step) -> None:
        """Remember who came to a tax, and who paid it."""
        if self._throws.beginning(step) or turn_passes(step):
            self._settle(step.state)
        for claim in step.claims:
            if isinstance(claim, claims.Walked):
                self._due.pop(claim.seat, None)
                if 0 <= claim.to < len(board.SPACES) and board.SPACES[claim.to].kind is Kind.TAX:
                    self._due[claim.seat] = (step.number, claim.to)
            elif isinstance(claim, claims.Priced) and claim.what is What.TAX:
                self._due.pop(claim.seat, None)
        for one in step.done:
            if isinstance(one, effects.Jailed):
                self._due.pop(one.seat, None)  # the third doubles: the move itself was wrong

    def _settle(self, state: State) -> None:
        for seat, (number, at) in self._due.items():
            # Where an event was lost or not read, it may have been the payment.
            if not (state.players[seat].is_bankrupt or state.unread or state.missing):
                sentence = f"{self._bench.name(seat)} comes to {space(at)} and pays no tax"
                self._add("price", number, board.SPACES[at].price, 0, sentence)
        self._due.clear()


def _due(step: Step, claim: claims.Priced, at: int) -> tuple[int, ...]:
    """What may be asked: where ten per cent are no whole dollars, either of those beside them."""
    printed = board.SPACES[at]
    match claim.what:
        case What.DEED | What.TAX:
            return (printed.price,)
        case What.BUILDING:
            return (printed.house_cost * _buildings(step),)
        case What.SALE:
            return (printed.house_cost // 2 * _buildings(step),)
        case What.MORTGAGE:
            return (printed.mortgage,)
        case What.LIFTING:
            loan = printed.mortgage
            return tuple(sorted({loan + loan // 10, loan - -loan // 10}))


def _buildings(step: Step) -> int:
    """How many houses more or fewer stand, a hotel being the fifth."""
    changed = (one for one in step.done if isinstance(one, effects.HousesSet))
    return sum(abs(one.houses - step.state.houses[one.position]) for one in changed)
