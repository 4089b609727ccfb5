"""A database and a served site of the bench's own, and the games in it."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
START_SECONDS = 90


@dataclass
class Site:
    """The running site. Restarting it empties whatever it kept in memory."""

    port: int
    key: str = ""
    process: subprocess.Popen[bytes] | None = None
    games: dict[str, int] = field(default_factory=dict)

    def start(self) -> None:
        """Serve, and wait until it is ready."""
        self.process = subprocess.Popen(
            # What sums games up beside a server would be measured along with all else.
            [sys.executable, "manage.py", "serve", "--port", str(self.port), "--without-summaries"],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START_SECONDS
        while not self._is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("the bench's site did not start: try manage.py serve by hand")
            time.sleep(0.1)

    def stop(self) -> None:
        """End the server."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=20)

    def restart(self) -> None:
        """A server that remembers nothing."""
        self.stop()
        self.start()

    def connect(self) -> http.client.HTTPConnection:
        """A connection that stays open between requests, as a browser's does."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.connect()
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def peak_memory(self) -> float:
        """The most memory the server ever held, in MB."""
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024

    def _is_ready(self) -> bool:
        try:
            connection = self.connect()
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            return False


def manage(*command: str) -> str:
    """Run a command of manage.py; its standard output."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


@contextmanager
def site() -> Iterator[Site]:
    """Settings, database, server and key, all gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="rewind-bench-"))
    folder.chmod(0o755)  # the database may run as another user
    os.environ.pop("DATABASE_URL", None)
    os.environ["MONOPOLY_DATA_DIR"] = str(folder / "data")
    os.environ["DJANGO_SETTINGS_MODULE"] = "monopoly_site.settings"
    running = Site(_free_port())
    try:
        running.start()
        import django

        django.setup()
        running.key = manage("create_api_key", "bench").split()[-1]
        yield running
    finally:
        running.stop()
        manage("db", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
