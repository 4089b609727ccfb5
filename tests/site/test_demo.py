"""`manage.py demo` shows a site with games in it, and leaves nothing running behind."""

import os
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime

import httpx
import pytest

from games import lifecycle
from games.domain.status import Status
from games.models import Game
from monopoly_site.postgres import server
from replay.demo import programme
from replay.management.commands import demo as demonstration
from tests import isolation
from tests.site import folders

EXTRAS = ("The recorded game of a language model", "A fork")


@pytest.fixture(autouse=True)
def hears_ctrl_c():
    """Tests that run in the background ignore Ctrl-C, and so would what they start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def data():
    """A new installation's data folder."""
    with folders.folder() as folder, folders.postgres(folder) as target:
        yield target


def demo(data, *arguments):
    return subprocess.Popen(
        [sys.executable, "-W", "error", "manage.py", "demo", "--port", "0", *arguments],
        cwd=isolation.REPOSITORY,
        env={
            **os.environ,
            **isolation.environment_overrides(),
            "DJANGO_SETTINGS_MODULE": "monopoly_site.settings",
            "MONOPOLY_DATA_DIR": str(data.data_dir),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def said(process):
    """What it says until all its games are there."""
    lines = []
    for line in process.stderr:
        lines.append(line)
        if "Ctrl-C ends" in line:
            return "".join(lines)
    pytest.fail(f"the demo ended by itself: {''.join(lines)}")


def games(url):
    """The status of every game, by name."""
    found = httpx.get(f"{url}api/v1/games", params={"limit": 100}).json()["games"]
    return {game["game_id"]: game["status"] for game in found}


def is_alone(group):
    """Whether no process of a group is left."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def end(process, number):
    process.send_signal(number)
    rest = process.stderr.read()
    process.wait(timeout=60)
    assert process.returncode == 0, rest
    assert "Traceback" not in rest
    assert is_alone(process.pid)


def test_a_demo_has_finished_games_a_fork_and_one_to_watch_and_keeps_them(data):
    with demo(data, "--games", "3", "--pace", "0.05", "--jobs", "2") as first:
        try:
            told = said(first)
            url = re.search(r"Monopoly Rewind: (\S+)", told)[1]
            watched = re.search(r"is being played: \S+/games/(\S+)/", told)[1]
            model, fork = (re.search(rf"{what}.*: (\S+)", told)[1] for what in EXTRAS)
            found = games(url)
            assert [found.pop(f"demo-{number:02}") for number in (1, 2, 3)] == ["finished"] * 3
            assert found.pop(watched) == "running"
            assert list(found.values()) == ["finished"] * 2
            assert [httpx.get(page).status_code for page in (model, fork)] == [200, 200]
        finally:
            end(first, signal.SIGTERM)
    assert server.pid(data) is None  # it took its database along
    with demo(data, "--games", "4", "--pace", "0.05") as second:
        try:
            told = said(second)
            assert "4 finished games, 3 of them from before" in told
            found = games(re.search(r"Monopoly Rewind: (\S+)", told)[1])
            assert found[watched] == "abandoned"
            assert sorted(found.values()) == ["abandoned", *["finished"] * 6, "running"]
        finally:
            end(second, signal.SIGINT)


@pytest.mark.django_db
def test_what_an_ended_demo_left_half_played_is_played_again_and_finished_games_are_not():
    plan = programme.finished(3)
    for planned, status in zip(plan, (Status.RUNNING, Status.FINISHED), strict=False):
        game, _ = lifecycle.create(planned.game_id)
        lifecycle.change(game.pk, status=Status.RUNNING)
        lifecycle.change(game.pk, status=status)
    assert demonstration.missing(plan) == [plan[0], plan[2]]
    assert [game.game_id for game in Game.objects.all()] == ["demo-02"]


@pytest.mark.django_db
def test_a_game_that_a_killed_demo_was_playing_live_is_abandoned():
    watched, _ = lifecycle.create(programme.live(datetime.now(UTC)).game_id)
    other, _ = lifecycle.create("somebody-else")
    for game in (watched, other):
        lifecycle.change(game.pk, status=Status.RUNNING)
    demonstration.abandon_left_over()
    statuses = dict(Game.objects.values_list("game_id", "status"))
    assert statuses == {watched.game_id: "abandoned", "somebody-else": "running"}


def test_every_game_of_the_programme_is_its_own_and_the_same_each_time():
    plan = programme.finished(50)
    assert plan == programme.finished(50)
    assert len({game.game_id for game in plan}) == len({game.seed for game in plan}) == 50
    assert {len(game.table.seats) for game in plan} == {2, 3, 4, 5, 6}
