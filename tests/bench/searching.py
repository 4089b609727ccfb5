"""Search in what models thought and were told, against an empty view of the same server."""

from __future__ import annotations

import statistics
from urllib.parse import urlencode

import msgspec
from django.db import connection

from games import ingest
from games.domain.identity import game_uuid
from tests.bench import deciding, frames, games
from tests.bench.rig import Site
from tests.bench.table import Table

GAME = "searching"
DECISIONS = 4_000
REQUESTS = 60
SEARCHES = ("cash", '"hotels on orange"', "orange -trade", "auction or mortgage", "number17")
THOUGHTS = ("Cash is short", "I want hotels on orange", "A trade for orange", "The auction is dear")


def measure(site: Site, table: Table) -> None:
    """Pages of hits: words that are rare, in a quarter of all decisions, and in every prompt."""
    games.store(GAME, [])
    made = [
        msgspec.structs.replace(
            deciding.decision(0, number, number),
            reasoning=f"{THOUGHTS[number % 4]}, so I wait. number{number % 1000}",
        )
        for number in range(DECISIONS)
    ]
    for start in range(0, DECISIONS, deciding.BATCH):
        ingest.append_decisions(game_uuid(GAME), made[start : start + deciding.BATCH])
    connection.close()
    empty = _p95(frames.timed(site, [frames.EMPTY] * REQUESTS * 5))
    for where, searches in (("reasoning", SEARCHES), ("prompt", ("monopoly", '"two others"'))):
        pages = [f"/search/?{urlencode({'q': text, 'where': where})}" for text in searches]
        p95 = _p95(frames.timed(site, pages * (REQUESTS // len(pages))))
        what = f"search in {where}, p95, {DECISIONS:,} decisions"
        table.amount(what, p95 * 1e3, "ms", f"≤ {max(200, 13e3 * empty):.0f}")


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
