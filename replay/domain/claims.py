"""What an engine says of itself beyond what its events do: the material of the audit.

A fold needs amounts, not balances; where a token goes, not where the engine thinks it stood. What
is left over are claims. Each dialect reads them in its own ``claims`` module, and
`replay.domain.invariants` compares them with the fold. Players are seats.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any as AnyValue

from msgspec import Struct

from games.domain.envelope import Decision, Event
from replay.domain import effects


class Claim(Struct, frozen=True, gc=False):
    """Base of all claims; see `Any` for the closed union."""


class Bank(Claim, frozen=True, gc=False):
    """The bank takes part: money may come into the game or leave it."""


class Pooled(Claim, frozen=True, gc=False):
    """One leg of a payment between players whose other legs are events of the same turn.

    ``may_lapse``: what no player gets is the bank's.
    """

    pool: str
    may_lapse: bool = False


class Balance(Claim, frozen=True, gc=False):
    """A seat's cash after the event."""

    seat: int
    cash: int


class Stated(Claim, frozen=True, gc=False):
    """The event restates what is known: whatever it changes was never told."""

    seat: int


class Restored(Claim, frozen=True, gc=False):
    """The event sets up a board that another game came to: what it changes happened there."""


class Rolled(Claim, frozen=True, gc=False):
    """Two dice; ``moves`` is false for a roll that moves no token."""

    seat: int
    die1: int
    die2: int
    total: int | None = None
    is_double: bool | None = None
    moves: bool = True


class Walked(Claim, frozen=True, gc=False):
    """A token's move: where the engine says it began, and how far. ``sent``: not by dice."""

    seat: int
    to: int
    start: int | None = None
    spaces: int | None = None
    sent: bool = False


class Stands(Claim, frozen=True, gc=False):
    """Where a token stands after the event."""

    seat: int
    position: int


class Salary(Claim, frozen=True, gc=False):
    """The bank pays a seat for passing Go; the cash moved is how much."""

    seat: int


class Rent(Claim, frozen=True, gc=False):
    """Rent for a deed; ``position`` None is where the payer stands."""

    payer: int
    owner: int
    position: int | None
    amount: int


class Given(Claim, frozen=True, gc=False):
    """A deed changes hands; ``giver`` None is the bank."""

    position: int
    giver: int | None


class Handled(Claim, frozen=True, gc=False):
    """A seat mortgages, builds or sells on a deed, as only its owner may."""

    seat: int
    position: int


class What(StrEnum):
    """What has a printed price."""

    DEED = "deed"
    BUILDING = "building"
    SALE = "sale"
    MORTGAGE = "mortgage"
    LIFTING = "lifting"
    TAX = "tax"


class Priced(Claim, frozen=True, gc=False):
    """Something a seat pays the bank for, or is paid for by it, and the dollars it is said to be.

    ``position`` None is where the player stands.
    """

    what: What
    seat: int
    position: int | None
    amount: int


class Drawn(Claim, frozen=True, gc=False):
    """A seat draws a card; ``text`` is what it says, or what the engine calls it."""

    seat: int
    text: str


class Settled(Claim, frozen=True, gc=False):
    """An offer is accepted, on these terms."""

    trade: effects.Trade


class Planned(Claim, frozen=True, gc=False):
    """One building of a plan over several events: evenness is judged when the plan is done."""


class Nulled(Claim, frozen=True, gc=False):
    """A field holds null where player 0 was meant."""

    field: str


type Any = (
    Bank
    | Pooled
    | Balance
    | Stated
    | Restored
    | Rolled
    | Walked
    | Stands
    | Salary
    | Rent
    | Given
    | Handled
    | Priced
    | Drawn
    | Settled
    | Planned
    | Nulled
)


class OneOf(Struct, frozen=True):
    """A shown value that several of a board's fit: ``text`` is how it was shown."""

    text: str
    values: tuple[AnyValue, ...]


class Choice(Struct, frozen=True):
    """A decision as the audit judges it.

    ``after`` is the last event the model had seen. ``is_on_menu`` is None where no menu is told.
    ``shown`` are the values its prompt gave, or `OneOf` several, by `replay.domain.paths`.
    ``doubt`` says why nobody can prove that the reasoning is the model's. ``is_blind``: asked about
    an offer it was not told.
    """

    player_id: int
    number: int
    after: int | None = None
    chosen: str = ""
    is_on_menu: bool | None = None
    fallback: str | None = None
    doubt: str | None = None
    is_blind: bool = False
    shown: tuple[tuple[str, AnyValue], ...] = ()


class Testimony(Struct, frozen=True):
    """How one game's claims are read. Both may raise anything on what no engine writes."""

    of_event: Callable[[Event], tuple[Any, ...]]
    of_decision: Callable[[Decision], Choice]
