"""Questions answered the slow and obvious way: everything there is, at every event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from games.domain.envelope import Event
from replay.domain import board, paths, snapshot
from replay.domain.asking.evaluation import Evaluation, Row
from replay.domain.asking.language import Answer, Asked, compile_expression
from replay.domain.asking.search import Course, Hits, Search
from replay.domain.asking.trace import Trace
from replay.domain.dialects import registry
from replay.domain.fold import Fold, FoldBreak
from replay.domain.setup import Setup
from replay.domain.state import State, copy, initial


class Board:
    """All that the functions may look at, from whole states."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.before = self.after = initial(setup)

    @property
    def owners(self) -> dict[int, int | None]:
        told = snapshot.public(self.after, self.setup, "").properties
        return {deed.position: deed.owner for deed in told}

    def functions(self) -> dict[str, Any]:
        def group(name):
            return [p for p in board.PROPERTIES if board.SPACES[p].group == name]

        def position(deed):
            return next(p for p in board.PROPERTIES if deed in (p, board.SPACES[p].name))

        def owns_group(player, name):
            return all(self.owners[p] == player for p in group(name))

        streets = {s.group for s in board.SPACES if s.kind is board.Kind.STREET}
        return {
            "owns_group": owns_group,
            "has_monopoly": lambda player: any(owns_group(player, name) for name in streets),
            "owner": lambda deed: self.owners[position(deed)],
            "houses": lambda deed: self.after.houses[position(deed)],
            "is_mortgaged": lambda deed: self.after.mortgaged[position(deed)],
            "changed": lambda path: self._read(path, self.before) != self._read(path, self.after),
        }

    def _read(self, path: str, state: State) -> Any:
        return paths.readers(self.setup)[path](state)


def answers(text: str, setup: Setup, events: Sequence[Event], asked: Asked) -> list[Answer]:
    """The answer after each event that can be read."""
    seen = Board(setup)
    expression = compile_expression(text, setup, asked, seen.functions())
    return [expression.evaluate(data) for data in _contexts(seen, setup, events)]


def quick(
    text: str, setup: Setup, events: Sequence[Event], asked: Asked, first: int | None = None
) -> Hits | Course:
    """The same by the way the site takes."""
    trace = Trace(setup, registry.bind(setup))
    trace.extend(events)
    kept = Hits() if asked is Asked.CONDITION else Course()
    begin = setup.first_sequence if first is None else first
    search = Search([(Evaluation(text, setup, asked), kept)], begin, trace.head)
    if trace.head >= begin:
        search.begin(trace)
        rows = [row(event) for event in events if begin <= event.sequence_number <= trace.head]
        for _ in search.over([rows[:7], rows[7:]]) if search.needs_rows else search.sweep():
            pass
    return kept


def row(event: Event) -> Row:
    """An event as questions see it."""
    return Row(
        event.sequence_number,
        event.event_type,
        event.turn_number,
        event.actor_player_id,
        event.timestamp,
        bytes(event.payload).decode(),
    )


def collected(kept: Hits | Course, told: list[Answer], first: int) -> Hits | Course:
    """The slow answers, put together as the quick ones are."""
    for number, answer in enumerate(told, first):
        kept.add(number, number, answer)
    return kept


def _contexts(seen: Board, setup: Setup, events: Sequence[Event]) -> Iterator[dict[str, Any]]:
    fold = Fold(registry.bind(setup), initial(setup))
    for event in events:
        seen.before = copy(fold.state)
        try:
            fold.push(event)
        except FoldBreak:
            return
        seen.after = fold.state
        told = {f"event.{name}": value for name, value in _event(event).items()}
        yield (
            told
            | _board(fold.state, setup, "")
            | _board(seen.before, setup, "before.")
            | {"decision": None}
        )


def _event(event: Event) -> dict[str, Any]:
    return {
        "type": event.event_type,
        "sequence_number": event.sequence_number,
        "turn_number": event.turn_number,
        "actor": event.actor_player_id,
        "timestamp": event.timestamp,
        "payload": msgspec.json.decode(event.payload),
    }


def _board(state: State, setup: Setup, prefix: str) -> dict[str, Any]:
    told = msgspec.to_builtins(snapshot.public(state, setup, "g"))
    deeds = [
        deed
        | {
            "name": board.SPACES[deed["position"]].name,
            "group": board.SPACES[deed["position"]].group,
            "price": board.SPACES[deed["position"]].price,
        }
        for deed in told["properties"]
    ]
    values = {
        "players": {player["player_id"]: player for player in told["players"]},
        "properties": {deed["position"]: deed for deed in deeds},
        "deeds": {deed["name"]: deed for deed in deeds},
        "bank.houses": told["bank"]["houses"],
        "bank.hotels": told["bank"]["hotels"],
    }
    for name in ("auction", "trade", "current_player", "turn_number", "is_over", "winner"):
        values[name] = told[name]
    return {f"{prefix}{name}": value for name, value in values.items()}
