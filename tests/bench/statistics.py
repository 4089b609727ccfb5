"""Statistics over ten thousand games: pages, the cost of a new game, the rebuild, room on disk.

BENCH_GAMES asks for another number of games.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from urllib.parse import parse_qsl, urlencode

import psutil
from django.db import connection

from games.models import Game
from replay import stream, summaries, summary_facts
from replay.domain import state
from replay.domain.fold import Fold
from replay.recording import open_game
from tests.bench import frames, rig, tournaments
from tests.bench.rig import Site
from tests.bench.table import Table

GAMES = int(os.environ.get("BENCH_GAMES", "10000"))
REQUESTS = 40
FINISHING = 60
PATHS = (
    "",
    "luck/",
    "properties/",
    "economy/",
    "decisions/",
    "games/?of=landings&position=24",
    "games/?of=wins&agent=greedy",
    "compare/?left.agent=greedy&right.agent=trader",
    "properties/figures/landings.json",
)
FILTERS = (
    "",
    "agent=greedy",
    "players=4",
    "tag=run%3D3",
    "since=2026-03-01&agent=trader",
    "model=atlas-large",
    "by=model&strategy=bold",
)
DOWNLOADED = "tag=run%3D2&model=atlas-large"
_TABLES = ("game_events", "llm_decisions", "llm_decision_words", "players", "games", "keyframes")
_MEGABYTE = 1_000_000


def measure(site: Site, table: Table) -> None:
    """All of it."""
    Game.objects.all().delete()
    tournaments.record(GAMES)
    connection.close()
    count, decided = _count("game_events"), _count("llm_decisions")
    table.note("games, events, decisions", f"{GAMES:,}, {count:,}, {decided:,}")
    _new_game(table)
    _rebuild(table, count)
    _sizes(table)
    _pages(site, table)
    Game.objects.all().delete()


def _new_game(table: Table) -> None:
    """Summing a finished game up, against its fold: with what is read for it, and in memory."""
    names = [tournaments.name(seed) for seed in range(60)]
    for kind, chosen, against, baseline in (
        ("without", [one for one in names if not _decides(one)], "its events read", _folded),
        ("with", [one for one in names if _decides(one)], "events and decisions read", _both_read),
    ):
        ours = _each(chosen, summaries.make)
        theirs = _each(chosen, baseline)
        table.ratio(
            f"a finished game {kind} decisions added to the statistics",
            f"{ours * 1e3:.1f} ms",
            f"{against}, and folded {theirs * 1e3:.1f} ms",
            ours / theirs,
            "≤ 3",
        )
        bare = _each(chosen, _folded) - _each(chosen, _events_read)
        table.note("its fold in memory alone", f"{bare * 1e3:.1f} ms", f"{ours / bare:.1f} times")


def _decides(name: str) -> bool:
    return Game.objects.filter(game_id=name, decisions__isnull=False).exists()


def _each(names: Sequence[str], work: Callable[[str], object]) -> float:
    """Seconds of processor time of this process for one game, the median of three rounds."""
    rounds = []
    for _ in range(3):
        started = time.process_time()
        for name in names:
            work(name)
        rounds.append((time.process_time() - started) / len(names))
    return statistics.median(rounds)


def _folded(name: str) -> None:
    recording = open_game(name)
    fold = Fold(recording.dialect, state.initial(recording.setup))
    for events in stream.chunks(recording, recording.first, recording.head):
        for event in events:
            fold.push(event)


def _both_read(name: str) -> None:
    _folded(name)
    recording = open_game(name)
    for seat in recording.setup.seats:
        for _ in summary_facts.told(recording, seat.player_id):
            pass


def _events_read(name: str) -> None:
    recording = open_game(name)
    for _ in stream.chunks(recording, recording.first, recording.head):
        pass


def _rebuild(table: Table, events: int) -> None:
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "rebuild_summaries", "--all"],
        cwd=rig.ROOT,
        stdout=subprocess.DEVNULL,
    )
    told, used, peak = psutil.Process(process.pid), 0.0, 0.0
    while process.poll() is None:
        try:
            family = [told, *told.children(recursive=True)]
            peak = max(peak, sum(one.memory_info().rss for one in family))
            used = max(used, sum(sum(one.cpu_times()[:2]) for one in family))
        except psutil.NoSuchProcess:
            continue
        time.sleep(0.2)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise SystemExit("the rebuild failed")
    rate = f"{GAMES / seconds:,.0f} games/s, {events / seconds:,.0f} events/s"
    cores = os.cpu_count() or 1
    table.note("rebuild of all summaries", f"{seconds:.0f} s", rate)
    table.note("cores it used (its own processes)", f"{used / seconds:.1f}", f"of {cores}")
    table.amount("memory of the rebuild, all its processes", peak / _MEGABYTE, "MB", "≤ 500")


def _sizes(table: Table) -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE game_summaries")
        cursor.execute(
            "SELECT avg(length(body))::float8, avg(length(sheet))::float8 FROM game_summaries"
        )
        body, sheet = cursor.fetchone()
    table.note("a summary, as JSON and as rows", f"{body / 1e3:.1f} and {sheet / 1e3:.1f} kB")
    for name in (*_TABLES, "game_summaries"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_total_relation_size(%s)", [name])
            (size,) = cursor.fetchone()
        table.note(f"on disk a game: {name}", f"{size / GAMES / 1e3:,.1f} kB")


def _pages(site: Site, table: Table) -> None:
    site.restart()
    connection.close()
    started = time.perf_counter()
    frames.timed(site, ["/statistics/luck/"])
    table.note(
        "first page after a start: tables are read", f"{time.perf_counter() - started:.1f} s"
    )
    _check(site)
    _rated(site)
    empty = _p95(frames.timed(site, [frames.EMPTY] * 200))
    bound = max(150, 10e3 * empty)
    for path in PATHS:
        # Each with filters of its own, so that nothing kept from another answers it.
        fresh = [
            _address(path, f"{one}&until=2027-{1 + n // 28:02}-{1 + n % 28:02}")
            for n, one in enumerate(FILTERS * (REQUESTS // len(FILTERS)))
        ]
        p95 = _p95(frames.timed(site, fresh))
        table.amount(f"/statistics/{path}, p95", p95 * 1e3, "ms", f"≤ {bound:.0f}")
    again = _p95(frames.timed(site, [f"/statistics/{path}" for path in PATHS] * 5)[len(PATHS) :])
    table.note("the same asked again, p95", f"{again * 1e3:.0f} ms")
    for form in ("csv", "parquet"):
        _download(site, table, f"decisions.{form}")
    table.amount("memory of the server", site.peak_memory(), "MB", "≤ 500")
    _while_games_finish(site, table, bound)


def _address(path: str, filters: str) -> str:
    """A page with more filters; where two choices are compared, on the left."""
    page, _, own = path.partition("?")
    asked = parse_qsl(filters)
    if page == "compare/":
        asked = [(f"left.{name}", value) for name, value in asked if name != "by"]
    return f"/statistics/{page}?{urlencode(parse_qsl(own) + asked)}"


def _while_games_finish(site: Site, table: Table, bound: float) -> None:
    """Each game that finishes makes new tables and new ratings, while pages are asked for."""
    times, waited = list[float](), 0
    for seed in range(GAMES, GAMES + FINISHING):
        tournaments.finish(seed)
        summaries.make(tournaments.name(seed))
        client = site.connect()  # the server closes one that was idle for long
        client.request("GET", "/statistics/")
        waited += b'id="waits"' in client.getresponse().read()
        times += frames.timed(site, [f"/statistics/{path}" for path in PATHS])
    what = f"all these while {FINISHING} games finish, p95"
    table.amount(what, _p95(times) * 1e3, "ms", f"≤ {bound:.0f}")
    table.note("of these, ratings that were not there", f"{waited} of {FINISHING}")
    table.amount("memory of the server then", site.peak_memory(), "MB", "≤ 500")


def _download(site: Site, table: Table, name: str) -> None:
    """Decisions of a good many games, as they are streamed."""
    client = site.connect()
    started = time.perf_counter()
    client.request("GET", f"/api/v1/statistics/export/{name}?{DOWNLOADED}")
    answer = client.getresponse()
    size = len(answer.read(1))
    first = time.perf_counter() - started
    while piece := answer.read(1_000_000):
        size += len(piece)
    seconds = time.perf_counter() - started
    if answer.status != 200:
        raise SystemExit(f"{name}: HTTP {answer.status}")
    told = f"{size / 1e6:.0f} MB of {answer.headers['Rewind-Games']} games in {seconds:.1f} s"
    table.note(f"{name}: the first byte, all", f"{first * 1e3:.0f} ms", told)


def _check(site: Site) -> None:
    """Pages without games would be quick."""
    client = site.connect()
    client.request("GET", "/api/v1/statistics/luck")
    about = json.loads(client.getresponse().read())["about"]
    if about["games"] != GAMES:
        raise SystemExit(f"the statistics are of {about['games']} games, not of {GAMES}: {about}")


def _rated(site: Site) -> None:
    """Until the ratings of all games are there."""
    started = time.perf_counter()
    client = site.connect()
    while True:
        client.request("GET", "/statistics/")
        if b'id="waits"' not in client.getresponse().read():
            break
        if time.perf_counter() - started > 120:
            raise SystemExit("the ratings did not come")
        time.sleep(0.2)
    print(f"ratings of all games: {time.perf_counter() - started:.1f} s", file=sys.stderr)


def _count(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {name}")
        found: int = cursor.fetchone()[0]
    return found


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
