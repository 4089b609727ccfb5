"""What charts and lanes are drawn from, against one fold of the same events; and its size."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable

import msgspec

from replay import charts, lanes, stream
from replay.charts import Axis, Span
from replay.domain import state
from replay.domain.course import Course, Follower
from replay.domain.fold import Fold
from replay.domain.series import Metric
from replay.recording import open_game
from tests.bench import games
from tests.bench.rig import Site
from tests.bench.table import Table

ROUNDS = 5


def measure(_: Site, table: Table) -> None:
    """The longest game."""
    name, count = max(games.loaded().items(), key=lambda item: item[1])
    recording = open_game(name)
    events = stream.between(recording, recording.first, recording.head)

    def fold() -> None:
        folding = Fold(recording.dialect, state.initial(recording.setup))
        for event in events:
            folding.push(event)

    def follow() -> Course:
        follower = Follower(recording.setup, recording.dialect)
        follower.extend(events)
        return follower.course()

    ours, theirs = _best(follow), _best(fold)
    table.ratio(
        f"course of {name}, {count:,} events",
        f"{ours * 1e3:.0f} ms",
        f"one fold {theirs * 1e3:.0f} ms",
        ours / theirs,
        "≤ 3",
    )
    course = follow()
    names = [f"Player {seat}" for seat in range(len(recording.setup.seats))]
    span = Span(course.first, course.head)

    def figure() -> object:
        return charts.figure(course, Metric.NET_WORTH, Axis.EVENT, names, span, course.head)

    def packed() -> object:
        return lanes.of(course, names, names, course.head)

    for what, make in (("chart", figure), ("lanes", packed)):
        size = len(gzip.compress(msgspec.json.encode(make())))
        told = f"{size / 1e3:.1f} kB compressed, made in {_best(make) * 1e3:.0f} ms"
        table.note(f"{what} of {name}", told)


def _best(work: Callable[[], object]) -> float:
    def once() -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return min(once() for _ in range(ROUNDS))
