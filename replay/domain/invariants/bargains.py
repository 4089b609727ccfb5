"""Auctions and offers: what was bid is paid, what was offered changes hands."""

from __future__ import annotations

from replay.domain import claims, effects
from replay.domain.effects import Auction
from replay.domain.invariants.check import Quiet, Step
from replay.domain.invariants.deeds import group_of
from replay.domain.phrases import dollars, space


class Auctions(Quiet):
    """Bids rise, come from who is still in and are covered; the highest is what is paid.

    Source: the official rules, "Buying property": "sells it at auction to the highest bidder", who
    pays in cash.
    """

    def before(self, step: Step) -> None:
        """Compare an auction with what it was."""
        was = step.state.auction
        for one in step.done:
            if not isinstance(one, effects.AuctionSet) or was is None:
                continue
            now = one.auction
            if now is None:
                self._close(step, was)
            elif (now.high_bid, now.leader) != (was.high_bid, was.leader):
                self._bid(step, was, now)

    def _bid(self, step: Step, was: Auction, now: Auction) -> None:
        if now.leader is None:
            return
        who, bid = self._bench.name(now.leader), dollars(now.high_bid)
        if now.high_bid <= was.high_bid:
            sentence = f"{who} bids {bid}, no more than {dollars(was.high_bid)} before"
            self._add("auction", step.number, was.high_bid + 1, now.high_bid, sentence)
        if now.leader not in was.bidders:
            sentence = f"{who} bids {bid}, but is out of the auction"
            self._add("auction", step.number, "a bidder", who, sentence)
        cash = step.state.players[now.leader].cash
        if now.high_bid > cash:
            sentence = f"{who} bids {bid} and has {dollars(cash)}"
            self._add("auction", step.number, cash, now.high_bid, sentence)

    def _close(self, step: Step, was: Auction) -> None:
        """Only where the deed changes hands in the same event; elsewhere events of its own tell."""
        for one in step.done:
            if not isinstance(one, effects.OwnerSet) or one.position != was.position:
                continue
            if one.owner != was.leader:
                got, bid = self._of(one.owner), self._of(was.leader)
                sentence = f"{got} gets {space(was.position)}, for which {bid} bid most"
                self._add("auction", step.number, bid, got, sentence)
            cash = (two for two in step.done if isinstance(two, effects.CashMoved))
            paid = -sum(two.amount for two in cash if two.seat == one.owner)
            if paid != was.high_bid:
                sentence = f"{dollars(paid)} is paid at auction, where {dollars(was.high_bid)}"
                self._add("auction", step.number, was.high_bid, paid, f"{sentence} was bid")

    def _of(self, seat: int | None) -> str:
        return "nobody" if seat is None else self._bench.name(seat)


class Offers(Quiet):
    """What changes hands is what was offered, and no deed of a group with buildings.

    Source: the official rules, "Selling property".
    """

    def before(self, step: Step) -> None:
        """Hold the terms to the open offer, and each deed to its group."""
        for claim in step.claims:
            if isinstance(claim, claims.Settled) and claim.trade != step.state.trade:
                self._differs(step)
            elif isinstance(claim, claims.Given) and claim.giver is not None:
                self._judge(step, claim.giver, claim.position)

    def _differs(self, step: Step) -> None:
        is_none = step.state.trade is None
        sentence = "An offer is accepted that " + (
            "nobody has made" if is_none else "is not the one on the table"
        )
        self._add("trade", step.number, "the open offer", "another", sentence)

    def _judge(self, step: Step, giver: int, position: int) -> None:
        built = [at for at in group_of(position) if step.state.houses[at]]
        if built:
            where = " and ".join(space(at) for at in built)
            sentence = (
                f"{self._bench.name(giver)} gives {space(position)} away with buildings on {where}"
            )
            self._add("trade", step.number, "no buildings", "buildings", sentence)
