"""What an error of the database means to whoever asked, and what has to be done about it."""

from __future__ import annotations

import psycopg_pool
from django.db import DatabaseError, InterfaceError, OperationalError, connection

from games.domain.errors import DatabaseUnavailable, PoolTimeout, Unavailable

# SQLSTATE classes of a server that is away, shutting down or out of connections, and of
# transactions that another one got in the way of: the same request may be sent again.
_PASSING = ("08", "40", "53", "57P")
_LOST = ("08", "57P")


def outage(problem: BaseException) -> Unavailable | None:
    """The outage behind an error of Django's database layer; None if it is none.

    Where the server was lost, every pooled connection is replaced: the next caller must not meet
    another one of those that broke with this one.
    """
    if not isinstance(problem, DatabaseError | InterfaceError):
        return None
    cause = problem.__cause__
    if isinstance(cause, psycopg_pool.PoolTimeout):
        return PoolTimeout(connection.settings_dict["OPTIONS"]["pool"]["timeout"])
    if isinstance(cause, psycopg_pool.PoolClosed):
        return DatabaseUnavailable()
    state = getattr(cause, "sqlstate", None)
    # Without a state it never reached a server that could have given one.
    lost = state is None and isinstance(problem, OperationalError | InterfaceError)
    if lost or (state or "").startswith(_LOST):
        _replace_connections()
    return DatabaseUnavailable() if lost or (state or "").startswith(_PASSING) else None


def _replace_connections() -> None:
    # A test's own connection, or a caller's, may not be pooled.
    pool = getattr(connection, "pool", None)
    if pool is not None:
        pool.drain()
