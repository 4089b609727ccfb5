"""Games recorded by other engines, each with the engine's own state after every step.

A recording is a folder with ``meta.json``, ``events.jsonl.xz`` and ``states.jsonl.xz``. They are no
part of this repository: MONOPOLY_CORPUS says where they are, else ``shared/corpus`` beside it. What
an engine said of its own state is brought to the shape of our State JSON, holding only what that
engine tells, so that one comparison serves all.
"""

from __future__ import annotations

import lzma
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import pytest

from games.domain.envelope import Event
from replay.domain import board
from replay.domain.dialects import Dialect
from replay.domain.fold import Fold, FoldBreak
from replay.domain.setup import Setup
from replay.domain.state import State, copy, initial

type Truth = dict[str, Any]
type Mismatch = tuple[int, str, Any, Any]
"""Sequence number, path, what the engine had, what we had."""


@dataclass(frozen=True, slots=True)
class Recording:
    """One game: how it was set up, its events, and (sequence number, truth) per step, ascending."""

    name: str
    setup: Setup
    events: list[Event]
    truths: list[tuple[int, Truth]]


type Read = Callable[[Path], Recording]


def location() -> Path | None:
    """The folder of all recordings; None where there is none, and always in CI."""
    if os.environ.get("CI"):
        return None
    beside = Path(__file__).parents[3] / "shared" / "corpus"
    folder = Path(os.environ.get("MONOPOLY_CORPUS") or beside)
    return folder if folder.is_dir() else None


def absence() -> str:
    """Why there are no recordings."""
    if os.environ.get("CI"):
        return "real games of other engines are no part of this repository"
    named = os.environ.get("MONOPOLY_CORPUS")
    return f"no real games of other engines: MONOPOLY_CORPUS is {named or 'not set'}"


def folders(engine: str) -> list[Path]:
    """Every recording of ``engine`` ("benchmark" or "arena"), by name."""
    place = location()
    return [] if place is None else sorted((place / engine).iterdir())


def each(readings: Iterable[tuple[Read, Path]]) -> pytest.MarkDecorator:
    """Run a test with ``read, folder`` for each; skipped, with the reason, where there is none."""
    absent = pytest.param(None, None, marks=pytest.mark.skip(reason=absence()), id="no-corpus")
    found = [
        pytest.param(read, folder, id=f"{folder.name}-{read.__name__}") for read, folder in readings
    ]
    return pytest.mark.parametrize(("read", "folder"), found or [absent])


def lines(path: Path) -> Iterator[bytes]:
    """The lines of an xz-compressed JSONL file."""
    with lzma.open(path) as file:
        yield from file


def seen(state: State) -> Truth:
    """Our state in the shape of a truth."""
    return {
        "turn_number": state.turn_number,
        "current_player": state.current,
        "is_over": state.is_over,
        "winner": state.winner,
        "players": [msgspec.structs.asdict(player) for player in state.players],
        "properties": [
            {
                "position": at,
                "owner": state.owners[at],
                "houses": state.houses[at],
                "is_mortgaged": state.mortgaged[at],
            }
            for at in board.PROPERTIES
        ],
        "bank": {"houses": state.bank_houses, "hotels": state.bank_hotels},
        "auction": state.auction
        and {**msgspec.structs.asdict(state.auction), "bidders": list(state.auction.bidders)},
        "trade": state.trade and msgspec.json.decode(msgspec.json.encode(state.trade)),
        "memory": state.memory,
    }


def difference(truth: Any, ours: Any, path: str = "") -> tuple[str, Any, Any] | None:
    """The first path where ``ours`` is not as told: path, truth, ours. What is not told, passes."""
    if isinstance(truth, dict) and isinstance(ours, dict):
        pairs: Iterable[tuple[Any, Any, Any]] = ((k, v, ours.get(k)) for k, v in truth.items())
    elif isinstance(truth, list) and isinstance(ours, list) and len(truth) == len(ours):
        pairs = zip(range(len(truth)), truth, ours, strict=True)
    else:
        same = type(truth) is type(ours) and truth == ours
        return None if same else (path, truth, ours)
    for key, left, right in pairs:
        if found := difference(left, right, f"{path}.{key}" if path else str(key)):
            return found
    return None


def first_mismatch(
    recording: Recording,
    dialect: Dialect,
    start: State | None = None,
) -> Mismatch | None:
    """Fold the recording, from its beginning or from ``start`` on, and compare after every step.

    A fold that breaks, and events that end before the last truth, are mismatches too.
    """
    fold = Fold(dialect, initial(recording.setup) if start is None else copy(start))
    known = fold.state.sequence_number + 1 - recording.setup.first_sequence
    truths = iter(recording.truths)
    at, truth = next(truths, (None, None))
    while at is not None and at <= fold.state.sequence_number:  # told before the first event
        at, truth = next(truths, (None, None))
    for event in islice(recording.events, known, None):
        try:
            fold.push(event)
        except FoldBreak as broken:
            return event.sequence_number, "fold", None, str(broken)
        while at == event.sequence_number:
            if found := difference(truth, seen(fold.state)):
                return event.sequence_number, *found
            at, truth = next(truths, (None, None))
    return None if at is None else (at, "end", "a step", "no event")
