"""Search in what a million decisions thought and were told, against an empty view of the server."""

from __future__ import annotations

import statistics
import sys
import time
from itertools import islice
from urllib.parse import urlencode

import msgspec
from django.db import connection

from games import ingest
from games.domain.identity import game_uuid
from games.models import Game
from tests.bench import deciding, frames, games, thinking
from tests.bench.rig import Site
from tests.bench.table import Table

ROUNDS = 4
APPENDS = 600
GROWN = "growing"

_RARE = [f"number{1_009 * one % thinking.NUMBERS}" for one in range(12)]
_MIDDLE = ["menlar", "quasol", "foguba", "ritnor", "pesdi", "cegu"]
_COMMON = ["cash", "property", "mortgage", "hotel", "orange", "auction"]
_GAMES = [thinking.name(one) for one in (10, 2_000, thinking.GAMES - 1)]
KINDS = {
    "a common word": [{"q": text} for text in _COMMON],
    "a middling word": [{"q": text} for text in _MIDDLE],
    "a rare word": [{"q": text} for text in _RARE],
    "several words": [{"q": f"{a} {b}"} for a, b in zip(_COMMON, _MIDDLE, strict=True)],
    "a phrase": [
        {"q": text} for text in ('"hotels on orange"', '"cash is short"', '"the auction is dear"')
    ],
    "a phrase nobody said, of common words": [
        {"q": text} for text in ('"rent cash property"', '"mortgage hotel jail"')
    ],
    "not, or": [
        {"q": text}
        for text in ("orange -trade", "auction or mortgage", f"{_RARE[0]} or menlar", "-cash")
    ],
    "no hit": [{"q": text} for text in ("nobodysaidthis", "cash neverheardof", '"zzz cash"')],
    "in one game": [
        {"q": text, "game": name} for name in _GAMES for text in ("cash", "menlar", _RARE[1])
    ],
    "by model": [
        {"q": text, "model": model}
        for model in thinking.MODELS[:2]
        for text in (_COMMON[0], _COMMON[2], _MIDDLE[0], _RARE[0])
    ],
    "by a model of long ago": [
        {"q": text, "model": thinking.OLD_MODEL}
        for text in (_COMMON[0], _COMMON[2], _MIDDLE[0], _RARE[0])
    ],
    "by a model that never played": [{"q": text, "model": "nobody"} for text in _COMMON[:3]],
    "by seat": [
        {"q": text, "player": seat}
        for seat in (0, 2, 7)
        for text in (_COMMON[0], _COMMON[2], _MIDDLE[0], _RARE[0])
    ],
}
PROMPTED = {
    "a word of every prompt": [{"q": text} for text in ("monopoly", "houses", "rent")],
    "a middling word": [{"q": text} for text in _MIDDLE],
    "a phrase": [{"q": text} for text in ('"official rules"', '"cash is short"', '"two others"')],
    "by model": [{"q": text, "model": thinking.OLD_MODEL} for text in ("monopoly", "menlar")],
    "in one game": [{"q": text, "game": _GAMES[0]} for text in ("monopoly", "menlar")],
}


def measure(site: Site, table: Table) -> None:
    """Pages of hits, each kind by itself; the room it takes; what an append costs before, after."""
    small = _appended()
    started = time.perf_counter()
    thinking.store()
    print(f"decisions made: {time.perf_counter() - started:.0f} s", file=sys.stderr)
    connection.close()
    site.restart()
    pages(site, table)
    _sizes(table)
    large = _appended()
    for what, index in (("p95", 0), ("slowest", 1)):
        table.note(
            f"a decision appended, its words into the index of {thinking.DECISIONS:,}, {what}",
            f"{large[index] * 1e3:.1f} ms",
            f"into an empty one {small[index] * 1e3:.1f} ms",
        )
    Game.objects.filter(game_id__startswith="thinking-").delete()


def pages(site: Site, table: Table) -> None:
    """Each kind of search some times over, all in one row with a goal."""
    empty = _p95(frames.timed(site, [frames.EMPTY] * 300))
    table.note("empty view, p95", f"{empty * 1e3:.1f} ms")
    for where, kinds, count in (
        ("reasoning", KINDS, thinking.DECISIONS),
        ("prompt", PROMPTED, thinking.PROMPTS),
    ):
        every: list[float] = []
        for kind, asked in kinds.items():
            addresses = [f"/search/?{urlencode({**each, 'where': where})}" for each in asked]
            times, stopped = _searched(site, addresses * ROUNDS)
            every += times
            table.note(
                f"search in {where}, {kind}: median, slowest",
                f"{statistics.median(times) * 1e3:,.0f} ms",
                f"{max(times) * 1e3:,.0f} ms" + f", {stopped} stopped" * bool(stopped),
            )
        what = f"search in {where} of {count:,} decisions, all kinds, p95"
        table.amount(what, _p95(every) * 1e3, "ms", f"≤ {max(200, 13e3 * empty):.0f}")


def _searched(site: Site, addresses: list[str]) -> tuple[list[float], int]:
    """Seconds of each, and how many were stopped for taking too long."""
    client, times, stopped = site.connect(), [], 0
    for address in addresses:
        started = time.perf_counter()
        client.request("GET", address)
        answer = client.getresponse()
        body = answer.read()
        times.append(time.perf_counter() - started)
        if b"was stopped after" in body:
            stopped += 1
        elif answer.status != 200:
            raise SystemExit(f"{address}: HTTP {answer.status}: {body[:500]!r}")
    return times, stopped


def _sizes(table: Table) -> None:
    with connection.cursor() as cursor:
        for name in ("llm_decisions", "llm_decision_words"):
            cursor.execute("SELECT pg_total_relation_size(%s), pg_indexes_size(%s)", [name, name])
            whole, indexes = cursor.fetchone()
            what = f"{name} on disk, {thinking.DECISIONS:,} decisions, {thinking.PROMPTS:,} prompts"
            table.note(what, f"{whole / 1e6:,.0f} MB", f"its indexes {indexes / 1e6:,.0f} MB")


def _appended() -> tuple[float, float]:
    """Seconds of an append of one decision with a long prompt: the 95th in a hundred, the worst.

    The worst is the one that has the index take in what many before have left in its list.
    """
    games.store(GROWN, [])
    times = []
    for number, (reasoning, prompt) in enumerate(islice(thinking.told(), APPENDS)):
        made = msgspec.structs.replace(
            deciding.decision(0, number, number), reasoning=reasoning, prompt=prompt
        )
        started = time.perf_counter()
        ingest.append_decisions(game_uuid(GROWN), [made])
        times.append(time.perf_counter() - started)
    Game.objects.filter(game_id=GROWN).delete()
    return _p95(times), max(times)


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
