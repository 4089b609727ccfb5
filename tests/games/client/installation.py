"""A site of its own, of real processes, that can be killed and comes back."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from monopoly_site.postgres import server
from monopoly_site.postgres.server import Server
from tests import isolation
from tests.site import folders


class Installation:
    """`url` changes with every start."""

    def __init__(self, data: Server, log: Path) -> None:
        self.data = data
        self.url = ""
        self._log = log
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Serve, and wait for the address; the site may still be busy starting."""
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                self._command("serve", "--port", "0"),
                cwd=isolation.REPOSITORY,
                env=self._environment(),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        line = next((line for line in self._process.stdout if "http://" in line), "")
        assert line, f"serve ended without an address: {self._log.read_text()}"
        self.url = re.search(r"http://\S+", line)[0].rstrip("/")

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{self.url}/readyz").status_code == 200:
                    return
            time.sleep(0.05)
        raise AssertionError("/readyz did not answer 200 within a minute")

    def kill(self) -> None:
        """kill -9 of the served site; its database lives on."""
        self._process.kill()
        self._process.communicate()

    def kill_database(self) -> bool:
        """kill -9 of PostgreSQL; false if it is down already."""
        pid = server.pid(self.data)
        if pid is None:
            return False
        os.kill(pid, signal.SIGKILL)
        return True

    def terminate(self) -> None:
        """Ask the served site to end."""
        self._process.terminate()

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.communicate(timeout=30)

    def key(self) -> str:
        made = subprocess.run(
            self._command("create_api_key", "engine"),
            cwd=isolation.REPOSITORY,
            env=self._environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        return made.stdout.split()[-1]

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-W", "error", "manage.py", *arguments]

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            **isolation.environment_overrides(),
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "monopoly_site.settings",
            "MONOPOLY_DATA_DIR": str(self.data.data_dir),
        }


@contextlib.contextmanager
def installation() -> Iterator[Installation]:
    """A served site in a folder of its own until the block ends."""
    with folders.folder() as folder, folders.postgres(folder) as data:
        one = Installation(data, folder / "serve.log")
        try:
            one.start()
            one.wait_until_ready()
            yield one
        finally:
            one.stop()
