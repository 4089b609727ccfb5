"""Synchronous queries for streams that stay open: a few threads, and no connection kept.

Django would give each open request a thread of its own, and that thread a connection of the pool.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import SyncToAsync
from django.db import DatabaseError, InterfaceError, connection

from games import outages

AT_ONCE = 4
"""Connections that all streams of a process take from the pool at the most."""

_threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="live")


async def run[**P, R](call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Return what `call` returns in a thread that gives its connection back at once.

    Raises games.domain.errors.Unavailable where the database is away.
    """

    def released() -> R:
        try:
            return call(*args, **kwargs)
        except (DatabaseError, InterfaceError) as problem:
            outage = outages.outage(problem)
            if outage is None:
                raise
            raise outage from problem
        finally:
            connection.close()

    return await asyncio.get_running_loop().run_in_executor(_threads, released)


def let_go() -> None:
    """End the thread Django keeps for the request at hand; one that is needed again is made anew.

    A stream lives for hours and would hold the thread all the time: a thousand of them, a thousand.
    """
    context = SyncToAsync.thread_sensitive_context.get(None)
    if context is None:
        return
    held = SyncToAsync.context_to_thread_executor.pop(context, None)
    if held is not None:
        held.shutdown(wait=False)
