"""Who has forks played, single ones and batches, each kind in the order asked.

A thread only carries lines from the playing process to the database. All it knows lies there:
where it is killed, its batches fall silent, and are shown as interrupted.
"""

from __future__ import annotations

import atexit
import logging
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Condition, Event, Thread
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from msgspec import Struct

from replay.domain.agents.registry import AGENTS
from replay.domain.forks.fork import Outcome
from replay.forking import batches, storing
from replay.forking.asked import Order
from replay.forking.batches import Batch
from replay.forking.errors import ForkQueueFull
from replay.forking.worker import Home, Job, Line

log = logging.getLogger(__name__)

MOST_WAITING = 8
NOTED_EVERY = 0.5
"""Seconds between two notes of how far a batch is."""
HEARTBEAT = 3.0
"""Seconds between two signs of life of what is waiting."""

_ROOT = Path(__file__).parents[2]
_read_line = msgspec.json.Decoder(Line)


class Task(Struct, frozen=True, eq=False):
    """One batch to be played, from its first game that was not. ``done`` is set at its end."""

    order: Order
    batch: Batch
    done: Event


class Runner:
    """The queue and its thread."""

    def __init__(self) -> None:
        self._waiting: deque[Task] = deque()
        self._playing: Task | None = None
        self._changed = Condition()
        self._thread: Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def submit(self, order: Order, batch: Batch) -> Event:
        """Have a batch played; what is returned is set when it is over, however it ended.

        Raises:
            ForkQueueFull: too many are waiting.
        """
        task = Task(order, batch, Event())
        with self._changed:
            if len(self._waiting) >= MOST_WAITING:
                raise ForkQueueFull(len(self._waiting))
            self._waiting.append(task)
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._work, name="forks", daemon=True)
                self._thread.start()
                Thread(target=self._beat, name="forks alive", daemon=True).start()
            self._changed.notify_all()
        return task.done

    def stop(self) -> None:
        """End the playing process, if there is one."""
        process = self._process
        if process is not None:
            process.kill()

    def is_playing(self, batch_id: UUID) -> bool:
        """Whether this batch is the one being played."""
        playing = self._playing
        return playing is not None and playing.batch.id == batch_id

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._waiting:
                    self._changed.wait()
                self._playing = self._waiting.popleft()
            task = self._playing
            try:
                self._play(task)
            except Exception:
                log.exception("Forks of %s stopped", task.batch.game_id)
                _end(task, list(task.batch.outcomes), "the server failed; its log tells why")
            finally:
                self._playing = None
                task.done.set()
                connection.close()

    def _beat(self) -> None:
        """Say of all batches in hand that they are, for as long as this process lives."""
        while True:
            time.sleep(HEARTBEAT)
            with self._changed:
                tasks = [*self._waiting, *([self._playing] if self._playing else [])]
            if not tasks:
                continue
            try:
                batches.note_alive([task.batch.id for task in tasks])
            except (DatabaseError, InterfaceError):
                log.warning("Forks: no sign of life could be given, the database is away")
            finally:
                connection.close()

    def _play(self, task: Task) -> None:
        asked, played = task.order.asked, list(task.batch.outcomes)
        keep = asked.n == 1
        first, last = asked.seed + len(played), asked.seed + asked.n - 1
        problem, noted = "", 0.0
        with self._lines(Job(task.order.plan, first, last, keep, _home())) as lines:
            for line in lines:
                if line.refused or line.outcome is None:
                    problem = f"the rules cannot go on: {line.refused}"
                    break
                if keep:
                    storing.store(task.order, line.outcome.seed, line.events, line.decisions)
                played.append(line.outcome)
                if time.monotonic() - noted > NOTED_EVERY:
                    batches.note_played(task.batch.id, played)
                    noted = time.monotonic()
        if not problem and len(played) < asked.n:
            problem = f"the playing process ended after {len(played)} of {asked.n} games"
        batches.note_end(task.batch.id, played, problem)

    @contextmanager
    def _lines(self, job: Job) -> Iterator[Iterator[Line]]:
        command = [sys.executable, "-m", "replay.forking.worker"]
        with subprocess.Popen(
            command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            self._process = process
            try:
                if process.stdin is None or process.stdout is None:
                    raise AssertionError("a process without pipes")
                process.stdin.write(msgspec.json.encode(job) + b"\n")
                process.stdin.flush()
                yield map(_read_line.decode, process.stdout)
            finally:
                self._process = None
                process.kill()


def _end(task: Task, played: list[Outcome], problem: str) -> None:
    try:
        batches.note_end(task.batch.id, played, problem)
    except (DatabaseError, InterfaceError):
        log.warning("Forks: how %s ended could not be noted", task.batch.id)


def _home() -> Home:
    return Home(
        settings.OPENAI_BASE_URL,
        settings.OPENAI_API_KEY,
        settings.LLM_MODEL,
        settings.LLM_TEMPERATURE,
    )


# A single game takes a second, and must wait neither for a thousand others nor for a model.
_singles, _many, _models = _runners = Runner(), Runner(), Runner()
for _each in _runners:
    atexit.register(_each.stop)


def submit(order: Order, batch: Batch) -> Event:
    """As `Runner.submit`, by the one of this process that plays such orders."""
    if any(name not in AGENTS for name in order.plan.seats):
        return _models.submit(order, batch)
    return (_singles if order.asked.n == 1 else _many).submit(order, batch)


def stop_playing(batch_id: UUID) -> None:
    """End the process that plays a batch, as a crash would."""
    for runner in _runners:
        if runner.is_playing(batch_id):
            runner.stop()
