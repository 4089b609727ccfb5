"""While the site is served, a process beside it keeps the summaries up with the games."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

logger = logging.getLogger(__name__)

_ROOT = Path(__file__).parents[1]
AGAIN_SECONDS = 5.0
STOP_SECONDS = 10.0


@contextmanager
def beside() -> Iterator[None]:
    """Have the process there until the block ends; where it dies, there is soon another one.

    A process of its own: folding is work, and must not keep anybody waiting for a page.
    """
    done = threading.Event()
    watch = threading.Thread(target=_watch, args=(done,), name="summaries", daemon=True)
    watch.start()
    try:
        yield
    finally:
        done.set()
        watch.join()


def _watch(done: threading.Event) -> None:
    while not done.is_set():
        # The end of its standard input tells it that this process is gone, however it went.
        with subprocess.Popen(
            [sys.executable, "manage.py", "rebuild_summaries", "--follow"],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        ) as process:
            while process.poll() is None and not done.wait(0.2):
                pass
            if done.is_set():
                _stop(process)
                return
        logger.warning("The process that keeps summaries up ended with %s", process.returncode)
        done.wait(AGAIN_SECONDS)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
