"""The past read: off effects and claims, alike in every dialect."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from games.domain.envelope import Event
from replay.domain import claims, effects
from replay.domain.board import SPACES, Kind
from replay.domain.cards import DECKS, Does
from replay.domain.dialects import Dialect
from replay.domain.dialects.benchmark.seats import DOUBLES, TURN_OF
from replay.domain.forks import estates, standing
from replay.domain.forks.past import Drawn, Past
from replay.domain.rules import landing
from replay.domain.state import State

type Done = tuple[effects.Any, ...]

_BACK = 3
"""The one card that sends a token backwards does so by this much."""


class Reader:
    """Follows a game from the beginning of a turn; `past` is what it has come to."""

    def __init__(
        self,
        dialect: Dialect,
        claims_of: Callable[[Event], tuple[claims.Any, ...]],
        start: State,
    ) -> None:
        """``start``: the board before the first event that is read."""
        self._kinds = dialect.kinds
        self._claims_of = claims_of
        self.past = Past(seat=start.memory.get(TURN_OF, start.current))
        self.past.doubles = start.memory.get(DOUBLES, 0)

    def take(self, event: Event, done: Done, before: State) -> None:
        """The next event, what it does, and the board it meets."""
        for one in done:
            if isinstance(one, effects.TurnStarted):
                self._start(one, before)
            elif isinstance(one, effects.Remembered) and one.key == TURN_OF:
                self.past.seat = one.value
        if event.event_type == standing.RESTORED:
            self._resume(standing.of(event, len(before.players)))
            return
        past = self.past
        past.won, past.sold, past.is_owed_salary = None, None, False
        kind = self._kinds.get(event.event_type)
        if kind == "dice":
            self._throw(event, before)
        estates.follow(past, event, done, before)
        if event.event_type != estates.TRANSFER:
            self._carry(event, done, before)
        if kind == "card" and "draw" in event.event_type.lower():
            self._draw(event, done, before)
        elif kind == "turn" and event.event_type == "turn_end":
            past.is_done = True

    def _resume(self, past: Past | None) -> None:
        if past is not None:
            past.has_begun = self.past.has_begun
            self.past = past

    def _start(self, one: effects.TurnStarted, before: State) -> None:
        """A turn told of twice, at the end of the one before and at its own beginning, is one."""
        told_before = (before.current, before.turn_number) == (one.seat, one.turn_number)
        if not (self.past.has_begun and told_before and self.past.seat == one.seat):
            doubles = self.past.doubles if one.seat == self.past.seat else 0
            self.past = Past(one.seat, doubles=doubles)
        self.past.has_begun = True

    def _throw(self, event: Event, before: State) -> None:
        past = self.past
        for claim in _claims(self._claims_of, event):
            if not isinstance(claim, claims.Rolled) or claim.seat != past.seat:
                continue
            total, is_double = claim.die1 + claim.die2, claim.die1 == claim.die2
            if not claim.moves or (past.is_nearest and _is_let(before, claim.seat)):
                past.thrown = total
                continue
            jailed = before.players[claim.seat].in_jail
            past.dice, past.is_double = total, is_double
            past.is_moved = past.is_landed = past.is_failed = past.has_salary = False
            past.card, past.is_nearest, past.thrown, past.received = None, False, None, ()
            past.may_roll = is_double and not jailed
            past.doubles = past.doubles + 1 if past.may_roll else 0

    def _carry(self, event: Event, done: Done, before: State) -> None:
        past = self.past
        for one in done:
            match one:
                case effects.TokenMoved() | effects.Jailed() if one.seat == past.seat:
                    self._move(one, before.players[one.seat].position)
                case effects.JailTurnsSet() if one.seat == past.seat:
                    past.is_failed = True
                case effects.CashMoved():
                    self._pay(one, done)
                case effects.HousesSet() if one.houses < before.houses[one.position]:
                    past.sold = one.position
                case effects.JailCardsMoved() if one.seat == past.seat and not self._is_each():
                    past.card = None if one.count > 0 else past.card
                case effects.AuctionSet():
                    self._auction(one.auction, done, before)
                case effects.TradeSet():
                    self._trade(one.trade, done, before)
                case effects.OwnerSet():
                    self._settle()
                case _:
                    pass
        if event.event_type == "auction_end" and before.auction is not None:
            self._win(event, before.auction)

    def _move(self, one: effects.TokenMoved | effects.Jailed, start: int) -> None:
        past = self.past
        past.is_moved, past.card = True, None
        if isinstance(one, effects.Jailed):
            past.is_landed, past.may_roll, past.doubles = False, False, 0
        else:
            past.is_landed = True
            passes = one.position < start and start - one.position != _BACK
            past.is_owed_salary = passes and not past.has_salary
            past.has_salary = False

    def _pay(self, one: effects.CashMoved, done: Done) -> None:
        """Going down in cash is what a space or a card asked for; going up only what a card did."""
        past = self.past
        with_card = past.card is not None and self._is_each()
        if one.reason.lower() == "pass_go":
            past.has_salary = one.seat == past.seat and (not past.is_moved or past.card is not None)
        elif with_card and past.card is not None and one.seat != past.seat:
            if any(isinstance(two, effects.CashMoved) and two.seat == past.seat for two in done):
                paid = (*past.card.paid, one.seat)
                past.card = msgspec.structs.replace(past.card, paid=paid)
        elif one.seat == past.seat and not with_card and not _raises(one, done):
            if one.amount < 0:
                self._settle()
            past.card = None

    def _settle(self) -> None:
        past = self.past
        past.is_landed, past.card, past.is_nearest, past.thrown = False, None, False, None

    def _auction(self, now: effects.Auction | None, done: Done, before: State) -> None:
        past, was = self.past, before.auction
        if not self._is_each():
            self._settle()
        if now is None or was is None:
            sellers = (seat for seat, at in past.estate if now is not None and at == now.position)
            past.asked = next(sellers, None)
            past.is_building = now is not None and _is_owned(now.position, done, before)
        elif now.high_bid != was.high_bid or now.leader != was.leader:
            past.asked = now.leader
        else:
            gone = set(was.bidders) - set(now.bidders)
            past.asked = next(iter(gone), past.asked)
        if now is not None:
            past.estate = tuple(one for one in past.estate if one[1] != now.position)

    def _trade(self, now: effects.Trade | None, done: Done, before: State) -> None:
        self._settle()
        past = self.past
        past.counters = -1 if now is None else past.counters + 1
        past.offers += now is not None and past.counters == 0
        if now is None:
            past.received = estates.mortgaged(done, before)

    def _draw(self, event: Event, done: Done, before: State) -> None:
        """Some engines tell in the drawing what the card does."""
        past = self.past
        is_told = any(not isinstance(one, effects.Remembered) for one in done)
        past.is_landed = False
        past.card = None if is_told else _drawn(event, before, past.seat)
        past.is_nearest = b"nearest" in bytes(event.payload).lower()

    def _win(self, event: Event, auction: effects.Auction) -> None:
        told: dict[str, Any] = msgspec.json.decode(event.payload)
        if told.get("building") and auction.leader is not None:
            self.past.won = (auction.leader, auction.position, auction.high_bid)

    def _is_each(self) -> bool:
        """Whether a card is out by which each of the others pays or is paid, one by one."""
        drawn = self.past.card
        card = None if drawn is None else drawn.card
        return card is not None and card.does is Does.EACH_PLAYER


def _raises(one: effects.CashMoved, done: Done) -> bool:
    """Whether the cash comes of selling or mortgaging."""
    on_deeds = effects.MortgageSet | effects.HousesSet
    return one.amount >= 0 and any(isinstance(two, on_deeds) for two in done)


def _drawn(event: Event, before: State, seat: int | None) -> Drawn:
    told = msgspec.json.decode(event.payload)
    texts = {text for text in told.values() if isinstance(text, str)}
    for deck in sorted(DECKS, key=lambda name: name not in texts):
        for index, card in enumerate(DECKS[deck]):
            if card.text in texts:
                is_asked = card.does is Does.REPAIRS and seat is not None
                due = -landing.repairs(before, seat, card) if is_asked and seat is not None else 0
                return Drawn(deck, index, due)
    return Drawn()


def _claims(of: Callable[[Event], tuple[claims.Any, ...]], event: Event) -> tuple[claims.Any, ...]:
    """What can be read of them: the fold takes events whose claims nobody can."""
    try:
        return of(event)
    except Exception:  # noqa: BLE001 - as in the audit: a claim nobody can read is no claim
        return ()


def _is_owned(position: int, done: Done, before: State) -> bool:
    """Whether somebody owns the deed after an event: then it cannot be what is put up."""
    owners = [
        one.owner for one in done if isinstance(one, effects.OwnerSet) and one.position == position
    ]
    return (owners[-1] if owners else before.owners[position]) is not None


def _is_let(state: State, seat: int) -> bool:
    """Whether a seat stands on a utility that asks for rent."""
    at = state.players[seat].position
    if not 0 <= at < len(SPACES) or SPACES[at].kind is not Kind.UTILITY:
        return False
    return state.owners[at] not in {None, seat} and not state.mortgaged[at]
