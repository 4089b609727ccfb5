"""Many summaries at once, on all cores: each is stored as it is made, so a stop loses little."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import islice

import django
from django.db import DatabaseError, connection
from msgspec import Struct

from games.domain.errors import GameNotFound, RewindError
from replay import decisions, summaries

AHEAD = 4
"""Games handed to each process beforehand, so that a stop leaves little behind."""


class Rebuilt(Struct, frozen=True):
    """What became of one game; ``problem`` says why it has no new summary."""

    game_id: str
    events: int = 0
    problem: str | None = None


def rebuild(game_ids: Sequence[str], jobs: int) -> Iterator[Rebuilt]:
    """Make the summary of every game anew; each is told as it is stored, in no order.

    Closing the iterator ends it after the games that are being folded.
    """
    if jobs == 1 or len(game_ids) < 2:
        yield from map(one, game_ids)
        return
    # Not forked: this process has threads and database connections.
    context = multiprocessing.get_context("spawn")
    database = str(connection.settings_dict["NAME"])
    with ProcessPoolExecutor(
        min(jobs, len(game_ids)), mp_context=context, initializer=_begin, initargs=(database,)
    ) as pool:
        try:
            yield from _spread(pool, game_ids, jobs * AHEAD)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def one(game_id: str) -> Rebuilt:
    """Make one game's summary; a game deleted meanwhile needs none."""
    try:
        body = summaries.make(game_id)
    except GameNotFound:
        return Rebuilt(game_id)
    except (RewindError, DatabaseError) as error:
        return Rebuilt(game_id, problem=str(error))
    finally:
        decisions.forget_all()  # each game is asked for once
    return Rebuilt(game_id, body.game.events)


def _spread(pool: ProcessPoolExecutor, game_ids: Sequence[str], ahead: int) -> Iterator[Rebuilt]:
    left = iter(game_ids)
    running: set[Future[Rebuilt]] = {pool.submit(one, name) for name in islice(left, ahead)}
    while running:
        done, running = wait(running, return_when=FIRST_COMPLETED)
        running |= {pool.submit(one, name) for name in islice(left, len(done))}
        for future in done:
            yield future.result()


def _begin(database: str) -> None:
    """The very database of the process that asked, which alone hears of Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
    connection.settings_dict["NAME"] = database
