"""Cards: who draws one that is worded as printed does what it says."""

from __future__ import annotations

from msgspec import Struct

from replay.domain import board, claims, effects
from replay.domain.board import SPACES, Kind
from replay.domain.cards import DECKS, Card, Does
from replay.domain.invariants.check import Bench, Quiet, Step, Throws, turn_passes
from replay.domain.phrases import clip, dollars, space
from replay.domain.state import State

_PRINTED: dict[str, Card] = {card.text: card for cards in DECKS.values() for card in cards}

_WALKS = frozenset({Does.ADVANCE, Does.BACK, Does.NEAREST_RAILROAD, Does.NEAREST_UTILITY})


class _Open(Struct):
    """A card that has to be followed. ``asked``: others who have to pay, or to be paid."""

    number: int
    card: Card
    due: int
    asked: set[int]


class Cards(Quiet):
    """What a card says is done, and by as much, before the next throw.

    Source: the cards. Those of an engine's own wording are its own affair.
    """

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._open: dict[int, _Open] = {}
        self._throws = Throws()

    def before(self, step: Step) -> None:
        """Hold what happens to the cards that are out."""
        if self._throws.beginning(step) or turn_passes(step):
            self._settle(step.state)
        for seat, one in list(self._open.items()):
            if self._is_done(step, seat, one):
                del self._open[seat]
        for claim in step.claims:
            card = _PRINTED.get(claim.text) if isinstance(claim, claims.Drawn) else None
            if card is not None and isinstance(claim, claims.Drawn):
                self._draw(step, claim.seat, card)

    def _draw(self, step: Step, seat: int, card: Card) -> None:
        state = step.state
        asked = {
            other
            for other, player in enumerate(state.players)
            if other != seat and not player.is_bankrupt
        }
        due = _due(state, seat, card)
        if due or card.does is not Does.REPAIRS:
            self._open[seat] = _Open(step.number, card, due, asked)

    def _is_done(self, step: Step, seat: int, one: _Open) -> bool:
        """Whether nothing is left to be done; what is done otherwise is told."""
        out = {each.seat for each in step.done if isinstance(each, effects.WentBankrupt)}
        if seat in out or any(getattr(each, "reason", "") == "bankruptcy" for each in step.done):
            one.asked -= out
            return seat in out
        one.asked -= out
        does = one.card.does
        if does in _WALKS:
            return self._walks(step, seat, one)
        if does is Does.JAIL:
            return any(isinstance(each, effects.Jailed) for each in step.done)
        if does is Does.KEEP:
            return any(isinstance(each, effects.JailCardsMoved) for each in step.done)
        if does is Does.EACH_PLAYER:
            return self._pays_each(step, seat, one)
        return self._pays(step, seat, one)

    def _walks(self, step: Step, seat: int, one: _Open) -> bool:
        for claim in step.claims:
            if isinstance(claim, claims.Walked) and claim.seat == seat:
                if claim.to != one.due:
                    goes = space(claim.to) if 0 <= claim.to < len(SPACES) else str(claim.to)
                    self._differs(step, seat, one, space(one.due), f"goes to {goes}")
                return True
        return False

    def _pays(self, step: Step, seat: int, one: _Open) -> bool:
        if any(isinstance(claim, claims.Handled | claims.Salary) for claim in step.claims):
            return False  # raising what the card asks for, or paid on the way
        for each in step.done:
            if isinstance(each, effects.CashMoved) and each.seat == seat:
                if each.amount != one.due:
                    does = _moved(each.amount, is_gain=one.due > 0)
                    self._differs(step, seat, one, one.due, does)
                return True
        return False

    def _pays_each(self, step: Step, seat: int, one: _Open) -> bool:
        moved = [each for each in step.done if isinstance(each, effects.CashMoved)]
        if not any(each.seat == seat for each in moved):
            return not one.asked
        for each in moved:
            if each.seat in one.asked:
                one.asked.discard(each.seat)
                if each.amount != -one.due:
                    does = _moved(each.amount, is_gain=one.due < 0)
                    self._differs(step, each.seat, one, -one.due, does)
        return not one.asked

    def _differs(self, step: Step, seat: int, one: _Open, due: int | str, does: str) -> None:
        text = clip(one.card.text, 60)
        sentence = f"{self._bench.name(seat)} {does} by a card that says: {text}"
        self._add("card", step.number, due, does, sentence)

    def _settle(self, state: State) -> None:
        for seat, one in self._open.items():
            if one.card.does is Does.EACH_PLAYER and not one.asked:
                continue
            # Where an event was lost or not read, it may have been what the card says.
            if state.players[seat].is_bankrupt or state.unread or state.missing:
                continue
            sentence = f"{self._bench.name(seat)} does not do what a card says: "
            text = clip(one.card.text, 60)
            self._add("card", one.number, text, "nothing", sentence + text)
        self._open.clear()


def _due(state: State, seat: int, card: Card) -> int:
    """Where the token has to go, or the dollars that come to the drawer."""
    at = state.players[seat].position
    match card.does:
        case Does.ADVANCE:
            return card.position
        case Does.BACK:
            return (at - card.amount) % len(SPACES)
        case Does.NEAREST_RAILROAD | Does.NEAREST_UTILITY:
            kind = Kind.RAILROAD if card.does is Does.NEAREST_RAILROAD else Kind.UTILITY
            ahead = ((at + step) % len(SPACES) for step in range(1, len(SPACES)))
            return next(there for there in ahead if SPACES[there].kind is kind)
        case Does.REPAIRS:
            standing = [state.houses[own] for own in board.PROPERTIES if state.owners[own] == seat]
            hotels = standing.count(board.HOTEL)
            houses = sum(standing) - board.HOTEL * hotels
            return card.amount * houses + card.hotel * hotels
        case _:
            return card.amount


def _moved(amount: int, *, is_gain: bool) -> str:
    is_gain = amount > 0 or (amount == 0 and is_gain)
    return f"gets {dollars(amount)}" if is_gain else f"pays {dollars(-amount)}"
