"""GameLogger for engines that live in an event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from games.client.gamelogger import GameLogger


class AsyncGameLogger:
    """A `GameLogger`, made with the same arguments, that never blocks the loop: `async with` it.

    `event` and `decision` are done in the loop (a write to a file's cache takes microseconds)
    unless each is forced to disk; everything that waits is done in a thread.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self._open: Callable[[], GameLogger] = lambda: GameLogger(*arguments, **named)
        delivery = named.get("delivery")
        self._slow = delivery is not None and delivery.fsync == "always"
        self._opened: GameLogger | None = None

    @property
    def head(self) -> int:
        """As `GameLogger.head`."""
        return self._logger.head

    @property
    def spool(self) -> Path:
        """As `GameLogger.spool`."""
        return self._logger.spool

    @property
    def undelivered(self) -> int:
        """As `GameLogger.undelivered`."""
        return self._logger.undelivered

    async def open(self) -> Self:
        """Open the game, as making a `GameLogger` does; `async with` calls it."""
        self._opened = await asyncio.to_thread(self._open)
        return self

    async def event(self, event_type: str, **told: Any) -> int:
        """As `GameLogger.event`."""
        return await self._write(lambda: self._logger.event(event_type, **told))

    async def decision(self, *, player: int, **told: Any) -> int:
        """As `GameLogger.decision`."""
        return await self._write(lambda: self._logger.decision(player=player, **told))

    async def finish(self, winner: int | None = None, **told: Any) -> None:
        """As `GameLogger.finish`."""
        await self._write(lambda: self._logger.finish(winner, **told))

    async def flush(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 - as its twin
        """As `GameLogger.flush`."""
        await asyncio.to_thread(self._logger.flush, timeout)

    async def close(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 - as its twin
        """As `GameLogger.close`."""
        await asyncio.to_thread(self._logger.close, timeout)

    async def __aenter__(self) -> Self:
        return await self.open()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """As `GameLogger.__exit__`."""
        await asyncio.to_thread(self._logger.__exit__, kind, problem, traceback)

    @property
    def _logger(self) -> GameLogger:
        if self._opened is None:
            raise RuntimeError("The game is not open yet: use 'async with', or 'await open()'")
        return self._opened

    async def _write[T](self, call: Callable[[], T]) -> T:
        return await asyncio.to_thread(call) if self._slow else call()
