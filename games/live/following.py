"""What a follower of one game is sent, as Server-Sent Events: its events, or only its head."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import assert_never
from uuid import UUID

from games.domain.errors import DatabaseUnavailable
from games.domain.status import Status
from games.live import hub, sse, threads
from games.live.follower import Follower, Sign
from games.live.record import Seen

type Beside = Callable[[Seen], Awaitable[bytes]]
"""What is sent with a head, in the same breath; nothing where it can't be had."""


async def events(
    game: UUID, origin: Seen, after: int, *, sent: int = -1
) -> AsyncGenerator[bytes, None]:
    """All events after a number, then each new one; ends with the game.

    `origin` is the game as it was found; `sent` is the last number the follower has for sure, if
    it has any. A status is told after the events that came before it.
    """
    threads.let_go()
    yield sse.begin()
    status = origin.status
    with hub.here().watch(game) as feed:
        follower = Follower(feed, origin, sent)
        while not follower.is_over:
            what = await follower.next()
            if isinstance(what, Sign):
                yield sse.BEAT if what is Sign.BEAT else _said(what)
                continue
            while after < what.head:
                block = await follower.read(after)
                if block is None:
                    break
                yield block.text
                after = follower.sent = block.last
            else:
                if what.status != status or follower.was_away or _is_end(what):
                    yield _status(what, "status")
                status = what.status
                follower.is_over = _is_end(what)


async def heads(
    game: UUID, origin: Seen, beside: Beside | None = None
) -> AsyncGenerator[bytes, None]:
    """How far the game has come, at once and whenever that changes; ends with the game."""
    threads.let_go()
    yield sse.begin()
    with hub.here().watch(game) as feed:
        follower = Follower(feed, origin, -1)
        while not follower.is_over:
            what = await follower.next()
            if isinstance(what, Sign):
                yield _said(what)
            else:
                yield head(what) if beside is None else await beside(what) + head(what)
                follower.is_over = _is_end(what)


def head(seen: Seen) -> bytes:
    """How far a game has come."""
    return _status(seen, "head")


def gone() -> bytes:
    """There is no such game, or another one in its place."""
    detail = "The game was deleted, set back or recorded anew: what was sent is void."
    return sse.message("gone", {"code": "game_gone", "detail": detail})


def _is_end(seen: Seen) -> bool:
    # An engine that failed or was given up may be resumed; a finished game is finished.
    return seen.status == Status.FINISHED


def _status(seen: Seen, kind: str) -> bytes:
    # A client that does not close the stream by itself shall not come back every second.
    retry = sse.RETRY_FINISHED_MS if _is_end(seen) else None
    told = {"status": seen.status, "head": seen.head, "created_at": seen.created_at}
    return sse.message(kind, told, retry)


def _said(sign: Sign) -> bytes:
    match sign:
        case Sign.BEAT:
            # An event and no comment: pages must be able to tell silence from a dead line.
            return sse.message("beat", {})
        case Sign.OUTAGE:
            away = DatabaseUnavailable()
            return sse.message("outage", {"code": away.code, "detail": away.detail})
        case Sign.GONE:
            return gone()
        case Sign.END:
            return sse.BEAT
        case _:
            assert_never(sign)
