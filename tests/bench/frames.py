"""Frames at random positions against an empty view of the same server."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterable

from django.db import connection

from replay import keyframes
from replay.domain.timeline import INTERVAL
from replay.recording import Recording, open_game
from tests.bench import games
from tests.bench.rig import Site
from tests.bench.table import Table

REQUESTS = 1500
EMPTY = "/healthz"


def measure(site: Site, table: Table) -> None:
    """Warm, for the longest and the shortest game; and cold, the first look at each segment."""
    sizes = games.loaded()
    longest, shortest = (_nearest(sizes, wanted) for wanted in (games.LONG, games.SHORT))
    recordings = {name: open_game(name) for name in (longest, shortest)}
    for recording in recordings.values():
        keyframes.ensure(recording)
    site.restart()
    connection.close()
    timed(site, [EMPTY] * 200)

    cold = timed(site, _first_looks(recordings[longest]))
    empty = timed(site, [EMPTY] * REQUESTS)
    timed(site, _all_over(recordings[longest]))
    timed(site, _all_over(recordings[shortest]))
    warm = _interleaved(site, recordings[longest], recordings[shortest])
    _tell(table, sizes, (longest, shortest), cold, empty, warm)


def _tell(
    table: Table,
    sizes: dict[str, int],
    names: tuple[str, str],
    cold: list[float],
    empty: list[float],
    warm: tuple[list[float], list[float], list[float]],
) -> None:
    nothing, long, short = (_p95(times) for times in warm)
    against = f"empty view {nothing * 1e3:.2f} ms"
    for name, p95 in zip(names, (long, short), strict=True):
        what = f"frame, warm, p95, {sizes[name]:,} events"
        table.ratio(what, f"{p95 * 1e3:.2f} ms", against, p95 / nothing, "≤ 2")
    other = f"{sizes[names[1]]:,} events {short * 1e3:.2f} ms"
    what = f"frame, warm, p95, {sizes[names[0]]:,} events"
    table.ratio(what, f"{long * 1e3:.2f} ms", other, long / short, "≤ 1.3")
    table.ratio(
        f"frame, cold, p95, {sizes[names[0]]:,} events",
        f"{_p95(cold) * 1e3:.2f} ms",
        f"empty view {_p95(empty) * 1e3:.2f} ms",
        _p95(cold) / _p95(empty),
        "≤ 6",
    )
    medians = [f"{statistics.median(times) * 1e3:.2f}" for times in (*warm, cold)]
    table.note("medians: empty, long, short, cold", f"{', '.join(medians)} ms")


def _nearest(sizes: dict[str, int], wanted: int) -> str:
    return min(sizes, key=lambda name: abs(sizes[name] - wanted))


def _interleaved(
    site: Site, long: Recording, short: Recording
) -> tuple[list[float], list[float], list[float]]:
    """The three in turn, so that a change of the machine's speed meets all."""
    chance = random.Random(7)
    addresses = []
    for _ in range(REQUESTS):
        addresses += [EMPTY, *(address(game, _position(game, chance)) for game in (long, short))]
    times = timed(site, addresses)
    return times[0::3], times[1::3], times[2::3]


def _first_looks(recording: Recording) -> list[str]:
    """One position in every segment, far from its neighbours, in random order."""
    middles = range(recording.first + INTERVAL // 2, recording.head, INTERVAL)
    return [address(recording, number) for number in random.Random(3).sample(middles, len(middles))]


def _all_over(recording: Recording) -> list[str]:
    numbers = range(recording.first, recording.head + 1, INTERVAL // 2)
    return [address(recording, number) for number in numbers]


def _position(recording: Recording, chance: random.Random) -> int:
    return chance.randint(recording.first, recording.head)


def address(recording: Recording, number: int) -> str:
    return f"/games/{recording.game_id}/frame/{number}/"


def timed(site: Site, addresses: Iterable[str]) -> list[float]:
    """Seconds of each request, one after the other on one connection."""
    client = site.connect()
    times = []
    for wanted in addresses:
        started = time.perf_counter()
        client.request("GET", wanted, headers={"HX-Request": "true"})
        response = client.getresponse()
        body = response.read()
        times.append(time.perf_counter() - started)
        if response.status != 200:
            raise SystemExit(f"{wanted}: HTTP {response.status}: {body[:500]!r}")
    return times


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
