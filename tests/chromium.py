"""The browser the tests drive: Chromium as the system has it."""

import os
import shutil
from typing import Any

import pytest
from playwright.sync_api import expect

PATIENCE_MS = 20_000
"""How long a page may take to become what is expected: time is measured in the bench alone."""

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",  # a container's /dev/shm is too small for it
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launch_options() -> dict[str, Any]:
    """Return Playwright's launch options; fails the test that needs them if there is no browser.

    A failure, never a skip: a run without a browser has not tested the page.
    """
    expect.set_options(timeout=PATIENCE_MS)
    named = os.environ.get("CHROMIUM")
    path = named or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail("No Chromium found: `apt-get install chromium`, or set CHROMIUM to its path")
    return {"executable_path": path, "args": FLAGS}
