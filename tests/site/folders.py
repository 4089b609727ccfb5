"""Folders for servers of a test's own: short of path, gone afterwards."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from monopoly_site.postgres import server
from monopoly_site.postgres.server import Server


@contextlib.contextmanager
def folder(prefix: str = "rewind ") -> Iterator[Path]:
    """A new folder any user may pass through, with a space in its path."""
    path = Path(tempfile.mkdtemp(prefix=prefix))
    path.chmod(0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path)


@contextlib.contextmanager
def postgres(within: Path, **options: object) -> Iterator[Server]:
    """A server that is down yet; stopped and removed when the block ends, whatever happened."""
    target = Server(within / "data dir", settings={"fsync": "off"}, **options)
    try:
        yield target
    finally:
        server.stop(target)
        remove(target)


def remove(target: Server) -> None:
    """Delete the server's files where they really are."""
    if target.cluster.folder.exists():
        shutil.rmtree(target.cluster.folder.resolve())
    if target.cluster.socket.exists():
        shutil.rmtree(target.cluster.socket)
