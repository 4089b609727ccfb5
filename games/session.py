"""The unit of work of async code: one transaction, on one connection, on one thread.

Django has no async transactions, and its connections belong to threads: without this, two tasks
would share one connection and sit in each other's transaction.
"""

from __future__ import annotations

import asyncio
import contextvars
import functools
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from asgiref.sync import ThreadSensitiveContext
from django.db import OperationalError, connection, connections, transaction
from psycopg.pq import TransactionStatus

from games import outages
from games.domain.errors import DatabaseUnavailable


def session_scope() -> Session:
    """Open a transaction for one `async with`: committed at its end, rolled back by any exception
    and by cancellation.

    Every scope takes a connection of its own, also inside another one. Raises PoolTimeout if none
    became free in time, DatabaseUnavailable if there is no database to connect to, and
    TransactionManagementError if the body swallowed an error that had already undone its work.
    """
    return Session()


class Session:
    """An open scope: `run` calls synchronous code inside its transaction.

    Django's own async queries (`await Game.objects.aget(…)`) are in the transaction too.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="session")
        self._orm = ThreadSensitiveContext(executor=self._thread)
        self._transaction = transaction.atomic()
        self._is_open = False

    async def run[**P, R](self, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Return what `call` returns on the scope's own thread."""
        if not self._is_open:
            raise RuntimeError("this session is not open: use it inside its own `async with`")
        return await asyncio.wrap_future(self._submit(functools.partial(call, *args, **kwargs)))

    async def __aenter__(self) -> Self:
        try:
            await asyncio.wrap_future(self._submit(self._begin))
        except BaseException:
            # A cancelled wait may still get a connection: the thread gives it back by itself.
            self._submit(self._abandon)
            self._thread.shutdown(wait=False)
            raise
        await self._orm.__aenter__()  # type: ignore[no-untyped-call]
        self._is_open = True
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_open = False
        try:
            await _to_its_end(self._submit(functools.partial(self._end, problem)))
        finally:
            await self._orm.__aexit__(kind, problem, trace)  # type: ignore[no-untyped-call]
            self._thread.shutdown(wait=False)

    def _submit[R](self, call: Callable[[], R]) -> Future[R]:
        return self._thread.submit(contextvars.copy_context().run, call)

    # What follows runs on the scope's thread.

    def _begin(self) -> None:
        try:
            self._transaction.__enter__()
        except OperationalError as problem:
            raise outages.outage(problem) or DatabaseUnavailable() from problem

    def _end(self, problem: BaseException | None) -> None:
        failure = None
        if problem is None and _has_failed():
            # PostgreSQL answers COMMIT of a failed transaction by a rollback, without an error.
            failure = problem = transaction.TransactionManagementError(
                "Nothing was saved: a statement of this session failed and the error was caught "
                "inside. Let it out, or give the statement a transaction.atomic() of its own."
            )
        try:
            self._transaction.__exit__(type(problem) if problem else None, problem, None)
        finally:
            connections.close_all()
        if failure is not None:
            raise failure

    def _abandon(self) -> None:
        if connection.in_atomic_block:
            self._end(asyncio.CancelledError())
        connections.close_all()


def _has_failed() -> bool:
    if connection.needs_rollback or connection.closed_in_transaction:
        return True
    raw = connection.connection
    return raw is not None and raw.info.transaction_status == TransactionStatus.INERROR


async def _to_its_end(work: Future[None]) -> None:
    """Wait for `work` even through cancellations; what was cancelled is so afterwards."""
    waited = asyncio.wrap_future(work)
    cancelled = None
    while not waited.done():
        try:
            await asyncio.wait([waited])
        except asyncio.CancelledError as stop:
            cancelled = stop
    if cancelled is not None:
        raise cancelled from waited.exception()
    waited.result()
