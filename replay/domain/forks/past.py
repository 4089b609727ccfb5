"""What the turn under way has told so far: read off effects and claims, alike in every dialect."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct

from games.domain.envelope import Event
from replay.domain import board, claims, effects
from replay.domain.board import SPACES, Kind
from replay.domain.cards import DECKS, Card, DeckName
from replay.domain.dialects import Dialect
from replay.domain.dialects.benchmark.seats import DOUBLES, TURN_OF
from replay.domain.state import State

type Done = tuple[effects.Any, ...]


class Past(Struct):
    """Where a turn stands. Filled in by `Reader`; everybody else only looks.

    ``seat``: whose turn it is; ``has_begun``: any turn at all has. ``is_done``: it was ended, and
    the next has not begun. ``doubles``: thrown in a row. ``dice``: the last throw that moves,
    ``None`` before it; ``is_double``: it was one. ``is_failed``: it did not open the jail.
    ``is_moved``: the token has gone where that throw sends it. ``has_salary``: it was paid for
    passing Go before it moved; ``is_owed_salary``: it has just passed Go, and nothing was paid.
    ``is_landed``: what the space asks for is still to come. ``card``: drawn, and nothing of it has
    happened yet; ``is_nearest``: it sends to the nearest railroad or utility. ``thrown``: thrown
    for the rent of a utility. ``asked``: who spoke last in the open auction; ``is_building``: it
    is one of a building. ``offers`` this turn, ``counters`` to the one that is open. ``received``:
    deeds that a trade has just moved. ``won``: who has just won a building at auction, its street
    and its price.
    """

    seat: int | None
    has_begun: bool = False
    is_done: bool = False
    doubles: int = 0
    dice: int | None = None
    is_double: bool = False
    is_failed: bool = False
    has_salary: bool = False
    is_owed_salary: bool = False
    may_roll: bool = True
    is_moved: bool = True
    is_landed: bool = False
    card: Event | None = None
    is_nearest: bool = False
    thrown: int | None = None
    asked: int | None = None
    is_building: bool = False
    offers: int = 0
    counters: int = -1
    received: tuple[tuple[int, int], ...] = ()
    won: tuple[int, int, int] | None = None


def drawn(past: Past) -> tuple[DeckName, Card] | None:
    """The card that still has to do something; None where there is none, or not worded as ours."""
    if past.card is None:
        return None
    told = msgspec.json.decode(past.card.payload)
    texts = {text for text in told.values() if isinstance(text, str)}
    decks = sorted(DECKS, key=lambda name: name not in texts)
    return next(((n, card) for n in decks for card in DECKS[n] if card.text in texts), None)


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
        past = self.past
        past.received, past.won, past.is_owed_salary = (), None, False
        for one in done:
            if isinstance(one, effects.TurnStarted):
                self._start(one, before)
            elif isinstance(one, effects.Remembered) and one.key == TURN_OF:
                past.seat = one.value
        kind = self._kinds.get(event.event_type)
        if kind == "dice":
            self._throw(event, before)
        self._carry(event, done, before)
        if kind == "card" and "draw" in event.event_type.lower():
            self._draw(event, done)
        elif kind == "turn" and event.event_type == "turn_end":
            past.is_done = True

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
            if not claim.moves or (past.is_nearest and _is_utility(before, claim.seat)):
                past.thrown = total
                continue
            jailed = before.players[claim.seat].in_jail
            past.dice, past.is_double = total, is_double
            past.is_moved = past.is_landed = past.is_failed = past.has_salary = False
            past.card, past.is_nearest, past.thrown = None, False, None
            past.may_roll = is_double and not jailed
            past.doubles = past.doubles + 1 if past.may_roll else 0

    def _carry(self, event: Event, done: Done, before: State) -> None:
        raised = any(isinstance(one, effects.MortgageSet | effects.HousesSet) for one in done)
        for one in done:
            match one:
                case effects.TokenMoved() | effects.Jailed() if one.seat == self.past.seat:
                    self._move(one, before.players[one.seat].position)
                case effects.JailTurnsSet() if one.seat == self.past.seat:
                    self.past.is_failed = True
                case effects.CashMoved() if one.seat == self.past.seat and not raised:
                    self._pay(one)
                case effects.JailCardsMoved():
                    self.past.card = None
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
            past.is_owed_salary = one.position < start and not past.has_salary
            past.has_salary = False

    def _pay(self, one: effects.CashMoved) -> None:
        """Going down in cash is what a space or a card asked for; going up only what a card did."""
        past = self.past
        if one.reason.lower() == "pass_go":
            past.has_salary = not past.is_moved or past.card is not None
        if one.amount < 0:
            self._settle()
        past.card = None

    def _settle(self) -> None:
        past = self.past
        past.is_landed, past.card, past.is_nearest, past.thrown = False, None, False, None

    def _auction(self, now: effects.Auction | None, done: Done, before: State) -> None:
        self._settle()
        past, was = self.past, before.auction
        if now is None or was is None:
            past.asked = None
            past.is_building = now is not None and _is_owned(now.position, done, before)
        elif now.high_bid != was.high_bid or now.leader != was.leader:
            past.asked = now.leader
        else:
            gone = set(was.bidders) - set(now.bidders)
            past.asked = next(iter(gone), past.asked)

    def _trade(self, now: effects.Trade | None, done: Done, before: State) -> None:
        self._settle()
        past = self.past
        past.counters = -1 if now is None else past.counters + 1
        past.offers += now is not None and past.counters == 0
        if now is None:
            past.received = tuple(
                (one.owner, one.position)
                for one in done
                if isinstance(one, effects.OwnerSet)
                and one.owner is not None
                and before.owners[one.position] is not None
            )

    def _draw(self, event: Event, done: Done) -> None:
        """Some engines tell in the drawing what the card does."""
        past = self.past
        is_told = any(not isinstance(one, effects.Remembered) for one in done)
        past.is_landed, past.card = False, None if is_told else event
        past.is_nearest = b"nearest" in bytes(event.payload).lower()

    def _win(self, event: Event, auction: effects.Auction) -> None:
        told: dict[str, Any] = msgspec.json.decode(event.payload)
        if told.get("building") and auction.leader is not None:
            self.past.won = (auction.leader, auction.position, auction.high_bid)


def _claims(of: Callable[[Event], tuple[claims.Any, ...]], event: Event) -> tuple[claims.Any, ...]:
    """What can be read of them: the fold takes events whose claims nobody can."""
    try:
        return of(event)
    except Exception:  # noqa: BLE001 - as in the audit: a claim nobody can read is no claim
        return ()


def _is_owned(position: int, done: Done, before: State) -> bool:
    """Whether somebody owns the deed after an event: then it cannot be what is put up."""
    given = [
        one.owner for one in done if isinstance(one, effects.OwnerSet) and one.position == position
    ]
    owner = given[-1] if given else before.owners[position]
    return owner is not None


def _is_utility(state: State, seat: int) -> bool:
    at = state.players[seat].position
    return 0 <= at < len(board.SPACES) and SPACES[at].kind is Kind.UTILITY
