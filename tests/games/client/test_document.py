"""docs/connect-your-engine.md: every example runs as it stands, against the served site."""

import os
import re
import subprocess
import sys

import httpx
import pytest

from games import keys
from replay.domain import timeline
from replay.domain.dialects import registry
from replay.domain.setup import Seat, Setup
from tests import isolation
from tests.domain.games import event

DOCUMENT = (isolation.REPOSITORY / "docs" / "connect-your-engine.md").read_text()
README = (isolation.REPOSITORY / "README.md").read_text()
ADDRESS = "http://127.0.0.1:8000"


def examples(language, text=DOCUMENT):
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture
def run(served, tmp_path):
    """Run a program's text against the served site; its output."""

    def run(*command, text):
        done = subprocess.run(
            [*command, text.replace(ADDRESS, served)],
            cwd=tmp_path,
            env={
                **os.environ,
                "KEY": key,
                "PYTHONPATH": str(isolation.REPOSITORY),
                "PYTHONWARNINGS": "error",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "WARNING" not in done.stderr
        return done.stdout

    key = keys.create("engine")
    return run


@pytest.fixture
def game(served):
    def game(game_id):
        found = httpx.get(f"{served}/api/v1/games/{game_id}").json()
        return found["status"], found["head"]

    return game


def test_the_examples_with_the_logger_run(run, game, served):
    for text in examples("python"):
        run(sys.executable, "-c", text=text)
    assert game("by-logger") == ("finished", 3)
    assert game("by-hand") == ("running", 0)
    assert game("in-a-loop") == ("finished", 0)
    board = httpx.get(f"{served}/api/v1/games/by-logger/state").json()
    assert (board["players"][0]["cash"], board["players"][0]["position"]) == (1400, 6)


def test_the_examples_with_curl_run(run, game, served):
    for text in examples("sh"):
        run("sh", "-euc", text=text)
    assert game("by-curl") == ("finished", 1)
    decisions = httpx.get(f"{served}/api/v1/games/by-curl/decisions").json()["decisions"]
    assert [decision["reasoning"] for decision in decisions] == ["There is nothing else to do."]


def test_the_example_of_a_dialect_reads_its_engine(monkeypatch):
    module = {}
    exec(examples("python dialect")[0], module)
    monkeypatch.setitem(registry.DIALECTS, "terse", module["Terse"])
    setup = Setup((Seat(4, "Ada"), Seat(7, "Blaise")), dialect="terse")
    told = [event(0, "WENT", who=7, to=39), event(1, "PAID", who=7, whom=4, sum=200)]
    state = timeline.build(setup, told).at(1)
    assert [(one.cash, one.position) for one in state.players] == [(1700, 0), (1300, 39)]
    dialect = module["Terse"](setup)
    sentences = [dialect.tell(one, state) for one in told]
    assert sentences == ["Blaise goes to Boardwalk", "$200 change hands"]


def test_the_examples_of_the_readme_run(run, game):
    section = README.partition("## Connect an engine")[2].partition("\n## ")[0]
    [by_logger] = examples("python", section)
    run(sys.executable, "-c", text=by_logger)
    assert game("first") == ("finished", 0)
    for text in re.findall(r"(?:^    .*\n|^\n)+", section, flags=re.MULTILINE):
        if "curl" in text:
            run("sh", "-euc", text=text)
    assert game("second") == ("created", 1)
