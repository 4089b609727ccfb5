"""Engines, site, database and network fail at random moments; the record is the engines' own log.

CHAOS_GAMES (default 10) says how many games, CHAOS_SEED which moments.
"""

import json
import os
import random
import subprocess
import sys
import time
from itertools import batched

import httpx
import pytest

from tests import isolation
from tests.games.client import engine
from tests.games.client.cutting import proxy
from tests.games.client.installation import installation

GAMES = int(os.environ.get("CHAOS_GAMES") or 10)
SEED = int(os.environ.get("CHAOS_SEED") or 20260101)
AT_ONCE = 5
EVENTS = 300
FAULTS = ["engine"] * 6 + ["network"] * 3 + ["database"] * 2 + ["site"] * 2

# Seconds for one wave of games; only a hang takes so long.
PATIENCE = 280


class Engine:
    """One game's process, started again whenever it was killed."""

    def __init__(self, arguments, log):
        self._command = [sys.executable, "-W", "error", "-m", "tests.games.client.engine"]
        self._command += [str(argument) for argument in arguments]
        self._log = log
        self._start()

    def _start(self):
        with self._log.open("a") as log:
            self.process = subprocess.Popen(self._command, cwd=isolation.REPOSITORY, stderr=log)

    def is_done(self):
        """Raises where the engine died of anything but our own hand."""
        code = self.process.poll()
        assert code in {None, 0}, self._log.read_text()[-5000:]
        return code == 0

    def kill(self):
        self.process.kill()
        if self.process.wait() != 0:
            self._start()


def strike(fault, chance, engines, site, network):
    match fault:
        case "engine":
            chance.choice(engines).kill()
        case "network":
            network.cut_all()
        case "database":
            site.kill_database()
        case "site":
            site.kill()
            time.sleep(chance.uniform(0, 0.5))
            site.start()
            network.target = int(site.url.rsplit(":", 1)[1])


def played(engines, chance, site, network):
    """Let the games be played to their end, through every kind of fault."""
    deadline = time.monotonic() + PATIENCE
    faults = chance.sample(FAULTS, len(FAULTS))
    while not all(one.is_done() for one in engines):
        assert time.monotonic() < deadline, "the games did not end"
        time.sleep(chance.uniform(0.05, 0.6))
        if faults:
            strike(faults.pop(), chance, engines, site, network)


def check(game_id, seed, folder, url):
    """The stored stream, the spool, and what the engine noted itself are one."""
    lines = [json.loads(text) for text in (folder / f"{game_id}.jsonl").read_text().splitlines()]
    told = {"events": [], "decisions": []}
    for line in lines:
        for kind in told:
            told[kind] += [line[kind[:-1]]] if kind[:-1] in line else []
    game = httpx.get(f"{url}/api/v1/games/{game_id}").json()
    assert (game["status"], game["winner_id"]) == ("finished", 0)
    address = f"{url}/api/v1/games/{game_id}"
    events = stored(f"{address}/events")
    assert [event["sequence_number"] for event in events] == list(
        range(seed % 3, seed % 3 + EVENTS)
    )
    assert events == told["events"]
    bodies = {event["sequence_number"]: event["payload"] for event in events}
    assert bodies == {number: engine.payload(seed, number) for number in bodies}
    noted = [json.loads(text) for text in (folder / f"{game_id}.own").read_text().splitlines()]
    assert all(bodies[number] == payload for number, payload in noted)
    decisions = [(one["player_id"], one["sequence_number"], one) for one in told["decisions"]]
    assert stored(f"{address}/decisions") == [one for *_, one in sorted(decisions, key=by_player)]


def by_player(decision):
    return decision[:2]


def stored(address):
    answer = httpx.get(address, headers={"Accept": "application/x-ndjson"}).raise_for_status()
    return [json.loads(line) for line in answer.text.splitlines()]


@pytest.mark.timeout(60 + (PATIENCE + 20) * -(-GAMES // AT_ONCE))
def test_no_event_is_lost_and_none_appears_twice_whatever_is_killed(tmp_path):
    chance = random.Random(SEED)
    with installation() as site, proxy(0.3, SEED) as network:
        key = site.key()
        network.target = int(site.url.rsplit(":", 1)[1])
        for wave in batched(range(GAMES), AT_ONCE):
            engines = [
                Engine(
                    [network.url, key, f"game-{seed}", tmp_path, seed, EVENTS],
                    tmp_path / f"{seed}.log",
                )
                for seed in wave
            ]
            try:
                played(engines, chance, site, network)
            finally:
                for one in engines:
                    one.process.kill()
                    one.process.wait()
            site.wait_until_ready()
            for seed in wave:
                check(f"game-{seed}", seed, tmp_path, site.url)
    assert network.cuts > 0
