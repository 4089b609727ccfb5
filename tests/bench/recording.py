"""What recording costs: whole games to the database, a call of the logger, the seal at the end."""

from __future__ import annotations

import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

import msgspec
from django.db import connection

from games import chain
from games.client import GameLogger
from games.domain.envelope import Event
from games.models import Game
from replay import tournament
from replay.domain import match
from replay.players.seats import Seat
from replay.playing import Played, Table
from replay.tournament import Terms
from tests.bench import append, games, making
from tests.bench.rig import Site
from tests.bench.table import Table as Rows

GAMES = 200
CALLS = 5_000
SEALED = 20_000


def measure(site: Site, table: Rows) -> None:
    """All three; the first is the goal for 1,000 games, at a fifth of the number."""
    _many_games(site, table)
    _one_call(site, table)
    _seal(table)


def _many_games(site: Site, table: Rows) -> None:
    """As `manage.py play --jobs` has them played: by GameLogger, HTTP and JSON."""
    seats = Table(tuple(Seat(kind) for kind in making.AGENTS_SEATED), match.ENDLESS)
    terms = Terms(seats, f"http://127.0.0.1:{site.port}", site.key)
    wanted = [tournament.Game(f"recorded-{seed}", seed) for seed in range(GAMES)]

    started = time.perf_counter()
    jobs = 4 * (os.cpu_count() or 1)  # each waits for the server and its disk now and then
    outcomes = list(tournament.play(terms, wanted, jobs, lambda _: None))
    seconds = time.perf_counter() - started
    failed = [one for one in outcomes if not isinstance(one, Played)]
    if failed:
        raise SystemExit(f"games were not recorded: {failed[0]}")

    made, making_seconds = _made(seats)
    copying = sum(_copied(f"copied-{index}", events) for index, events in enumerate(made))
    count = sum(map(len, made))
    table.ratio(
        f"{GAMES} games, {count:,} events, to the database",
        f"{seconds:.1f} s",
        f"making {making_seconds:.1f} s + COPY {copying:.1f} s",
        seconds / (making_seconds + copying),
        "≤ 1.5",
    )
    Game.objects.filter(game_id__startswith="recorded-").delete()


def _made(seats: Table) -> tuple[list[list[Event]], float]:
    started = time.perf_counter()
    made = [
        match.play(seats.setup, making.AGENTS_SEATED, seed, seats.house) for seed in range(GAMES)
    ]
    return made, time.perf_counter() - started


def _copied(name: str, events: Sequence[Event]) -> float:
    games.store(name, [])
    rows = append.rows_of(name, events)
    started = time.perf_counter()
    append.copy_in(rows)
    seconds = time.perf_counter() - started
    Game.objects.filter(game_id=name).delete()
    return seconds


def _one_call(site: Site, table: Rows) -> None:
    """Processor time of the engine's own thread; the sending one has its own."""
    payload = {"player_id": 1, "from_position": 3, "to_position": 9}
    with tempfile.TemporaryDirectory() as folder:
        spool = Path(folder) / "called.jsonl"
        players = [{"player_id": seat, "name": f"P{seat}", "agent_type": "x"} for seat in (0, 1)]
        url = f"http://127.0.0.1:{site.port}"
        with GameLogger(url, site.key, "called", players, spool=spool) as log:

            def call() -> None:
                log.event("move", actor=1, turn=7, payload=payload)

            ours = _each(call)
        with (Path(folder) / "dumped.jsonl").open("w", encoding="utf-8", buffering=1) as file:
            told = {"event_type": "move", "actor": 1, "turn": 7, "payload": payload}

            def dump() -> None:
                file.write(json.dumps(told) + "\n")

            theirs = _each(dump)
    table.note(
        "log.event, the game's own time",
        f"{ours * 1e6:.1f} µs a call",
        f"json.dumps and a line of a file {theirs * 1e6:.1f} µs: {ours / theirs:.1f} times",
    )


def _each(work: Callable[[], None]) -> float:
    """Median of ten shares, in seconds of this thread's processor time."""
    shares = []
    for _ in range(10):
        started = time.thread_time()
        for _ in range(CALLS // 10):
            work()
        shares.append((time.thread_time() - started) / (CALLS // 10))
    return statistics.median(shares)


def _seal(table: Rows) -> None:
    """Finishing a game digests its events once more; against reading them and no more."""
    games.store("sealed", games.made_up(SEALED))
    key = Game.objects.get(game_id="sealed").pk
    ours = min(_timed(lambda: _digest("sealed")) for _ in range(3))
    theirs = min(_timed(lambda: _read(key)) for _ in range(3))
    table.note(
        "digest chain when a game finishes",
        f"{ours / SEALED * 1e6:.1f} µs an event",
        f"reading its rows {theirs / SEALED * 1e6:.1f} µs: {ours / theirs:.1f} times",
    )


def _digest(name: str) -> None:
    chain.at(name, SEALED - 1)


def _read(key: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sequence_number, turn_number, event_type, timestamp, payload::text, "
            "actor_player_id FROM game_events WHERE game_uuid = %s ORDER BY sequence_number",
            [key],
        )
        for row in cursor.fetchall():
            msgspec.Raw(row[4].encode())


def _timed(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
