"""The summary of one game. Players are seats, money is dollars, positions are 0-39."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Doubt(StrEnum):
    """Why numbers of a game may not be what was played; see `Summary.doubts`."""

    UNREADABLE = "unreadable"
    BROKEN = "broken"
    UNREAD = "unread"
    MISSING = "missing"
    RESTATED = "restated"
    RESTORED = "restored"
    UNCLAIMED = "unclaimed"
    UNFINISHED = "unfinished"
    CONTESTED = "contested"
    EXCESSIVE = "excessive"


class Dice(Struct, frozen=True):
    """All rolls of two dice. ``by_sum[i]``: how many summed up to ``i + 2``."""

    by_sum: tuple[int, ...]
    doubles: int

    @property
    def count(self) -> int:
        """How many rolls."""
        return sum(self.by_sum)

    @property
    def total(self) -> int:
        """All dice added up; seven times `count` is to be expected."""
        return sum(pips * rolls for pips, rolls in enumerate(self.by_sum, 2))


class Luck(Struct, frozen=True):
    """Printed rents that the dice led to, against those to be expected at the same moments.

    Over ``rolls`` rolls out of jail by this player: ``paid`` is the rent of the spaces the dice
    pointed at, ``expected_paid`` its mean over the 36 throws. ``received`` and
    ``expected_received`` are the same over everybody else's rolls. With fair dice the difference of
    each pair has mean zero, whatever the players do.
    """

    rolls: int
    paid: int
    expected_paid: float
    received: int
    expected_received: float


class Side(Struct, frozen=True):
    """One seat. None is "not told by this log".

    ``placement``: 1 is best; None while the game is not over. ``turns``: those begun by the seat;
    ``survived``: those of the whole game begun while it was not bankrupt. ``landings``,
    ``rent_paid``, ``rent_received`` and ``built``: by position, only where there are any. ``built``
    counts steps, a hotel being the fifth. ``owned``: every deed ever held; ``deeds``: those held at
    the end. ``proposed``: offers made, counter-offers among them.
    """

    player_id: int
    is_winner: bool
    is_bankrupt: bool
    placement: int | None
    cash: int
    net_worth: int
    turns: int
    survived: int
    jailed: int
    dice: Dice | None
    luck: Luck | None
    landings: dict[int, int] | None
    rent_paid: dict[int, int] | None
    rent_received: dict[int, int] | None
    salary: int | None
    built: dict[int, int]
    owned: tuple[int, ...]
    deeds: tuple[int, ...]
    proposed: int


class Kill(Struct, frozen=True):
    """A bankruptcy; ``position``: the space whose debt it was, see `replay.domain.summary.ends`."""

    sequence_number: int
    turn: int
    seat: int
    position: int
    creditor: int | None


class Sale(Struct, frozen=True):
    """The bank sells a deed; ``price`` None where no payment is told."""

    sequence_number: int
    turn: int
    seat: int
    position: int
    price: int | None
    by_auction: bool


class Monopoly(Struct, frozen=True):
    """A seat holds all deeds of a group from this event on."""

    sequence_number: int
    turn: int
    seat: int
    group: str


class Deal(Struct, frozen=True):
    """An accepted trade: what the proposer gave and got, see `replay.domain.summary.worth`."""

    sequence_number: int
    turn: int
    proposer: int
    recipient: int
    given: int
    taken: int


class Economy(Struct, frozen=True):
    """Sums over all players as turns begin: ``cash[i]`` and ``net_worth[i]`` at ``turns[i]``.

    At most `replay.domain.summary.ends.MOMENTS` evenly spread turns, first and last among them.
    """

    turns: tuple[int, ...]
    cash: tuple[int, ...]
    net_worth: tuple[int, ...]


class Summary(Struct, frozen=True):
    """One game as far as ``head``. Turns are counted from 1, in the order in which they begin.

    ``seconds``: from the first event to the last; None where the stamps are a counter, no clock.
    ``event_types``: how often each, the commonest `replay.domain.summary.ends.TYPES`; the others
    are in ``other_events``. ``doubts``: by kind, how many events (or 1) make numbers doubtful;
    contested: one that names another winner than one before; excessive: one that moves more money
    than there can be (`replay.domain.summary.ends.most_money`).
    """

    head: int
    events: int
    turns: int
    seconds: float | None
    is_over: bool
    winner: int | None
    doubts: dict[Doubt, int]
    sides: tuple[Side, ...]
    kills: tuple[Kill, ...]
    sales: tuple[Sale, ...]
    unsold: int
    monopolies: tuple[Monopoly, ...]
    deals: tuple[Deal, ...]
    economy: Economy
    event_types: dict[str, int]
    other_events: int
