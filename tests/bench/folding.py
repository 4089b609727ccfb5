"""A fold of a whole game against `json.loads` of its payloads."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import partial

from games.domain.envelope import Event
from replay import stream
from replay.domain import state
from replay.domain.fold import Fold
from replay.recording import Recording, open_game
from tests.bench import games
from tests.bench.rig import Site
from tests.bench.table import Table

ROUNDS = 5


def measure(_: Site, table: Table) -> None:
    """Every game of at least 1,000 events, decoded payloads included."""
    for name, count in games.loaded().items():
        if count < 1000:
            continue
        recording = open_game(name)
        events = stream.between(recording, recording.first, recording.head)
        texts = [bytes(event.payload) for event in events]

        ours, theirs = _best(partial(_fold, recording, events)), _best(partial(_parse, texts))
        table.ratio(
            f"fold {name}, {count:,} events",
            f"{ours / count * 1e6:.2f} µs/event",
            f"json.loads {theirs / count * 1e6:.2f} µs",
            ours / theirs,
            "≤ 2",
        )


def _fold(recording: Recording, events: tuple[Event, ...]) -> None:
    folding = Fold(recording.dialect, state.initial(recording.setup))
    for event in events:
        folding.push(event)


def _parse(texts: list[bytes]) -> None:
    for text in texts:
        json.loads(text)


def _best(work: Callable[[], None]) -> float:
    def once() -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return min(once() for _ in range(ROUNDS))
