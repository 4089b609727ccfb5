"""One expression over the events of a game: evaluated once for each set of values it reads.

The result depends on what is read and on nothing else, so that what was found for the same values
is taken again: with a condition on the board alone the library is asked at its changes only.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

import msgspec
from msgspec import Raw, Struct

from replay.domain.asking import bounds
from replay.domain.asking.context import Context, Frame, Missing
from replay.domain.asking.language import Answer, Asked, Expression, Outcome, compile_expression
from replay.domain.asking.reads import Read, Reads, Source
from replay.domain.asking.trace import Trace
from replay.domain.setup import Setup

REMEMBERED = 50_000
"""Results kept at once."""

EVALUATIONS_PER_TICK = 16
"""Between two looks at the clock; each has bounds of its own."""

ON_THE_BOARD = frozenset({Source.NOW, Source.BEFORE, Source.CHANGED})


class Led(Struct, frozen=True):
    """The decision that led to an event, as far as a question reads it.

    ``key`` is another one where any of ``fields`` is; ``is_too_long``: it is not to be asked.
    """

    key: Hashable
    fields: Mapping[str, Any]
    is_too_long: bool = False


class Row(Struct, frozen=True, gc=False):
    """An event as a question sees it; what no question reads may be left out."""

    sequence_number: int
    type: str = ""
    turn_number: int = 0
    actor: int | None = None
    timestamp: datetime | None = None
    payload: str = "{}"
    decision: Led | None = None


class Evaluation:
    """An expression on its way through a game."""

    def __init__(
        self, text: str, setup: Setup, asked: Asked, tick: Callable[[], None] = lambda: None
    ) -> None:
        """Compile; ``tick`` is called every few evaluations, and may raise to end it all.

        Raises:
            InvalidExpression: the text is no such expression.
        """
        frame = Frame()
        self.expression: Expression = compile_expression(text, setup, asked, frame.functions())
        self._reads: Reads = self.expression.reads
        self._context = Context(self._reads, setup, frame)
        self._tick = tick
        self._memory: dict[Hashable, Answer] = {}
        self._state: list[Any] = []
        self._state_key: tuple[Hashable, ...] | None = None
        self._row_reads = [read for read in self._reads.values if read.source not in ON_THE_BOARD]
        self._are_board = [read.source in ON_THE_BOARD for read in self._reads.values]
        self._look = _Look(self._row_reads)
        self.evaluated = 0

    @property
    def needs_rows(self) -> bool:
        """Whether it reads events and not the board alone."""
        return bool(self._row_reads)

    def changes(self, trace: Trace, first: int, last: int) -> list[tuple[int, int, Any]]:
        """Take the board's values just after the event ``first``; give what changes after it.

        Returns:
            events ascending up to ``last``, each with a slot and its new value: for `set`.
        """
        found: list[tuple[int, int, Any]] = []
        self._state, self._state_key = [], None
        on_the_board = (read for read in self._reads.values if read.source in ON_THE_BOARD)
        for slot, read in enumerate(on_the_board):
            column = trace.column(read.name)
            late = read.source is Source.BEFORE
            if read.source is Source.CHANGED:
                self._state.append(first in column.numbers[1:])
                found += _moments(slot, column.between(first + 1, last), first, last)
                continue
            self._state.append(column.at(first - late))
            later = column.between(first + 1 - late, last - late)
            found += [(number + late, slot, value) for number, value in later]
        # Two values for one slot at one event: "changed" ends where it begins again.
        return sorted(found, key=lambda change: (change[0], change[1], change[2] is True))

    def set(self, slot: int, value: Any) -> None:
        """A value of the board is another one from here on."""
        self._state[slot] = value
        self._state_key = None

    def at(self, row: Row | None) -> Answer:
        """The result at an event, with the board's values as they were set."""
        seen = () if row is None else self._look.keys(row)
        if self._state_key is None:
            self._state_key = tuple(self._state)
        key = (self._state_key, seen)
        known = self._memory.get(key)
        if known is None:
            if len(self._memory) >= REMEMBERED:
                self._memory.clear()
            known = self._memory[key] = self._evaluate(row, seen)
        return known

    def _evaluate(self, row: Row | None, seen: tuple[Any, ...]) -> Answer:
        if self.evaluated % EVALUATIONS_PER_TICK == 0:
            self._tick()
        self.evaluated += 1
        if row is not None:
            if len(row.payload) > bounds.PAYLOAD:
                return Outcome.FAILED, "its payload is too long to be asked about"
            if row.payload.count("[") + row.payload.count("{") > bounds.BRACKETS:
                return Outcome.FAILED, "its payload has too many parts to be asked about"
            if row.decision is not None and row.decision.is_too_long:
                return Outcome.FAILED, "its decision is too long to be asked about"
        try:
            values = self._values(row, seen)
        except (msgspec.DecodeError, RecursionError) as error:
            return Outcome.FAILED, f"its payload cannot be read: {error}"
        return self.expression.evaluate(self._context.build(values))

    def _values(self, row: Row | None, seen: tuple[Any, ...]) -> list[Any]:
        told = iter(() if row is None else self._look.values(row, seen))
        board = iter(self._state)
        return [next(board) if is_board else next(told) for is_board in self._are_board]


class _Look:
    """What one expression reads of an event: as keys that tell values apart, and as values.

    How each read is answered is settled once: this is done for every event of a game.
    """

    def __init__(self, reads: list[Read]) -> None:
        self._is_whole = Read(Source.PAYLOAD, "") in reads
        names = [read.name for read in reads if read.source is Source.PAYLOAD and read.name]
        self._decoder = msgspec.json.Decoder(_keys_only(names)) if names else None
        self._plain = [
            attrgetter(_FIELDS[read.name]) for read in reads if read.source is Source.EVENT
        ]
        self._decides = any(read.source is Source.DECISION for read in reads)
        places = iter(range(len(self._plain), len(self._plain) + len(names)))
        self._takes = tuple(self._take(read, places) for read in reads)

    def keys(self, row: Row) -> tuple[Hashable, ...]:
        """Equal keys, equal values: JSON as its text, since 1, 1.0 and true are equal in Python."""
        found: list[Hashable] = [plain(row) for plain in self._plain]
        if self._is_whole:
            found.append(row.payload)
        elif self._decoder is not None and len(row.payload) <= bounds.PAYLOAD:
            try:
                kept = self._decoder.decode(row.payload)
            except (msgspec.DecodeError, RecursionError):
                found.append(row.payload)
            else:
                found += [
                    None if part is None else bytes(part) for part in msgspec.structs.astuple(kept)
                ]
        elif self._decoder is not None:
            found.append(row.sequence_number)
        if self._decides:
            found.append(None if row.decision is None else row.decision.key)
        return tuple(found)

    def values(self, row: Row, seen: tuple[Any, ...]) -> list[Any]:
        """One value for each read, in their order; ``seen``: the row's keys."""
        return [take(row, seen) for take in self._takes]

    def _take(self, read: Read, places: Iterator[int]) -> Callable[[Row, tuple[Any, ...]], Any]:
        match read.source:
            case Source.EVENT:
                plain = attrgetter(_FIELDS[read.name])
                return lambda row, _: plain(row)
            case Source.PAYLOAD if self._is_whole:
                if read.name:
                    return lambda _row, _seen: Missing
                return lambda row, _: msgspec.json.decode(row.payload)
            case Source.PAYLOAD:
                place = next(places)
                return lambda _, seen: _part(seen[place])
            case _:
                return lambda row, _: None if row.decision is None else dict(row.decision.fields)


def _part(text: bytes | None) -> Any:
    return Missing if text is None else msgspec.json.decode(text)


_FIELDS = {
    "sequence_number": "sequence_number",
    "type": "type",
    "turn_number": "turn_number",
    "actor": "actor",
    "timestamp": "timestamp",
}


def _keys_only(names: list[str]) -> type[Struct]:
    """A type that keeps these keys of a JSON object, as text, and passes over all others."""
    fields = [(f"key_{index}", Raw, None) for index in range(len(names))]
    rename = {f"key_{index}": name for index, name in enumerate(names)}
    return msgspec.defstruct("Keys", fields, rename=rename)


def _moments(
    slot: int, changes: Iterator[tuple[int, Any]], first: int, last: int
) -> Iterator[tuple[int, int, bool]]:
    """True at each change, false again at the event after it."""
    yield first + 1, slot, False
    for number, _ in changes:
        yield number, slot, True
        if number < last:
            yield number + 1, slot, False
