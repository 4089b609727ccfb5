"""One follower's view of a feed: what there is to know next, be it silence or trouble."""

from __future__ import annotations

import asyncio
from enum import Enum, auto

from games.domain.errors import Unavailable
from games.live import hub
from games.live.feed import Feed
from games.live.record import Block, Seen

BEAT_SECONDS = 15.0
"""A stream is never silent for longer: proxies cut what they think is dead."""

GRACE_SECONDS = 1.0
"""A database that is back so soon was never away, as far as followers are told."""


class Sign(Enum):
    """What there is to tell besides the game itself."""

    BEAT = auto()
    OUTAGE = auto()
    GONE = auto()
    END = auto()


class Follower:
    """`sent` is the last number the follower has for sure, -1 if none.

    `is_over`: nothing follows any more. `was_away`: an outage was told of and has just ended.
    """

    def __init__(self, feed: Feed, origin: Seen, sent: int) -> None:
        self.sent = sent
        self.is_over = False
        self.was_away = False
        self._feed = feed
        self._origin = origin
        self._version = -1
        self._is_away = False
        self._is_stuck = False

    async def next(self) -> Seen | Sign:
        """Wait for the game's next state; states in between are skipped, never the latest."""
        feed = self._feed
        if self._is_stuck:
            self._is_stuck, self._version = False, -1
            if not self._is_away:
                return self._away()
            await asyncio.sleep(GRACE_SECONDS)
        while True:
            version = feed.version
            if feed.is_ending:
                return self._over(Sign.END)
            if feed.is_current and version != self._version:
                self._version = version
                return self._state(feed.seen)
            if not feed.is_current and not self._is_away:
                if not await feed.change(version, GRACE_SECONDS):
                    return self._away()
            elif not await feed.change(version, BEAT_SECONDS):
                return Sign.BEAT

    async def read(self, after: int) -> Block | None:
        """The events that come next; None if they can't be read now: `next` then says more."""
        try:
            block = await self._feed.block(self._origin.created_at, after)
        except Unavailable:
            block = None
        if block is None or block.last == after:
            self._is_stuck = True
            hub.here().look_at(self._feed.game)
            return None
        return block

    def _state(self, seen: Seen | None) -> Seen | Sign:
        # Deleted, recorded anew, or set back to a copy that does not hold what was sent.
        if seen is None or seen.created_at != self._origin.created_at or seen.head < self.sent:
            return self._over(Sign.GONE)
        self.was_away, self._is_away = self._is_away, False
        return seen

    def _away(self) -> Sign:
        self._is_away = True
        return Sign.OUTAGE

    def _over(self, sign: Sign) -> Sign:
        self.is_over = True
        return sign
