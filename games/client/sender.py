"""The background thread: spool to server, in order, until all is acknowledged."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from http import HTTPStatus

from games.client.backoff import Backoff
from games.client.delivery import Delivery
from games.client.errors import GaveUp, NotDelivered
from games.client.lines import Line
from games.client.server import Passing, Refused, Server
from games.client.spool import Reader, Spool
from games.domain.status import Status

logger = logging.getLogger("games.client")

type Resync = Callable[[Server, int], None]
"""Called with the server and its head where it knew the game before."""


class _Stopped(Exception):
    """The logger was closed before all was sent."""


class Sender:
    """Sends what the spool holds. Every acknowledgement is the server's own word.

    A new process sends the whole spool once more: duplicates are cheap, and the server compares
    each with what it has.
    """

    def __init__(self, spool: Spool, server: Server, delivery: Delivery, resync: Resync) -> None:
        self.failure: GaveUp | None = None
        self._spool = spool
        self._server = server
        self._delivery = delivery
        self._resync = resync
        self._reader = Reader(spool.path)
        # The engine's thread may be interrupted by Ctrl-C at any call. Entering a plain lock is
        # none; entering a condition is one, which may leave it locked.
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._acknowledged = 0
        self._seen = 0
        self._fresh = 0
        self._due: float | None = 0.0
        self._hurry = 0
        self._stopping = False
        self._introduced = threading.Event()
        self._limit = delivery.batch_size
        self._rewound_to: int | None = None
        name = f"sender of {spool.game.game_id}"
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def undelivered(self) -> int:
        """Bytes of the spool without an acknowledgement."""
        return self._spool.size - self._acknowledged

    def start(self, timeout: float) -> bool:
        """Begin; return whether the server knew the game within `timeout` seconds."""
        self._thread.start()
        return self._introduced.wait(timeout) and self.failure is None

    def wrote(self) -> None:
        """Tell that a line was written: it is due after the delay, or with a full batch."""
        if self._due is not None and self._fresh + 1 < self._limit:
            # Others are due already, and whoever sends those sees this line in the spool, too.
            self._fresh += 1
            return
        with self._lock:
            self._fresh += 1
            if self._due is None:
                # Told first: what is due is told to nobody again.
                self._changed.notify_all()
                self._due = time.monotonic() + self._delivery.delay
            elif self._fresh == self._limit:
                self._changed.notify_all()

    def flush(self, timeout: float) -> None:
        """Wait until everything written so far is acknowledged. Raises GaveUp, NotDelivered."""
        wanted = self._spool.size
        with self._lock:
            if self._due is None and self._acknowledged < wanted:
                self._due = time.monotonic()  # Ctrl-C came between writing a line and telling so
            self._hurry += 1
            try:
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._is_over(wanted), timeout)
            finally:
                self._hurry -= 1
            if self.failure is not None:
                raise self.failure
            if self._acknowledged < wanted:
                raise NotDelivered(
                    self._spool.game.game_id, str(self._spool.path), self.undelivered, timeout
                )

    def stop(self) -> None:
        """End the thread; one that is within a request ends with it, and is not waited for."""
        with self._lock:
            self._stopping = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(None if self._acknowledged == self._spool.size else 0.2)

    def _is_over(self, wanted: int) -> bool:
        over = self.failure is not None or self._stopping
        return over or self._acknowledged >= wanted

    def _run(self) -> None:
        try:
            self._introduce()
            while True:
                self._await_lines()
                self._deliver()
        except _Stopped:
            pass
        except GaveUp as failure:
            logger.error("%s", failure)  # noqa: TRY400 - it says all there is to say
            self._fail(failure)
        except Exception as problem:
            logger.exception("Sending game %r failed", self._spool.game.game_id)
            self._fail(self._gave_up(f"{type(problem).__name__}: {problem}."))
        finally:
            self._server.close()
            self._reader.close()
            self._introduced.set()

    def _fail(self, failure: GaveUp) -> None:
        with self._lock:
            self.failure = failure
            self._changed.notify_all()

    def _gave_up(self, reason: str, code: str | None = None) -> GaveUp:
        game_id, path = self._spool.game.game_id, str(self._spool.path)
        return GaveUp(game_id, path, self.undelivered, reason, code)

    def _introduce(self) -> None:
        """Have the server know the game, and the spool what the server knows."""
        try:
            is_new, head = self._insist(lambda: self._server.create(self._spool.game))
            if not is_new:
                self._insist(lambda: self._resync(self._server, head))
        except Refused as refused:
            raise self._gave_up(str(refused), refused.code) from refused
        self._introduced.set()

    def _await_lines(self) -> None:
        """Return when a batch is due. Raises _Stopped."""
        with self._lock:
            while not self._stopping:
                if self._due is None:
                    self._changed.wait()
                    continue
                left = self._due - time.monotonic()
                if left <= 0 or self._hurry or self._fresh >= self._limit:
                    # In this order: `wrote` relies on it that what is not due any more is seen.
                    self._fresh, self._due = 0, None
                    self._seen = self._spool.size
                    return
                self._changed.wait(left)
        raise _Stopped

    def _deliver(self) -> None:
        """Send all that was written when it was due."""
        while self._acknowledged < self._seen:
            start = self._acknowledged
            batch, end = self._reader.batch(
                start, self._seen, self._limit, self._delivery.batch_bytes
            )
            if self._delivery.fsync == "send":
                self._reader.sync()
            try:
                self._send(batch)
            except Refused as refused:
                self._mend(refused, batch)
                continue
            self._limit = min(self._delivery.batch_size, self._limit * 2)
            self._rewound_to = None
            self._acknowledge(end)

    def _send(self, batch: list[Line]) -> None:
        change = batch[0].change
        events = [line.event for line in batch if line.event is not None]
        decisions = [line.decision for line in batch if line.decision is not None]
        if change is not None:
            self._insist(lambda: self._server.change(change))
        if events:
            self._insist(lambda: self._server.append("events", events))
        if decisions:
            self._insist(lambda: self._server.append("decisions", decisions))

    def _mend(self, refused: Refused, batch: list[Line]) -> None:
        """Do what makes a refused batch acceptable. Raises GaveUp where nothing does."""
        change = batch[0].change
        superseded = change is not None and change.status is Status.RUNNING
        if refused.code == "sequence_gap" and self._rewind(refused):
            return
        if refused.code == "game_not_found":
            logger.warning("The server has lost game %r; sending all", self._spool.game.game_id)
            self._introduce()
            self._acknowledge(0)
        elif refused.code == "impossible_transition" and superseded:
            # It ran, and has ended since: told again after a restart.
            self._acknowledge(self._reader.batch(self._acknowledged, self._seen, 1, 1)[1])
        elif refused.status in {
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            HTTPStatus.UNPROCESSABLE_ENTITY,
        } and (len(batch) > 1):
            # Less at once; and what stands before a refused event is recorded all the same.
            self._limit = max(1, len(batch) // 2)
        elif refused.code == "sequence_conflict":
            # The numbers are this logger's own: somebody else has used them, too.
            reason = f"{refused} Does another engine write the same game?"
            raise self._gave_up(reason, refused.code) from refused
        else:
            raise self._gave_up(str(refused), refused.code) from refused

    def _rewind(self, refused: Refused) -> bool:
        """Go back to where the server's stream ends; false if that leads nowhere."""
        expected, player = refused.data.get("expected"), refused.data.get("player_id")
        if not isinstance(expected, int):
            return False
        offset = self._reader.find(expected, player)
        if offset is None or offset == self._rewound_to:
            return False
        logger.warning("Game %r: the server goes on at %d", self._spool.game.game_id, expected)
        self._rewound_to = offset
        self._acknowledge(offset)
        return True

    def _acknowledge(self, offset: int) -> None:
        with self._lock:
            self._acknowledged = offset
            self._changed.notify_all()

    def _insist[T](self, call: Callable[[], T]) -> T:
        """Call until it succeeds. Raises Refused, GaveUp after too long, _Stopped."""
        backoff = Backoff(self._delivery)
        while True:
            try:
                return call()
            except Passing as passing:
                if backoff.is_over:
                    reason = f"no success for {backoff.seconds:.0f} s, at last: {passing}."
                    raise self._gave_up(reason) from passing
                pause = backoff.pause(passing.retry_after)
                logger.warning("%s; trying again in %.1f s", passing, pause)
            with self._lock:
                if self._changed.wait_for(lambda: self._stopping, pause):
                    raise _Stopped
