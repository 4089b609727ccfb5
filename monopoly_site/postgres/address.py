"""Where the embedded server listens: known without starting it.

A Unix socket only, never TCP: no port to clash with, and the folder's mode is the lock.
"""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

from monopoly_site import database_url

USER = "monopoly"
NAME = "monopoly"

# sockaddr_un holds 107 bytes and a terminating NUL on Linux, 103 on macOS.
_LONGEST = 103
_SOCKET = "/.s.PGSQL.5432"


def cluster_folder(data_dir: Path) -> Path:
    """The folder that holds the server's files, within the installation's data folder."""
    return data_dir / "postgres"


def socket_folder(data_dir: Path) -> Path:
    """The folder of the server's socket: with the data, or where that path is too long, in /tmp.

    The same data folder always gives the same answer, so that a process that reads settings
    needs no word from the one that started the server.
    """
    folder = cluster_folder(data_dir) / "socket"
    if len(os.fsencode(f"{folder}{_SOCKET}")) <= _LONGEST:
        return folder
    name = hashlib.sha256(os.fsencode(data_dir.absolute())).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"monopoly-rewind-{name}"


def url(data_dir: Path, name: str = NAME) -> str:
    """The server's URL, as `DATABASE_URL` and psql take it."""
    return database_url.for_socket(str(socket_folder(data_dir)), USER, name)


def django_settings(data_dir: Path) -> dict[str, Any]:
    """The server as Django's connection settings."""
    return database_url.parse(url(data_dir))
