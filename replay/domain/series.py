"""What every player has and could earn, at every event: exact, kept only where it changed.

``cash``: dollars in hand. ``properties``: deeds at their printed price (at mortgage value while
mortgaged) and buildings at cost. ``net_worth``: the two together, as in `state.net_worth`.
``rent``: the rent potential, see `rent_potential`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from replay.domain import board, effects
from replay.domain.rules import holdings
from replay.domain.state import State

DICE = 7
"""The average sum of two dice, by which utilities are rated."""


class Metric(StrEnum):
    """What is told of a player, in dollars."""

    CASH = "cash"
    NET_WORTH = "net_worth"
    PROPERTIES = "properties"
    RENT = "rent"


class Track(Struct, frozen=True):
    """One value of one player: ``values[i]`` from event ``at[i]`` on, until ``at[i + 1]``.

    ``at`` ascends strictly and begins with the moment before the first event; neighbours in
    ``values`` differ.
    """

    at: tuple[int, ...]
    values: tuple[int, ...]

    def after(self, sequence_number: int) -> int:
        """The value after an event, which must not lie before ``at[0]``."""
        return self.values[bisect_right(self.at, sequence_number) - 1]

    def until(self, head: int) -> Track:
        """The track as it was when the game had come as far as ``head``."""
        if self.at[-1] <= head:
            return self
        end = bisect_right(self.at, head)
        return Track(self.at[:end], self.values[:end])


type Tracks = dict[Metric, tuple[Track, ...]]
"""By metric, one track per seat."""


def rent_potential(state: State, seat: int) -> int:
    """What one visit of an opponent to each of a player's deeds would bring, in dollars.

    The sum over all deeds that are the player's and not mortgaged of the printed rent as it is due
    at this moment: buildings, doubled bare lots of whole colour groups, railroads by how many are
    held. Utilities count 4 or 10 times `DICE`. No weight is given to how often a space is met.

    Source: the rents of `replay.domain.rules.holdings.rent`.
    """
    owners, mortgaged = state.owners, state.mortgaged
    return sum(
        holdings.rent(state, at, DICE)
        for at in board.PROPERTIES
        if owners[at] == seat and not mortgaged[at]
    )


def properties_value(state: State, seat: int) -> int:
    """Deeds at their price (half of it when mortgaged), buildings at cost, in dollars."""
    value = 0
    for at in board.PROPERTIES:
        if state.owners[at] == seat:
            space = board.SPACES[at]
            value += space.mortgage if state.mortgaged[at] else space.price
            value += state.houses[at] * space.house_cost
    return value


class Ledger:
    """Writes the tracks while somebody else folds."""

    def __init__(self, state: State) -> None:
        """``state``: the board before the first event."""
        seats = range(len(state.players))
        self._at: dict[Metric, list[list[int]]] = {metric: [[] for _ in seats] for metric in Metric}
        self._values: dict[Metric, list[list[int]]] = {
            metric: [[] for _ in seats] for metric in Metric
        }
        self._properties = [properties_value(state, seat) for seat in seats]
        for seat in seats:
            self._note_money(state, seat)
            self._note_deeds(state, seat)

    def note(self, state: State, done: Iterable[effects.Any]) -> None:
        """Take in an event: what it did, and the board after it."""
        moved: list[int] = []
        for effect in done:
            if isinstance(effect, effects.CashMoved):
                moved.append(effect.seat)
            elif isinstance(effect, _DEED):
                moved = [*range(len(state.players))]
                for seat in moved:
                    self._note_deeds(state, seat)
                break
        for seat in moved:
            self._note_money(state, seat)

    def tracks(self) -> Tracks:
        """Everything noted so far."""
        return {
            metric: tuple(
                Track(tuple(at), tuple(values))
                for at, values in zip(self._at[metric], self._values[metric], strict=True)
            )
            for metric in Metric
        }

    def _note_money(self, state: State, seat: int) -> None:
        cash = state.players[seat].cash
        self._put(Metric.CASH, seat, state.sequence_number, cash)
        worth = cash + self._properties[seat]
        self._put(Metric.NET_WORTH, seat, state.sequence_number, worth)

    def _note_deeds(self, state: State, seat: int) -> None:
        self._properties[seat] = properties_value(state, seat)
        self._put(Metric.PROPERTIES, seat, state.sequence_number, self._properties[seat])
        self._put(Metric.RENT, seat, state.sequence_number, rent_potential(state, seat))

    def _put(self, metric: Metric, seat: int, sequence_number: int, value: int) -> None:
        values = self._values[metric][seat]
        if not values or values[-1] != value:
            values.append(value)
            self._at[metric][seat].append(sequence_number)


_DEED = (effects.OwnerSet, effects.HousesSet, effects.MortgageSet)
