"""What the turn under way has told so far, as far as the rules need it to go on."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from replay.domain.cards import DECKS, Card, DeckName

# The bounds are for pasts that are told: see `standing`.
type Seat = Annotated[int, Meta(ge=0, le=7)]
type Position = Annotated[int, Meta(ge=0, le=39)]
type Count = Annotated[int, Meta(ge=0, le=10**6)]


class Drawn(Struct, frozen=True, gc=False):
    """A card that may still have to do something.

    ``deck`` and ``index``: which one; ``deck`` is None where it is not worded as ours. ``repairs``:
    dollars it asks for by the buildings that stood then. ``paid``: the others it is done with.
    """

    deck: DeckName | None = None
    index: Annotated[int, Meta(ge=0, le=15)] = 0
    repairs: Count = 0
    paid: tuple[Seat, ...] = ()

    @property
    def card(self) -> Card | None:
        """The printed card, where it is known."""
        return None if self.deck is None else DECKS[self.deck][self.index]


class Fall(Struct, frozen=True, gc=False):
    """A bankruptcy under way: who, to whom, and jail cards on their way to the creditor."""

    seat: Seat
    creditor: Seat | None
    cards: Annotated[int, Meta(ge=0, le=2)] = 0


class Past(Struct):
    """Where a turn stands. Filled in by `reader.Reader`; everybody else only looks.

    ``seat``: whose turn it is; ``has_begun``: any turn at all has. ``is_done``: it was ended, and
    the next has not begun. ``doubles``: thrown in a row. ``dice``: the last throw that moves,
    ``None`` before it; ``is_double``: it was one. ``is_failed``: it did not open the jail.
    ``is_moved``: the token has gone where that throw sends it. ``has_salary``: it was paid for
    passing Go before it moved; ``is_owed_salary``: it has just passed Go, and nothing was paid.
    ``is_landed``: what the space asks for is still to come. ``card``: drawn; ``is_nearest``: it
    sends to the nearest railroad or utility. ``thrown``: thrown for the rent of a utility.
    ``asked``: who spoke last in the open auction, or behind whom the asking starts;
    ``is_building``: it is one of a building. ``offers`` this turn, ``counters`` to the one that is
    open. ``received``: seats and mortgaged deeds that have come to them, whose interest is due;
    ``is_kept``: the first of them is not lifted. ``won``: who has just won a building at auction,
    its street and its price. ``sold``: the street a building has just come off. ``fall``: a
    bankruptcy under way; ``estate``: bankrupts and deeds they left to the bank, not yet put up.
    """

    seat: Seat | None
    has_begun: bool = False
    is_done: bool = False
    doubles: Annotated[int, Meta(ge=0, le=3)] = 0
    dice: Annotated[int, Meta(ge=2, le=12)] | None = None
    is_double: bool = False
    is_failed: bool = False
    has_salary: bool = False
    is_owed_salary: bool = False
    may_roll: bool = True
    is_moved: bool = True
    is_landed: bool = False
    card: Drawn | None = None
    is_nearest: bool = False
    thrown: Annotated[int, Meta(ge=2, le=12)] | None = None
    asked: Seat | None = None
    is_building: bool = False
    offers: Count = 0
    counters: Annotated[int, Meta(ge=-1, le=10**6)] = -1
    received: tuple[tuple[Seat, Position], ...] = ()
    is_kept: bool = False
    won: tuple[Seat, Position, Count] | None = None
    sold: Position | None = None
    fall: Fall | None = None
    estate: tuple[tuple[Seat, Position], ...] = ()
