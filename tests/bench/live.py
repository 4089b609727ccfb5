"""From an event's commit to its board in a real browser, while fifty watch the game.

The others either have its page open, at the head like ours, or follow the API's stream.
"""

from __future__ import annotations

import asyncio
import os
import re
import statistics
import threading
import time
from typing import Any

from django.db import connection, transaction
from playwright.sync_api import Page, sync_playwright

from games import ingest, lifecycle
from games.domain.status import Status
from games.models import Game
from tests import chromium
from tests.bench import games
from tests.bench.rig import Site
from tests.bench.table import Table

WATCHERS = 50
BEFORE = 600
EVENTS = 120  # for each kind of watchers
PAUSE_SECONDS = 0.12
NAME = "live"

_NUMBER = re.compile(rb'(?:id: |data: \{"status":"running","head":)([0-9]+)')

# What the page shows, at each frame that is painted; and an empty view, fetched in between.
_OBSERVE = """
window.shown = {};
window.empty = [];
new MutationObserver(() => {
  const now = () => performance.timeOrigin + performance.now();
  const seq = document.getElementById("shown").dataset.seq;
  window.shown[seq] ??= [now(), 0];
  requestAnimationFrame(() => { window.shown[seq][1] ||= now(); });
}).observe(document.getElementById("frame"), { childList: true });
"""
_EMPTY = """async () => {
  const began = performance.now();
  await (await fetch("/healthz", { cache: "no-store" })).text();
  window.empty.push(performance.now() - began);
}"""


def measure(site: Site, table: Table) -> None:
    """One page in Chromium, and the other watchers on the streams of pages or of the API."""
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    events = games.made_up(BEFORE + 2 * EVENTS)
    games.store(NAME, events[:BEFORE])
    lifecycle.change(NAME, status=Status.RUNNING)
    streams = {
        "pages": f"/games/{NAME}/live/?shown={BEFORE - 1}",
        "API streams": f"/api/v1/games/{NAME}/events/stream?after={BEFORE + EVENTS - 1}",
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.launch_options())
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{site.port}/games/{NAME}/")
        page.wait_for_selector("#live[data-state=live]")
        page.evaluate(_OBSERVE)
        for turn, (kind, path) in enumerate(streams.items()):
            watchers = _Watchers(site.port, WATCHERS - 1, path)
            watchers.start()
            first = BEFORE + turn * EVENTS
            commits = _play(events[first : first + EVENTS], page)
            page.wait_for_selector(f"#shown[data-seq='{first + EVENTS - 1}']")
            page.wait_for_timeout(200)
            watchers.stop()
            shown: dict[str, list[float]] = page.evaluate("window.shown")
            empty: list[float] = page.evaluate("window.empty.splice(0)")
            _tell(table, kind, commits, shown, empty, watchers.received)
        browser.close()
    Game.objects.filter(game_id=NAME).delete()
    connection.close()


def _play(events: list[Any], page: Page) -> dict[int, float]:
    """Milliseconds since 1970 at which each event's commit was asked for."""
    game = Game.objects.get(game_id=NAME).pk
    commits = {}
    for one in events:
        with transaction.atomic():
            ingest.append_events(game, [one])
            commits[one.sequence_number] = time.time() * 1e3
        page.wait_for_timeout(PAUSE_SECONDS * 1e3)
        page.evaluate(_EMPTY)
    return commits


def _tell(
    table: Table,
    kind: str,
    commits: dict[int, float],
    shown: dict[str, list[float]],
    empty: list[float],
    received: dict[int, list[float]],
) -> None:
    missing = [seq for seq in commits if str(seq) not in shown]
    if len(missing) > EVENTS // 10:
        raise SystemExit(f"live: the page skipped {len(missing)} of {EVENTS} events")
    boards = [shown[str(seq)][0] - at for seq, at in commits.items() if str(seq) in shown]
    painted = [shown[str(seq)][1] - at for seq, at in commits.items() if str(seq) in shown]
    told = [moment - at for seq, at in commits.items() for moment in received.get(seq, [])]
    nothing = _p95(empty)
    what = f"commit to its board, p95, {WATCHERS} watchers ({kind})"
    table.amount(what, _p95(boards), "ms", "≤ 50")
    table.ratio(
        what,
        f"{_p95(boards):.1f} ms",
        f"an empty view fetched by that page {nothing:.1f} ms",
        _p95(boards) / nothing,
        "≤ 8",
    )
    for name, times in (
        ("commit to its board in the page", boards),
        ("commit to its board painted", painted),
        (f"commit to {WATCHERS - 1} other {kind}", told),
    ):
        told_as = f"{statistics.median(times):.1f}, {_p95(times):.1f} ms"
        table.note(f"{name}: p50, p95", told_as, f"{len(times):,} times")


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


class _Watchers:
    """Followers of a stream, in a thread of their own."""

    def __init__(self, port: int, count: int, path: str) -> None:
        self.received: dict[int, list[float]] = {}
        self._port = port
        self._path = path
        self._count = count
        self._ready = threading.Barrier(2)
        self._over = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._watch()))

    def start(self) -> None:
        self._thread.start()
        self._ready.wait(30)

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    async def _watch(self) -> None:
        streams = [await self._open() for _ in range(self._count)]
        tasks = [asyncio.create_task(self._read(reader)) for reader, _ in streams]
        await asyncio.to_thread(self._ready.wait, 30)
        await asyncio.to_thread(self._over.wait)
        for task in tasks:
            task.cancel()
        for _, writer in streams:
            writer.close()

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port, limit=2**20)
        writer.write(f"GET {self._path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        await reader.readuntil(b"retry: ")
        return reader, writer

    async def _read(self, reader: asyncio.StreamReader) -> None:
        # An event of the API's stream has its number as id, a page's head says it.
        while line := await reader.readline():
            found = _NUMBER.match(line)
            if found:
                self.received.setdefault(int(found[1]), []).append(time.time() * 1e3)
