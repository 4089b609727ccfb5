"""Summaries that keep up with the games: made when a game ends, now and then while it grows.

What is due is asked of the database each time; a notice only tells when to ask. So nothing is
missed where a notice was, and one process is enough for any number of servers.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from typing import Any, NoReturn

import psycopg
from django.db import DatabaseError, InterfaceError, connection
from psycopg import Connection, sql

from games.domain.status import ENDS
from games.live.notice import CHANNEL
from replay import rebuilding, summaries

log = logging.getLogger(__name__)

GROWING_SECONDS = 10.0
"""A game that goes on is summed up this often at the most."""

RECHECK_SECONDS = 30.0
SETTLE_SECONDS = 0.3
"""Of what comes at once, as results after the last event do, only the last is worth a fold."""

FAILED_SECONDS = 600.0
"""A game whose summary cannot be made is tried again after so long."""

BATCH = 20
_LOCK = 0x6D6F6E6F73756D73
"""Of PostgreSQL's advisory locks, the one of whoever keeps the summaries up."""

_DUE = """
    SELECT g.game_id FROM games AS g LEFT JOIN game_summaries AS s ON s.game_uuid = g.id
    WHERE (s.id IS NULL OR s.version <> %(version)s OR NOT s.is_current)
        AND (g.status = ANY (%(ends)s) OR s.id IS NULL OR s.version <> %(version)s
            OR s.made_at < now() - make_interval(secs => %(growing)s))
        AND g.game_id <> ALL (%(failed)s)
    ORDER BY g.created_at DESC LIMIT %(batch)s
"""


class Keeper:
    """Makes what is due. ``failed``: when a game's summary could last not be made."""

    def __init__(self) -> None:
        self._failed: dict[str, float] = {}

    def catch_up(self) -> Iterator[rebuilding.Rebuilt]:
        """Make all that is due, the newest game first; each is told as it is stored."""
        while due := self._due():
            for game_id in due:
                made = rebuilding.one(game_id)
                if made.problem is not None:
                    self._failed[game_id] = time.monotonic()
                    log.error("No summary of %s: %s", game_id, made.problem)
                yield made

    def _due(self) -> list[str]:
        since = time.monotonic() - FAILED_SECONDS
        self._failed = {name: at for name, at in self._failed.items() if at > since}
        asked: dict[str, Any] = {
            "version": summaries.VERSION,
            "ends": [status.value for status in ENDS],
            "growing": GROWING_SECONDS,
            "failed": list(self._failed),
            "batch": BATCH,
        }
        with connection.cursor() as cursor:
            cursor.execute(_DUE, asked)
            return [game_id for (game_id,) in cursor.fetchall()]


def follow() -> NoReturn:
    """Keep up for ever, through outages of the database; ended by a signal."""
    keeper, pause = Keeper(), 0.5
    while True:
        try:
            with _listening() as heard:
                pause = 0.5
                _outdate_what_no_trigger_saw()
                _keep(keeper, heard)
        except (psycopg.Error, DatabaseError, InterfaceError, OSError) as lost:
            log.warning("Summaries are not kept up for the moment: %s", lost)
            connection.close()
        time.sleep(pause)
        pause = min(2 * pause, 10.0)


def _keep(keeper: Keeper, heard: Connection) -> NoReturn:
    while True:
        for _ in keeper.catch_up():
            pass
        wait = GROWING_SECONDS / 2 if summaries.stale() else RECHECK_SECONDS
        connection.close()  # nothing is held while nothing is to be done
        if any(True for _ in heard.notifies(timeout=wait, stop_after=1)):
            time.sleep(SETTLE_SECONDS)
        heard.execute("SELECT 1")  # a server that vanished without a word does not answer


def _listening() -> Connection:
    """A connection that hears of games, and alone keeps up as long as it lives."""
    told = connection.get_connection_params()
    kept = {
        name: value for name, value in told.items() if name not in {"cursor_factory", "context"}
    }
    heard = psycopg.connect(**kept, autocommit=True)
    try:
        heard.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
        # Waits while another server's process keeps up, and takes over where that ends.
        while heard.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK]).fetchone() != (True,):
            time.sleep(GROWING_SECONDS)
    except BaseException:
        heard.close()
        raise
    return heard


def _outdate_what_no_trigger_saw() -> None:
    """Once at the start: what was restored or changed with triggers off is found by comparing."""
    found = summaries.stale(is_deep=True)
    summaries.outdate(found)
