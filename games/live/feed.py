"""One followed game: how far it has come, shared by all who follow it in this process.

There are no queues. A follower knows its own place and asks for what comes after it; blocks that
many ask for are read once. Who takes them slowly costs no memory, and who comes late reads the
table like anybody else.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from uuid import UUID

from msgspec import structs

from games.live import record, threads
from games.live.record import Block, Seen

type _Place = tuple[datetime, int]


class Feed:
    """`seen` is None where there is no such game, and says nothing until `is_current`.

    `is_current`: the listening connection is up, and the game was looked at since it is.
    `version` grows with every change of these.
    """

    def __init__(self, game: UUID) -> None:
        self.game = game
        self.watchers = 0
        self.seen: Seen | None = None
        self.is_current = False
        self.is_ending = False
        self.version = 0
        self._heard = -1
        self._changed = asyncio.Event()
        self._reads: dict[_Place, asyncio.Task[Block]] = {}
        self._latest: Block | None = None

    async def change(self, since: int, seconds: float) -> bool:
        """Wait until `version` is another than `since`; False if it is not within `seconds`."""
        if self.version != since:
            return True
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            return False
        return True

    async def block(self, created_at: datetime, after: int) -> Block:
        """The next events of the game made then. Raises games.domain.errors.Unavailable."""
        place = (created_at, after)
        latest = self._latest
        if latest is not None and (latest.created_at, latest.after) == place:
            return latest
        read = self._reads.get(place)
        if read is None:
            read = asyncio.create_task(threads.run(record.block, self.game, created_at, after))
            self._reads[place] = read
            read.add_done_callback(lambda done: self._keep(place, done))
        # The first who asks may leave: the others still wait for what was asked.
        return await asyncio.shield(read)

    def grown(self, head: int) -> None:
        """A notice came."""
        self._heard = max(self._heard, head)
        if self.is_current and self.seen is not None and head > self.seen.head:
            self.seen = structs.replace(self.seen, head=head)
            self._tell()

    def doubt(self) -> None:
        """Something else than the stream changed: nothing is known until it is looked at."""
        self.is_current = False

    def looked(self, seen: Seen | None) -> None:
        """The game was looked at; notices may have come since, whose heads count too."""
        if self.seen is not None and (seen is None or seen.created_at != self.seen.created_at):
            self._heard = -1
        if seen is not None and seen.head < self._heard:
            seen = structs.replace(seen, head=self._heard)
        if (self.is_current, self.seen) != (True, seen):
            self.is_current, self.seen = True, seen
            self._tell()

    def lost(self) -> None:
        """The listening connection is gone: until the next look nothing is known."""
        self._heard, self._latest, self.is_current = -1, None, False
        self._tell()

    def end(self) -> None:
        """The server is about to stop."""
        self.is_ending = True
        self._tell()

    def _tell(self) -> None:
        self.version += 1
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    def _keep(self, place: _Place, done: asyncio.Task[Block]) -> None:
        self._reads.pop(place, None)
        # Asking for the exception also marks it as seen, should nobody wait any more.
        if not done.cancelled() and done.exception() is None and done.result().last > place[1]:
            self._latest = done.result()
