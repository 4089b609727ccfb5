"""While the site is served, an embedded server that crashes or is killed is started again."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from monopoly_site import embedded
from monopoly_site.postgres import server
from monopoly_site.postgres.errors import PostgresError
from monopoly_site.postgres.server import Server

logger = logging.getLogger(__name__)

EVERY_SECONDS = 0.5


@contextmanager
def embedded_server() -> Iterator[None]:
    """Watch over the embedded server until the block ends; nothing to do with any other."""
    if not settings.EMBEDDED_POSTGRES:
        yield
        return
    done = threading.Event()
    watch = threading.Thread(
        target=_watch, args=(embedded.server(), done), name="watch", daemon=True
    )
    watch.start()
    try:
        yield
    finally:
        done.set()
        watch.join()


def _watch(watched: Server, done: threading.Event) -> None:
    while not done.wait(EVERY_SECONDS):
        if not server.has_crashed(watched):
            continue
        logger.warning("The embedded PostgreSQL is gone; starting it again")
        try:
            server.start(watched)
        except PostgresError:
            logger.exception("The embedded PostgreSQL can't be started again")
