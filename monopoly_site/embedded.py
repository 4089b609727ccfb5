"""This process's hold on the embedded server."""

import atexit
import logging
import threading

from django.conf import settings

from monopoly_site.postgres.lease import Lease
from monopoly_site.postgres.server import Server

logger = logging.getLogger(__name__)

_lock = threading.Lock()
_lease: Lease | None = None


def server() -> Server:
    """Return the embedded server the settings speak of."""
    return Server(settings.MONOPOLY_DATA_DIR, settings.PG_BIN, settings.PG_SETTINGS)


def ensure_running() -> None:
    """Start the server if need be, and keep it up until this process ends.

    Raises a `PostgresError`.
    """
    global _lease  # noqa: PLW0603  one server, one hold on it per process
    with _lock:
        if _lease is None:
            _lease = Lease(server())
            atexit.register(release)
            logger.debug("Using the embedded PostgreSQL at %s", server().url)


def release() -> None:
    """Close this process's connections and let the server go."""
    global _lease  # noqa: PLW0603
    from django.db import connections

    with _lock:
        if _lease is None:
            return
        for connection in connections.all(initialized_only=True):
            connection.close()
            connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's wrapper has it
        _lease.release()
        _lease = None
        atexit.unregister(release)
