"""Which decision of a model led to an event.

A decision leads to every event from the one it applies at (see `replay.domain.placing`) up to the
next decision or the end of the turn, whatever comes first: the card it made a player draw, the rent
on the space it sent them to. An event that begins a turn belongs to it only where it is its very
first, as with "end turn". None is ever shown at an event it was made after.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from msgspec import Struct

from replay.domain.placing import Basis, Course, Made, Placed, place

__all__ = ["Basis", "Course", "Index", "Link", "Made", "Placed"]


class Link(Struct, frozen=True, gc=False):
    """The decision that led to an event, ``ago`` events before it: 0 is its very first."""

    placed: Placed
    ago: int

    @property
    def made(self) -> Made:
        """The decision."""
        return self.placed.made


class Index:
    """All decisions of a game in the order in which they apply."""

    def __init__(self, made: Iterable[Made], course: Course, *, is_over: bool) -> None:
        """``is_over``: no event will follow; else the last turn is taken as still open.

        What is added to ``course`` later moves nothing: then an index has to be made anew.
        """
        self._course = course
        self.head = course.head
        self.all = tuple(sorted(place(made, course, is_over=is_over), key=_order))
        self._applied = array("q", (each.applied for each in self.all))
        self._rank = {(each.made.player_id, each.made.number): i for i, each in enumerate(self.all)}

    @property
    def errors(self) -> tuple[Placed, ...]:
        """Those with an error or a fallback."""
        return tuple(each for each in self.all if each.made.is_flawed)

    @property
    def pending(self) -> tuple[Placed, ...]:
        """Those no event has come of."""
        return self.all[bisect_right(self._applied, self.head) :]

    def of(self, player_id: int) -> tuple[Placed, ...]:
        """Those of one player."""
        return tuple(each for each in self.all if each.made.player_id == player_id)

    def find(self, player_id: int, number: int) -> Placed | None:
        """One player's decision of that number."""
        rank = self._rank.get((player_id, number))
        return None if rank is None else self.all[rank]

    def at(self, sequence_number: int) -> Link | None:
        """The decision that led to an event; None where nobody decided it."""
        link = self.before(sequence_number)
        if link is None or sequence_number > self._course.end_of_step(link.placed.applied):
            return None
        return link

    def before(self, sequence_number: int) -> Link | None:
        """The last decision that applied at an event or before it, whether it led there or not."""
        beside = self.beside(sequence_number)
        if not beside:
            return None
        return Link(beside[-1], sequence_number - beside[-1].applied)

    def beside(self, sequence_number: int) -> tuple[Placed, ...]:
        """All that apply from the same event as `before`'s, which is the last of them.

        Where several do, told ones come before inferred ones in rank, then those of the event's own
        player, then the latest number.
        """
        end = bisect_right(self._applied, sequence_number)
        if not end:
            return ()
        begin = bisect_left(self._applied, self._applied[end - 1])
        if end - begin == 1:
            return self.all[begin:end]
        actor = min(sequence_number, self.head)
        return tuple(
            sorted(
                self.all[begin:end],
                key=lambda each: (
                    each.is_exact,
                    self._course.is_by(each.made.player_id, actor),
                    each.made.time,
                    each.made.number,
                ),
            )
        )

    def next(
        self, here: Placed | int, player_id: int | None = None, *, flawed: bool = False
    ) -> Placed | None:
        """The next decision after one, or after an event; of a player, or with errors only."""
        start = (
            bisect_right(self._applied, here)
            if isinstance(here, int)
            else self._rank[here.made.player_id, here.made.number] + 1
        )
        return _first(self.all[start:], player_id, flawed=flawed)

    def previous(
        self, here: Placed | int, player_id: int | None = None, *, flawed: bool = False
    ) -> Placed | None:
        """The one before, in the same way."""
        stop = (
            bisect_left(self._applied, here)
            if isinstance(here, int)
            else self._rank[here.made.player_id, here.made.number]
        )
        return _first(self.all[:stop][::-1], player_id, flawed=flawed)


def _first(found: Sequence[Placed], player_id: int | None, *, flawed: bool) -> Placed | None:
    for each in found:
        if player_id not in (None, each.made.player_id) or (flawed and not each.made.is_flawed):
            continue
        return each
    return None


def _order(placed: Placed) -> tuple[int, int, int, int]:
    made = placed.made
    return placed.applied, made.time, made.player_id, made.number
