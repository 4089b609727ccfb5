"""The right to use the server: it runs as long as anybody holds one.

Whoever leaves last turns off the light, unless a person asked by `db start` that it stay on.
The locks are the kernel's, so a process that is killed leaves nothing behind.
"""

import fcntl
import os

from monopoly_site.postgres import cluster, server
from monopoly_site.postgres.account import choose
from monopoly_site.postgres.server import Server


class Lease:
    """One process's use of the server, from its making to `release`."""

    def __init__(self, of: Server) -> None:
        """Start the server if need be. Raises a `PostgresError`."""
        self._server = of
        cluster.make_folder(of.cluster, choose(of.cluster.data))
        self._descriptor = os.open(of.cluster.users, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_SH)
            server.start(of)
        except BaseException:
            self.release()
            raise

    def release(self) -> None:
        """Give the right back; stop the server if nobody else needs it."""
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # others use it
        else:
            # Held until the server is down: who comes now waits, then starts it anew.
            if not self._server.cluster.pinned.exists():
                server.stop(self._server)
        finally:
            os.close(self._descriptor)


def pin(of: Server) -> None:
    """Start the server and let it stay up when nobody uses it. Raises a `PostgresError`."""
    server.start(of)
    of.cluster.pinned.touch(mode=0o600)


def unpin(of: Server) -> bool:
    """Stop the server at once, whoever uses it; False if it wasn't running."""
    of.cluster.pinned.unlink(missing_ok=True)
    return server.stop(of)
