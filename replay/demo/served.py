"""The site of a demo: `manage.py serve` in a process of its own."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import httpx

_ROOT = Path(__file__).parents[2]
READY_SECONDS = 120
STOP_SECONDS = 20


class NotServed(Exception):
    """The site does not come up, or is gone; it has said why itself."""


class Served:
    """The running site."""

    def __init__(self, host: str, port: int) -> None:
        command = [sys.executable, "manage.py", "serve", "--host", host, "--port", str(port)]
        # In a session of its own: Ctrl-C is heard by the demo, which ends the games first.
        self._process = subprocess.Popen(
            [*command, "--verbosity", "0"],
            cwd=_ROOT,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.url = ""

    def wait(self) -> None:
        """Return when pages can be looked at. Raises NotServed."""
        if self._process.stdout is not None:
            self.url = _address(self._process.stdout)
        deadline = time.monotonic() + READY_SECONDS
        while not self._is_ready():
            self.check()
            if time.monotonic() > deadline:
                raise NotServed(f"{self.url}readyz did not answer within {READY_SECONDS} seconds")
            time.sleep(0.05)

    def check(self) -> None:
        """Raise NotServed if the site is gone."""
        if self._process.poll() is not None:
            raise NotServed(f"the site ended with code {self._process.returncode}")

    def stop(self) -> None:
        """End it in order."""
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _is_ready(self) -> bool:
        if not self.url:
            return False
        try:
            return httpx.get(f"{self.url}readyz").status_code == 200
        except httpx.TransportError:
            return False


def _address(output: IO[str]) -> str:
    """The address the site tells; "" if it ends without one."""
    for line in output:
        if found := re.search(r"http://\S+", line):
            return found[0]
    return ""
