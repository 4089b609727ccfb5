"""Whatever is cut, killed or restarted: who resumes by the last id has every event once."""

from __future__ import annotations

import contextlib
import os
import random
import threading
import time

import httpx
import pytest

from games.domain.status import Status
from tests.games.client.installation import installation
from tests.games.live.engine import Engine
from tests.games.live.listener import listening

SEED = int(os.environ.get("CHAOS_SEED") or 20260101)
PATIENCE = 200.0


class Reader(threading.Thread):
    """Follows a game to its end and resumes by the last id, as a browser does.

    `hangs_up` gives after how many messages it ends the connection by itself; None: never.
    """

    def __init__(self, address, game_id, hangs_up=lambda: None):
        super().__init__(name=f"reader of {game_id}")
        self.address, self.game_id, self.hangs_up = address, game_id, hangs_up
        self.received, self.connections, self.kinds = [], 0, set()
        self.deadline = time.monotonic() + PATIENCE

    def run(self):
        while time.monotonic() < self.deadline:
            with contextlib.suppress(httpx.HTTPError):
                if self._read():
                    return
            time.sleep(0.02)

    def _read(self):
        last = self.received[-1] if self.received else None
        with listening(self.address(), self.game_id, last=last) as stream:
            self.connections += 1
            patience = self.hangs_up()
            for count, message in enumerate(stream, start=1):
                self.kinds.add(message.kind)
                if message.kind == "message":
                    self.received.append(message.number)
                elif message.data.get("status") == "finished":
                    return True
                if count == patience:
                    return False
        return False


@pytest.mark.parametrize("round_", range(2))
def test_followers_that_come_and_go_while_the_game_is_played_miss_nothing(served, round_):
    chance = random.Random(SEED + round_)
    engine = Engine(served)
    readers = [
        Reader(lambda: served, "g1", lambda seed=seed: random.Random(seed).randint(1, 60))
        for seed in range(3)
    ]
    for reader in readers:
        reader.start()
    while engine.next < 400:
        engine.play(chance.choice([1, 1, 1, 2, 5, 40]))
        time.sleep(chance.choice([0, 0, 0.002, 0.02]))
    engine.become(Status.FINISHED)
    for reader in readers:
        reader.join(PATIENCE)
        assert reader.received == list(range(engine.next))
        assert reader.connections > 5
    engine.http.close()


@pytest.mark.timeout(290)
def test_followers_outlive_the_database_and_the_server():
    chance = random.Random(SEED)
    with installation() as site:
        engine = Engine(site.url, key=site.key())
        readers = [Reader(lambda: site.url, "g1") for _ in range(3)]
        for reader in readers:
            reader.start()
        for fault in ("database", "site", "database"):
            _play_on(engine, site, 80, chance)
            if fault == "database":
                site.kill_database()
            else:
                site.kill()
                site.start()
        _play_on(engine, site, 80, chance)
        _told(engine, site, lambda: engine.become(Status.FINISHED))
        for reader in readers:
            reader.join(PATIENCE)
            assert reader.received == list(range(engine.next))
            assert reader.connections >= 2
        engine.http.close()


def _play_on(engine, site, count, chance):
    goal = engine.next + count
    while engine.next < goal:
        _told(engine, site, lambda: engine.play(chance.choice([1, 3, 20])))
        time.sleep(chance.choice([0, 0.01]))


def _told(engine, site, tell):
    """Tell until it is taken; what was taken without an answer counts as duplicate then."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        engine.move(site.url)
        with contextlib.suppress(httpx.HTTPError):
            tell()
            return
        time.sleep(0.05)
    raise AssertionError("the site does not take events any more")


@pytest.mark.timeout(120)
def test_an_open_stream_survives_a_kill_of_the_database():
    with installation() as site:
        engine = Engine(site.url, key=site.key())
        with listening(site.url) as stream:
            engine.play(3)
            assert [next(stream).number for _ in range(3)] == [0, 1, 2]
            site.kill_database()
            time.sleep(0.1)
            chance = random.Random(SEED)
            _play_on(engine, site, 30, chance)
            told = []
            while len(told) < engine.next - 3:
                message = next(stream)
                if message.kind == "message":
                    told.append(message.number)
                else:
                    assert message.kind in {"outage", "status"}
            assert told == list(range(3, engine.next))
        engine.http.close()


@pytest.mark.timeout(120)
def test_a_server_that_is_told_to_stop_ends_its_streams_at_once():
    with installation() as site:
        engine = Engine(site.url, key=site.key())
        with listening(site.url) as stream:
            engine.play()
            assert next(stream).number == 0
            began = time.monotonic()
            site.terminate()
            assert list(stream) == []
            assert time.monotonic() - began < 1.5  # those that stay open are cut after 2 s
        engine.http.close()
