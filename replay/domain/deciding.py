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
        self._among: dict[tuple[int | None, bool], array[int]] = {}
        self._rank = {(each.made.player_id, each.made.number): i for i, each in enumerate(self.all)}

    @property
    def errors(self) -> tuple[Placed, ...]:
        """Those with an error or a fallback."""
        return tuple(self.all[rank] for rank in self._ranks(None, flawed=True))

    @property
    def pending(self) -> tuple[Placed, ...]:
        """Those no event has come of."""
        return self.all[bisect_right(self._applied, self.head) :]

    def of(self, player_id: int) -> tuple[Placed, ...]:
        """Those of one player."""
        return tuple(self.all[rank] for rank in self._ranks(player_id, flawed=False))

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
        end = self._upto(sequence_number)
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
        rank = self._rank_of(here) if isinstance(here, Placed) else self._upto(here) - 1
        among = self._ranks(player_id, flawed=flawed)
        at = bisect_right(among, rank)
        return self.all[among[at]] if at < len(among) else None

    def previous(
        self, here: Placed | int, player_id: int | None = None, *, flawed: bool = False
    ) -> Placed | None:
        """The one before, in the same way."""
        rank = self._rank_of(here) if isinstance(here, Placed) else self._upto(here - 1)
        among = self._ranks(player_id, flawed=flawed)
        at = bisect_left(among, rank)
        return self.all[among[at - 1]] if at else None

    def _rank_of(self, placed: Placed) -> int:
        return self._rank[placed.made.player_id, placed.made.number]

    def _upto(self, sequence_number: int) -> int:
        """How many decisions apply at an event or before it."""
        return bisect_right(self._applied, sequence_number)

    def _ranks(self, player_id: int | None, *, flawed: bool) -> Sequence[int]:
        """Where the decisions stand that are meant, ascending."""
        if player_id is None and not flawed:
            return range(len(self.all))
        if (player_id, flawed) not in self._among:
            self._among[player_id, flawed] = array(
                "q",
                (
                    rank
                    for rank, each in enumerate(self.all)
                    if player_id in (None, each.made.player_id)
                    and (each.made.is_flawed or not flawed)
                ),
            )
        return self._among[player_id, flawed]


def _order(placed: Placed) -> tuple[int, int, int, int]:
    made = placed.made
    return placed.applied, made.time, made.player_id, made.number
