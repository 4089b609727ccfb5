"""The frame at the head of a game that is being played: drawn once, sent to all who follow.

Fifty pages at the head would each ask for the same frame at the same moment, and the last of them
would wait for all the others. So the frame comes with the news of the event.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from time import monotonic
from uuid import UUID
from weakref import WeakKeyDictionary

from cachetools import LRUCache

from games.domain.errors import RewindError
from games.live import sse, threads
from games.live.record import Seen
from replay import frame as frames
from replay import reading

log = logging.getLogger(__name__)

CACHED_GAMES = 64

EVERY_SECONDS = 0.03
"""A game that grows faster is drawn no more often; heads in between are skipped."""


class Drawn:
    """The latest frame of one game, as a message of the stream."""

    def __init__(self, game_id: str) -> None:
        self._game_id = game_id
        self._of: tuple[datetime, int] | None = None
        self._task: asyncio.Task[bytes] | None = None
        self._began = 0.0

    async def at(self, seen: Seen) -> bytes:
        """The frame of that head, or of none: who follows then asks for it like any other."""
        wanted = (seen.created_at, seen.head)
        if self._task is None or self._of != wanted:
            self._of = wanted
            self._task = asyncio.create_task(self._draw(seen))
        # The first who asks may leave: the others still wait for what was asked.
        return await asyncio.shield(self._task)

    async def _draw(self, seen: Seen) -> bytes:
        wait = self._began + EVERY_SECONDS - monotonic()
        if wait > 0:
            await asyncio.sleep(wait)
        self._began = monotonic()
        try:
            return await threads.run(_message, self._game_id, seen)
        except RewindError:
            return b""
        except Exception:
            # It only saves time, and must not end the stream of everybody who follows.
            log.exception("The frame at the head of %s could not be drawn", self._game_id)
            return b""


def of(game: UUID, game_id: str) -> Drawn:
    """The one that all followers of a game share, within this event loop."""
    here = _loops.setdefault(asyncio.get_running_loop(), LRUCache(CACHED_GAMES))
    drawn = here.get(game)
    if drawn is None:
        drawn = here[game] = Drawn(game_id)
    return drawn


_loops: WeakKeyDictionary[asyncio.AbstractEventLoop, LRUCache[UUID, Drawn]] = WeakKeyDictionary()


def _message(game_id: str, seen: Seen) -> bytes:
    recording = reading.open_game(game_id)
    if recording.created_at != seen.created_at or recording.head < seen.head:
        return b""
    text = frames.render(recording, reading.moment(recording, seen.head))
    told = {"seq": seen.head, "version": frames.version(recording), "text": text}
    return sse.message("frame", told)
