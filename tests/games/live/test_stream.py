"""The stream of a running game: what there is, then what comes, each event once and in order."""

from __future__ import annotations

import threading
import time

import httpx
import pytest

from games import keys, lifecycle
from games.domain.status import Status
from games.live import follower, hub
from tests.games.api.builders import a_game, an_event
from tests.games.live.engine import Engine
from tests.games.live.listener import listening, messages, numbers, take


@pytest.fixture
def engine(served):
    one = Engine(served)
    yield one
    one.http.close()


def test_a_follower_gets_what_there_is_and_then_each_new_event(served, engine):
    engine.play(3)
    with listening(served) as stream:
        assert numbers(stream, 3) == [0, 1, 2]
        engine.play()
        assert numbers(stream, 1) == [3]
        engine.play(1200)
        assert numbers(stream, 1200) == list(range(4, 1204))


def test_an_event_is_told_as_it_is_listed(served, engine):
    payload = {"text": "line\nbreak\r\rdata: no\n\nid: 9 \u2028 \\n", "é": [1, None]}
    engine.play(payload=payload, event_type="data: x")
    with listening(served) as stream:
        (told,) = take(stream, 1)
    listed = httpx.get(f"{served}/api/v1/games/g1/events").json()["events"]
    assert (told.kind, told.number, [told.data]) == ("message", 0, listed)
    assert told.data["payload"] == payload


def test_a_stream_goes_on_after_any_number(served, engine):
    engine.play(10)
    with listening(served, after=6) as stream:
        assert numbers(stream, 3) == [7, 8, 9]
    with listening(served, after=-1, last=8) as stream:  # the header of a reconnection wins
        assert numbers(stream, 1) == [9]
    with listening(served, after=9) as stream:
        engine.play()
        assert numbers(stream, 1) == [10]


def test_events_are_awaited_beyond_the_head(served, engine):
    engine.play(2)
    with listening(served, after=3) as stream:
        engine.play(2)
        engine.play(2)
        assert numbers(stream, 2) == [4, 5]


def test_a_game_that_begins_elsewhere_is_followed_from_there(served, engine):
    engine.http.post("/games", json=a_game("g5", config={"first_sequence": 5})).raise_for_status()
    with listening(served, "g5") as stream:
        told = {"events": [an_event(5), an_event(6)]}
        engine.http.post("/games/g5/events", json=told).raise_for_status()
        assert numbers(stream, 2) == [5, 6]


def test_what_is_rolled_back_is_never_told(served, engine):
    with listening(served) as stream:
        wrong = {"events": [an_event(0), an_event(1, payload={"nul": "\0"})]}
        assert engine.http.post("/games/g1/events", json=wrong).status_code == 422
        engine.play()
        assert numbers(stream, 1) == [0]


def test_a_finished_game_ends_its_stream_after_the_last_event(served, engine):
    engine.become(Status.RUNNING)
    with listening(served) as stream:
        engine.play(2)
        engine.become(Status.PAUSED)
        told = take(stream, 3)
        assert [message.kind for message in told] == ["message", "message", "status"]
        assert told[2].data["status"] == "paused"
        engine.become(Status.RUNNING)
        assert take(stream, 1)[0].data["status"] == "running"
        engine.play(700)
        engine.become(Status.FINISHED)
        rest = list(stream)
    assert [message.number for message in rest[:-1]] == list(range(2, 702))
    assert (rest[-1].kind, rest[-1].data["status"]) == ("status", "finished")
    assert rest[-1].data["head"] == 701


def test_a_stream_of_a_game_that_has_finished_ends_too(served, engine):
    engine.play(2)
    engine.become(Status.FINISHED)
    with listening(served, last=0) as stream:
        assert [(message.kind, message.number) for message in stream] == [
            ("message", 1),
            ("status", None),
        ]


def test_a_resumed_game_goes_on(served, engine):
    engine.become(Status.ERROR)
    with listening(served) as stream:
        engine.become(Status.RUNNING)
        engine.play()
        kinds = [message.kind for message in take(stream, 2)]
    assert sorted(kinds) == ["message", "status"]


def test_silence_is_broken_by_comments(served, engine, monkeypatch):
    monkeypatch.setattr(follower, "BEAT_SECONDS", 0.05)
    address = f"{served}/api/v1/games/g1/events/stream"
    with httpx.stream("GET", address, timeout=20) as answer:
        lines = [line for _, line in zip(range(8), answer.iter_lines(), strict=False)]
    assert lines == ["retry: 1000", "", *[": beat", ""] * 3]


def test_proxies_and_caches_let_it_through(served, engine):
    address = f"{served}/api/v1/games/g1/events/stream"
    with httpx.stream("GET", address, timeout=20) as answer:
        assert answer.headers["Cache-Control"] == "no-cache, no-transform"
        assert answer.headers["X-Accel-Buffering"] == "no"
        assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("name", ["nobody", "%00", "%F0%9F%8E%B2", "..%5C", "x" * 3000])
def test_a_game_there_is_not_is_a_404_before_the_stream(served, db, name):
    answer = httpx.get(f"{served}/api/v1/games/{name}/events/stream", timeout=20)
    assert (answer.status_code, answer.json()["code"]) == (404, "game_not_found")


@pytest.mark.parametrize(
    "number", ["x", "-2", "9223372036854775808", "1.5", "1\t2", "٣", "0x1", "1" * 999]
)
def test_a_number_that_is_none_is_a_422(served, engine, number):
    address = f"{served}/api/v1/games/g1/events/stream"
    answers = [httpx.get(address, params={"after": number}, timeout=20)]
    if number.isascii():
        answers.append(httpx.get(address, headers={"Last-Event-ID": number}, timeout=20))
    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_field")


def test_a_follower_of_another_record_is_not_given_the_rest_of_this_one(served, engine):
    engine.play(3)
    headers = {"Last-Event-ID": "7"}
    answer = httpx.get(f"{served}/api/v1/games/g1/events/stream", headers=headers, timeout=20)
    assert (answer.status_code, answer.json()["code"]) == (404, "sequence_not_found")
    assert answer.json()["head"] == 2


def test_reading_by_key_alone_holds_for_the_stream(served, engine, settings):
    address = f"{served}/api/v1/games/g1/events/stream"
    wrong = {"Authorization": "Bearer mr_wrong"}
    assert httpx.get(address, headers=wrong, timeout=20).status_code == 401
    settings.API_READ_NEEDS_KEY = True
    refused = httpx.get(address, timeout=20)
    assert (refused.status_code, refused.json()["code"]) == (401, "unauthorized")
    engine.play()
    key = {"Authorization": f"Bearer {keys.create('page', 'read')}"}
    with httpx.stream("GET", address, headers=key, timeout=20) as answer:
        assert numbers(messages(answer.iter_lines()), 1) == [0]


def test_a_deleted_game_ends_its_streams(served, engine, monkeypatch):
    monkeypatch.setattr(hub, "RECHECK_SECONDS", 0.1)
    engine.play(2)
    with listening(served) as stream:
        assert numbers(stream, 2) == [0, 1]
        lifecycle.Game.objects.filter(game_id="g1").delete()
        assert [message.kind for message in stream] == ["gone"]


def test_a_game_recorded_anew_is_another_one(served, engine, monkeypatch):
    monkeypatch.setattr(hub, "RECHECK_SECONDS", 0.1)
    engine.play(2)
    with listening(served) as stream:
        assert numbers(stream, 2) == [0, 1]
        lifecycle.Game.objects.filter(game_id="g1").delete()
        engine.http.post("/games", json=a_game()).raise_for_status()
        engine.next = 0
        engine.play(9)
        assert [message.kind for message in stream] == ["gone"]


def test_who_writes_past_the_append_is_noticed_all_the_same(served, engine, monkeypatch):
    monkeypatch.setattr(hub, "RECHECK_SECONDS", 0.1)
    monkeypatch.setattr("games.live.announcing.events_appended", lambda *_: None)
    with listening(served) as stream:
        engine.play(2)
        assert numbers(stream, 2) == [0, 1]


def test_games_are_followed_apart(served, engine):
    other = Engine(served, "g2")
    with listening(served, "g1") as one, listening(served, "g2") as two:
        other.play(2)
        engine.play(1)
        assert numbers(two, 2) == [0, 1]
        assert numbers(one, 1) == [0]
    other.http.close()


def test_idle_followers_hold_neither_thread_nor_connection(served, engine):
    engine.play()
    pool = _pool_size(served)
    before = threading.active_count()
    with httpx.Client(timeout=20, limits=httpx.Limits(max_connections=None)) as many:
        address = f"{served}/api/v1/games/g1/events/stream"
        open_ = [many.send(many.build_request("GET", address), stream=True) for _ in range(60)]
        streams = [messages(answer.iter_lines()) for answer in open_]
        assert [numbers(stream, 1) for stream in streams] == [[0]] * 60
        deadline = time.monotonic() + 10
        while threading.active_count() > before + 10 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert threading.active_count() <= before + 10
        assert _pool_size(served) <= pool + 4
        engine.play()
        assert [numbers(stream, 1) for stream in streams] == [[1]] * 60
        for answer in open_:
            answer.close()


def _pool_size(url: str) -> float:
    lines = httpx.get(f"{url}/metrics").text.splitlines()
    told = {line.split()[0]: float(line.split()[1]) for line in lines if line[:1] != "#"}
    return told["rewind_db_pool_size"] - told["rewind_db_pool_available"]


def test_who_reads_slowly_costs_no_memory_and_misses_nothing(served, engine):
    with listening(served) as slow:
        engine.play(1)
        assert numbers(slow, 1) == [0]
        text = "x" * 50_000
        for _ in range(20):  # 20 MB, far beyond what sockets buffer
            engine.play(20, payload={"text": text})
        feeds = [feed for one in hub._hubs.values() for feed in one._feeds.values()]
        assert len(feeds) == 1
        assert len(feeds[0]._reads) <= 1
        kept = feeds[0]._latest
        assert kept is None or len(kept.text) < 400_000
        assert numbers(slow, 400) == list(range(1, 401))


def test_without_followers_nobody_listens(served, engine):
    with listening(served) as stream:
        engine.play()
        assert numbers(stream, 1) == [0]
    deadline = time.monotonic() + 10
    while any(one._feeds for one in hub._hubs.values()) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(one._feeds or one._listener for one in hub._hubs.values())


def test_a_server_without_an_event_loop_tells_what_there_is(client, transactional_db):
    lifecycle.create("g1", config={}, players=[])
    from games.appending import events as append

    append("g1", [an_event(number) for number in range(3)])
    answer = client.get("/api/v1/games/g1/events/stream", {"after": 0})
    lines = iter(answer.getvalue().decode().splitlines())
    assert [message.number for message in messages(lines)] == [1, 2]
