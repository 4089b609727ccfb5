"""What is still to be done at the table: tasks on a stack, the topmost first."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from msgspec import Struct

type Building = Literal["house", "hotel"]


class Fare(StrEnum):
    """How much of the rent a space asks for."""

    PLAIN = "plain"
    DOUBLE = "double"
    """A Chance card sent here, to a railroad: twice the rent."""
    TENFOLD = "tenfold"
    """A Chance card sent here, to a utility: ten times a new throw."""


class Task(Struct, frozen=True, gc=False, tag=True):
    """Base of all tasks; ``seat`` is whose task it is, and goes with them when they are out."""

    seat: int


class Turn(Task, frozen=True, gc=False):
    """A seat's turn: everything before, between and after its rolls."""


class Advance(Task, frozen=True, gc=False):
    """The token moves on to a space, past Go if that lies on the way.

    ``is_paid``: the salary for that was paid already, as some engines do.
    """

    to: int
    fare: Fare = Fare.PLAIN
    is_paid: bool = False


class Land(Task, frozen=True, gc=False):
    """What the space the token has come to asks for."""

    fare: Fare = Fare.PLAIN


class Offer(Task, frozen=True, gc=False):
    """The bank offers the deed at its price, or else to all by auction."""

    position: int


class Sale(Task, frozen=True, gc=False):
    """The bank is about to put something up for auction; ``seat`` is where the asking starts.

    ``building``: not the deed but a building is sold, to the ``bidders``; who asked for it has bid
    its price, ``opening``.
    """

    position: int
    building: Building | None = None
    bidders: tuple[int, ...] = ()
    opening: int = 0


class Bidding(Task, frozen=True, gc=False):
    """An auction is on; ``seat`` is who was asked last."""

    building: Building | None = None


class Place(Task, frozen=True, gc=False):
    """A building won at auction finds its street."""

    building: Building
    price: int


class Why(StrEnum):
    """What a debt is for: it decides by which event it is paid."""

    RENT = "rent"
    TAX = "tax"
    CARD = "card"
    FINE = "fine"
    INTEREST = "interest"
    ARREARS = "arrears"
    """Cash below zero, where another engine let it come to that: until there is none left."""


class Debt(Task, frozen=True, gc=False):
    """A seat owes dollars to another (None: the bank), at once."""

    amount: int
    creditor: int | None
    why: Why
    position: int = 0
    reason: str = ""


class Interest(Task, frozen=True, gc=False):
    """A mortgaged deed has come to a new owner."""

    position: int


class Answer(Task, frozen=True, gc=False):
    """The offer on the table waits for this seat's answer."""

    counters: int = 0


type Any = Turn | Advance | Land | Offer | Sale | Bidding | Place | Debt | Interest | Answer
