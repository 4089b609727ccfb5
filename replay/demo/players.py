"""The processes in which a demo's games are played. They end with the demo, whatever ends it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from msgspec import Struct

from games.client import GaveUp, NotDelivered
from games.domain.errors import RewindError
from replay import playing
from replay.demo import programme
from replay.demo.programme import Planned
from replay.playing import Tally

LEAVE_SECONDS = 10
"""How long a player may take to tell that its game is given up."""


class Site(Struct, frozen=True):
    """Where games are recorded."""

    url: str
    key: str


class Began(Struct, frozen=True):
    """A game that can be watched."""

    game_id: str


class Over(Struct, frozen=True):
    """A game that was recorded to its end."""

    game_id: str
    events: int


class Failed(Struct, frozen=True):
    """A game that was not, and why."""

    game_id: str
    problem: str


type Report = Began | Over | Failed
type Tell = Callable[[Report], None]


@dataclass
class _Player:
    """A process, and the games that are not over."""

    process: BaseProcess
    games: list[str]


class Players:
    """Running processes, each with its pipe for reports."""

    def __init__(self) -> None:
        # Not forked: this process has threads and database connections.
        self._context = multiprocessing.get_context("spawn")
        self._running: dict[Connection, _Player] = {}

    def play(self, site: Site, games: Sequence[Planned], jobs: int) -> None:
        """Play games as fast as it goes, in so many processes."""
        for job in range(min(jobs, len(games))):
            share = games[job::jobs]
            self._start([game.game_id for game in share], _play_all, site, share)

    def play_live(self, site: Site, pace: float) -> None:
        """Play one game after the other, with ``pace`` seconds for each event."""
        self._start([programme.LIVE], _play_live, site, pace)

    def reports(self, timeout: float) -> Iterator[Report]:
        """What was told since; waits for it up to ``timeout`` seconds."""
        if not self._running:
            time.sleep(timeout)
        ready = wait(list(self._running), timeout)
        for pipe in [pipe for pipe in self._running if pipe in ready]:
            yield from self._heard(pipe)

    def stop(self) -> None:
        """End them all: what they play is recorded as abandoned."""
        processes = [player.process for player in self._running.values()]
        self._running.clear()
        for process in processes:
            process.terminate()
        for process in processes:
            process.join(LEAVE_SECONDS)
            process.kill()
            process.join()

    def _heard(self, pipe: Connection) -> Iterator[Report]:
        player = self._running[pipe]
        try:
            report: Report = pipe.recv()
        except EOFError:
            del self._running[pipe]
            player.process.join()
            why = f"its player ended with code {player.process.exitcode}"
            yield from (Failed(game_id, why) for game_id in player.games)
            return
        if report.game_id in player.games and not isinstance(report, Began):
            player.games.remove(report.game_id)
        yield report

    def _start(self, games: list[str], work: Callable[..., None], *arguments: Any) -> None:
        ours, theirs = self._context.Pipe(duplex=False)
        process = self._context.Process(target=work, args=(theirs, *arguments), daemon=True)
        with _deaf():
            process.start()
        theirs.close()
        self._running[ours] = _Player(process, games)


@contextmanager
def _deaf() -> Iterator[None]:
    """Whoever is started in here never hears Ctrl-C: the demo ends its players itself."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _play_all(pipe: Connection, site: Site, games: Sequence[Planned]) -> None:
    _leave_when_told()
    for game in games:
        pipe.send(_play(site, game, pipe.send))


def _play_live(pipe: Connection, site: Site, pace: float) -> None:
    _leave_when_told()
    while True:
        outcome = _play(site, programme.live(datetime.now(UTC)), pipe.send, pace)
        pipe.send(outcome)
        if isinstance(outcome, Failed):
            return


def _play(site: Site, game: Planned, tell: Tell, pace: float = 0.0) -> Over | Failed:
    began = False

    def watch(_: Tally) -> None:
        nonlocal began
        if not began:
            began = True
            tell(Began(game.game_id))

    with tempfile.TemporaryDirectory() as spool:
        try:
            played = playing.play(
                game.table,
                game.seed,
                game.game_id,
                site.url,
                site.key,
                Path(spool),
                pace=pace,
                watch=watch,
            )
        except (GaveUp, NotDelivered, RewindError) as problem:
            return Failed(game.game_id, str(problem))
    return Over(game.game_id, played.tally.events)


def _leave_when_told() -> None:
    """By SIGTERM, or by the death of the demo: both leave the game in order."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
