"""Beside a served site, summaries keep up with the games by themselves."""

import os
import subprocess
import sys
import time

import psutil
import psycopg
import pytest

from games.client import GameLogger
from tests import isolation
from tests.site import folders
from tests.site.test_serve import address, ready, serve

SECONDS = 60


@pytest.fixture
def data():
    """A new installation's data folder."""
    with folders.folder() as folder, folders.postgres(folder) as target:
        yield target


def key(data):
    made = subprocess.run(
        [sys.executable, "manage.py", "create_api_key", "engine"],
        cwd=isolation.REPOSITORY,
        env={
            **os.environ,
            **isolation.environment_overrides(),
            "DJANGO_SETTINGS_MODULE": "monopoly_site.settings",
            "MONOPOLY_DATA_DIR": str(data.data_dir),
        },
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return made.stdout.split()[-1]


def play(url, secret, name, folder):
    players = [{"player_id": seat, "name": f"P{seat}", "agent_type": "x"} for seat in (0, 1)]
    with GameLogger(url, secret, name, players, spool=folder / f"{name}.jsonl") as log:
        log.event("turn_start", actor=0, turn=1, payload={"player_id": 0, "turn_number": 1})
        log.finish(winner=0)


def wait_for(data, wanted):
    """The games that have a current summary, once they are the wanted ones."""
    deadline = time.monotonic() + SECONDS
    found = None
    while time.monotonic() < deadline:
        with psycopg.connect(data.url) as connection:
            rows = connection.execute(
                "SELECT g.game_id, s.head, g.status FROM games g JOIN game_summaries s "
                "ON s.game_uuid = g.id WHERE s.is_current ORDER BY 1"
            ).fetchall()
        found = {name for name, head, status in rows if head == 0 and status == "finished"}
        if found == wanted:
            return
        time.sleep(0.1)
    pytest.fail(f"after {SECONDS} seconds there are summaries of {found}")


def worker_of(process):
    beside = psutil.Process(process.pid).children()
    return [one for one in beside if "rebuild_summaries" in one.cmdline()]


def test_a_finished_game_is_summed_up_whatever_becomes_of_who_does_it(data, tmp_path):
    with serve(data, "--port", "0") as process:
        try:
            url = address(process)
            ready(url)
            secret = key(data)
            play(url, secret, "first", tmp_path)
            wait_for(data, {"first"})
            (worker,) = worker_of(process)
            worker.kill()
            play(url, secret, "second", tmp_path)
            wait_for(data, {"first", "second"})
            (worker,) = worker_of(process)
            process.kill()
            gone, alive = psutil.wait_procs([worker], timeout=SECONDS)
            assert gone, f"it outlived the server it stood beside: {alive}"
        finally:
            process.kill()
