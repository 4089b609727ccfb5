"""The one place a Django process starts the embedded server from: its first connection.

So every command, script and test that needs the database has it, and none that doesn't waits.
"""

from typing import Any

from django.db.backends.postgresql import base

from monopoly_site import embedded


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL, running by the time a connection is asked for."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, after starting the server where it isn't running. Raises `PostgresError`."""
        embedded.ensure_running()
        return super().get_new_connection(conn_params)
