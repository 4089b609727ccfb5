"""One listening connection per process, and from it to the feeds of the games that are followed.

It is opened for the first follower and closed after the last. It is no connection of the pool:
LISTEN needs a session that stays.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import psycopg
from django.db import connection
from psycopg import AsyncConnection, sql

from games.domain.errors import Unavailable
from games.live import record, threads
from games.live.feed import Feed
from games.live.notice import CHANNEL, Notice

log = logging.getLogger(__name__)

RECHECK_SECONDS = 30.0
"""Every game is looked at this often whatever is heard: games can be deleted, notices be lost."""

ANSWER_SECONDS = 10.0
"""A listening connection that answers no query for so long is given up."""

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 2.0


class Hub:
    """The feeds of one event loop."""

    def __init__(self) -> None:
        self._feeds: dict[UUID, Feed] = {}
        self._unlooked: set[UUID] = set()
        self._wake = asyncio.Event()
        self._listener: asyncio.Task[None] | None = None

    @contextmanager
    def watch(self, game: UUID) -> Iterator[Feed]:
        """The game's feed, kept up to date until the block ends."""
        feed = self._feeds.get(game)
        if feed is None:
            feed = self._feeds[game] = Feed(game)
            self.look_at(game)
        feed.watchers += 1
        if self._listener is None or self._listener.done():
            self._listener = asyncio.create_task(self._listen())
        try:
            yield feed
        finally:
            feed.watchers -= 1
            if not feed.watchers:
                del self._feeds[game]
            if not self._feeds and self._listener is not None:
                self._listener.cancel()
                self._listener = None

    def look_at(self, *games: UUID) -> None:
        """Have these games looked at soon: after now, and all in one query."""
        self._unlooked.update(games)
        self._wake.set()

    def end(self) -> None:
        """End every stream: the server is about to stop, and clients shall turn to the next."""
        for feed in self._feeds.values():
            feed.end()

    async def _listen(self) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                listening = await _connect()
                try:
                    self.look_at(*self._feeds)
                    async with asyncio.TaskGroup() as both:
                        both.create_task(self._hear(listening))
                        both.create_task(self._look())
                        pause = FIRST_PAUSE
                finally:
                    # Not by `async with`: its rollback could be cancelled, and nothing closed then.
                    await listening.close()
            except* (psycopg.Error, Unavailable, OSError, TimeoutError) as lost:
                log.warning("Live follow is interrupted: %s", lost.exceptions[0])
            except* Exception:
                log.exception("Live follow broke, and begins anew")
            for feed in self._feeds.values():
                feed.lost()
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _hear(self, listening: AsyncConnection) -> None:
        while True:
            async for told in listening.notifies(timeout=RECHECK_SECONDS):
                notice = Notice.read(told.payload)
                feed = None if notice is None else self._feeds.get(notice.game)
                if notice is None or feed is None:
                    continue
                if notice.head is None:
                    feed.doubt()
                    self.look_at(notice.game)
                else:
                    feed.grown(notice.head)
            # A server that vanished without a word is noticed by what it does not answer.
            async with asyncio.timeout(ANSWER_SECONDS):
                await listening.execute("SELECT 1")
            self.look_at(*self._feeds)

    async def _look(self) -> None:
        """Look at games one query after the other, so that no older answer hides a newer one."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            wanted = [game for game in self._unlooked if game in self._feeds]
            self._unlooked.clear()
            seen = await threads.run(record.look, wanted) if wanted else {}
            for game in wanted:
                # What has changed since the query began is looked at again, and told then.
                if game in self._feeds and game not in self._unlooked:
                    self._feeds[game].looked(seen.get(game))


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def here() -> Hub:
    """The hub of the running event loop."""
    return _hubs.setdefault(asyncio.get_running_loop(), Hub())


def end_all() -> None:
    """End the streams of every event loop. To be called from any thread, or a signal's handler."""
    for loop, hub in list(_hubs.items()):
        with suppress(RuntimeError):  # a loop that is closed has no streams
            loop.call_soon_threadsafe(hub.end)


async def _connect() -> AsyncConnection:
    told: dict[str, Any] = connection.get_connection_params()
    kept = {
        name: value for name, value in told.items() if name not in {"cursor_factory", "context"}
    }
    async with asyncio.timeout(ANSWER_SECONDS):
        listening = await AsyncConnection.connect(**kept, autocommit=True)
        try:
            await listening.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
        except BaseException:
            await listening.close()
            raise
    return listening
