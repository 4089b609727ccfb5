"""Many games of one table, one after the other or several at a time."""

from __future__ import annotations

import multiprocessing
import re
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing.context import BaseContext
from pathlib import Path

from msgspec import Struct

from games.client import GaveUp, NotDelivered
from games.domain.errors import RewindError
from replay import playing
from replay.domain.setup import InvalidSetup
from replay.playing import Played, Table, Watch

_LONGEST_NAME = 150


class Terms(Struct, frozen=True):
    """What all games have in common: who plays, where it is recorded, and how fast."""

    table: Table
    url: str
    key: str
    pace: float = 0.0
    records_agents: bool = False


class Game(Struct, frozen=True):
    """One game to be played."""

    game_id: str
    seed: int


class Failed(Struct, frozen=True):
    """A game that was not recorded to its end, and why."""

    game_id: str
    problem: str


def name_of(table: Table) -> str:
    """What games of a table are called: its seats, in letters any address takes."""
    seats = "-".join(seat.label for seat in table.seats)
    return re.sub(r"[^A-Za-z0-9._]+", "-", seats).strip("-.")[:_LONGEST_NAME]


def play(terms: Terms, games: Sequence[Game], jobs: int, watch: Watch) -> Iterator[Played | Failed]:
    """Each game's outcome when it is over. ``watch`` hears of choices if there is one job."""
    if jobs == 1 or len(games) < 2:
        yield from (_play(terms, game, watch) for game in games)
        return
    with ProcessPoolExecutor(min(jobs, len(games)), mp_context=_context()) as pool:
        running = [pool.submit(_play, terms, game) for game in games]
        try:
            for one in as_completed(running):
                yield one.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _context() -> BaseContext:
    """Processes that are not forked from this one, which has threads and database connections.

    They are from one that has done nothing but import what they need, where there can be such.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def _play(terms: Terms, game: Game, watch: Watch = lambda _: None) -> Played | Failed:
    with tempfile.TemporaryDirectory() as spool:
        try:
            return playing.play(
                terms.table,
                game.seed,
                game.game_id,
                terms.url,
                terms.key,
                Path(spool),
                pace=terms.pace,
                records_agents=terms.records_agents,
                watch=watch,
            )
        except (GaveUp, NotDelivered) as problem:
            return Failed(game.game_id, problem.detail)
        except (RewindError, InvalidSetup) as problem:
            return Failed(game.game_id, str(problem))
