"""The values of a whole game: for every path the events at which it changed, and to what."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any, get_args

from msgspec import Struct

from games.domain.envelope import Event
from replay.domain import board, effects, paths, state
from replay.domain.dialects import Dialect
from replay.domain.fold import Fold, FoldBreak
from replay.domain.setup import Setup
from replay.domain.state import State
from replay.domain.timeline import Break


class Column:
    """One value through a game: ``values[i]`` holds from the event ``numbers[i]`` on.

    The first number is that of the moment before the first event.
    """

    __slots__ = ("numbers", "values")

    def __init__(self, first: int, value: Any) -> None:
        self.numbers = [first]
        self.values = [value]

    def at(self, sequence_number: int) -> Any:
        """The value after an event."""
        return self.values[max(bisect_right(self.numbers, sequence_number) - 1, 0)]

    def between(self, first: int, last: int) -> Iterator[tuple[int, Any]]:
        """The changes at the events ``first..last``."""
        low, high = bisect_left(self.numbers, first), bisect_right(self.numbers, last)
        return zip(self.numbers[low:high], self.values[low:high], strict=True)

    def put(self, sequence_number: int, value: Any) -> None:
        """The value after an event, the last so far; noted only where it is another one."""
        if value != self.values[-1]:
            self.numbers.append(sequence_number)
            self.values.append(value)


type _Reached = tuple[list[int], list[Any], paths.Read]


def _about(kind: type[Struct]) -> str:
    named = kind.__struct_fields__
    return "seat" if "seat" in named else "position" if "position" in named else ""


_ABOUT: dict[type, str] = {kind: _about(kind) for kind in get_args(effects.Any.__value__)}
"""The field that says whose or which thing an effect changes."""


class Trace:
    """Every path of a game as a `Column`, filled in one fold. Paths as in `paths.readers`."""

    def __init__(self, setup: Setup, dialect: Dialect) -> None:
        start = state.initial(setup)
        self._setup = setup
        self._first = start.sequence_number
        self._fold = Fold(dialect, start)
        self._readers = {
            path: read
            for path, read in paths.readers(setup).items()
            if not path.endswith(".net_worth")
        }
        self._columns = {
            path: Column(self._first, read(start)) for path, read in self._readers.items()
        }
        self._reached: dict[Any, tuple[_Reached, ...]] = {}
        self._worths: dict[int, Column] = {}
        self.broken: Break | None = None

    @property
    def head(self) -> int:
        """The last event taken in; the one before the break where there is one."""
        if self.broken is not None:
            return self.broken.sequence_number - 1
        return self._fold.state.sequence_number

    @property
    def state(self) -> State:
        """The board after `head`; only to be looked at."""
        return self._fold.state

    @property
    def size(self) -> int:
        """How many changes are held."""
        return sum(len(column.numbers) for column in self._columns.values())

    def extend(self, events: Iterable[Event]) -> None:
        """Take in the events that follow `head`; nothing past a break is looked at."""
        if self.broken is not None:
            return
        self._worths.clear()
        working, push, reach = self._fold.state, self._fold.push, self._reach
        for event in events:
            try:
                done = push(event)
            except FoldBreak as error:
                self.broken = Break.of(error)
                return
            for effect in done:
                for numbers, values, read in reach(effect):
                    value = read(working)
                    if value != values[-1]:
                        numbers.append(event.sequence_number)
                        values.append(value)

    def column(self, path: str) -> Column:
        """One value's column. Raises KeyError for a path that is none of the game's."""
        if path.endswith(".net_worth"):
            return self._worth(path)
        return self._columns[path]

    def _reach(self, effect: effects.Any) -> tuple[_Reached, ...]:
        # Which paths an effect touches depends on its kind and its seat, or else position, alone.
        kind = type(effect)
        about = _ABOUT[kind]
        key = (kind, getattr(effect, about)) if about else kind
        known = self._reached.get(key)
        if known is None:
            touched = paths.touched(self._setup, [effect]) & self._columns.keys()
            known = self._reached[key] = tuple(
                (self._columns[path].numbers, self._columns[path].values, self._readers[path])
                for path in sorted(touched)
            )
        return known

    def _worth(self, path: str) -> Column:
        """Net worth, put together when it is asked for: noting it in the fold costs the most."""
        for seat, player in enumerate(self._setup.seats):
            if path == f"players.{player.player_id}.net_worth":
                if seat not in self._worths:
                    self._worths[seat] = self._added_up(player.player_id)
                return self._worths[seat]
        raise KeyError(path)

    def _added_up(self, player_id: int) -> Column:
        column = Column(self._first, 0)
        parts, total = [0] * 41, 0
        for number, position, worth in sorted(self._parts(player_id), key=itemgetter(0)):
            total += worth - parts[position]
            parts[position] = worth
            if column.numbers[-1] != number:
                column.numbers.append(number)
                column.values.append(total)
            column.values[-1] = total
        return _merged(column)

    def _parts(self, player_id: int) -> Iterator[tuple[int, int, int]]:
        """At which events which part of a player's worth became what: 40 is the cash."""
        cash = self._columns[f"players.{player_id}.cash"]
        yield from ((number, 40, value) for number, value in cash.between(self._first, self.head))
        for position in board.PROPERTIES:
            space = board.SPACES[position]
            owner, houses, mortgaged = (
                self._columns[f"properties.{position}.{field}"]
                for field in ("owner", "houses", "is_mortgaged")
            )
            for number in sorted({*owner.numbers, *houses.numbers, *mortgaged.numbers}):
                worth = 0
                if owner.at(number) == player_id:
                    worth = space.mortgage if mortgaged.at(number) else space.price
                    worth += houses.at(number) * space.house_cost
                yield number, position, worth


def _merged(column: Column) -> Column:
    """The same without changes that change nothing."""
    merged = Column(column.numbers[0], column.values[0])
    for number, value in zip(column.numbers[1:], column.values[1:], strict=True):
        merged.put(number, value)
    return merged
