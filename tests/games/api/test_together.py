"""Many engines, crashes and outages, on the served site: real connections, real commits."""

import http.client
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx
import pytest
from django.db import connection

from games import keys
from games.models import Game, GameEvent, LLMDecision
from tests.games.api.builders import a_decision, a_game, an_event, events

WRITERS = 8


@pytest.fixture
def headers(served):
    return {"Authorization": f"Bearer {keys.create('engine')}"}


@pytest.fixture
def games_url(served, headers):
    url = f"{served}/api/v1/games"
    assert httpx.post(url, json=a_game(), headers=headers).status_code == 201
    return url


def _all_at_once(work, count=WRITERS):
    start = threading.Barrier(count)

    def begin(number):
        start.wait()
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(begin, range(count)))


def test_eight_writers_end_with_each_number_once(games_url, headers):
    def write(writer):
        """Send 200 events in batches, each writer cut differently, going on where told to."""
        number, appended = 0, 0
        with httpx.Client(headers=headers, timeout=60) as client:
            while number < 200:
                last = min(199, number + 6 + writer)
                answer = client.post(f"{games_url}/g1/events", json=events(number, last))
                assert answer.status_code == 201, answer.text
                appended += answer.json()["appended"]
                number = last + 1
        return appended

    assert sum(_all_at_once(write)) == 200
    numbers = GameEvent.objects.order_by("sequence_number").values_list(
        "sequence_number", flat=True
    )
    assert list(numbers) == list(range(200))


def test_of_eight_different_events_under_one_number_one_is_stored(games_url, headers):
    def write(writer):
        batch = {"events": [an_event(0, payload={"writer": writer})]}
        answer = httpx.post(f"{games_url}/g1/events", json=batch, headers=headers, timeout=60)
        return answer.status_code

    assert sorted(_all_at_once(write)) == [201] + [409] * (WRITERS - 1)
    assert GameEvent.objects.count() == 1


def test_eight_players_decide_at_once(games_url, headers):
    def write(player):
        batch = {"decisions": [a_decision(player, number) for number in range(20)]}
        answer = httpx.post(f"{games_url}/g1/decisions", json=batch, headers=headers, timeout=60)
        return answer.json()["appended"]

    assert _all_at_once(write) == [20] * WRITERS
    assert LLMDecision.objects.count() == 20 * WRITERS


def test_a_game_made_by_eight_at_once_is_made_once(games_url, headers):
    def make(_):
        return httpx.post(games_url, json=a_game("race"), headers=headers, timeout=60).status_code

    assert sorted(_all_at_once(make)) == [200] * (WRITERS - 1) + [201]
    assert Game.objects.get(game_id="race").players.count() == 2


def test_a_server_killed_in_mid_batch_leaves_nothing_half_written(games_url, headers):
    """PostgreSQL ends the connection while the batch waits behind another one's lock."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT 1 FROM games FOR UPDATE")
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(
                httpx.post,
                f"{games_url}/g1/events",
                json=events(0, 49),
                headers=headers,
                timeout=60,
            )
            cursor.execute("SELECT pg_backend_pid()")
            mine = cursor.fetchone()[0]
            killed = False
            while not killed and not waiting.done():
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks"
                    " WHERE NOT granted AND pid <> %s AND %s = ANY(pg_blocking_pids(pid))",
                    [mine, mine],
                )
                killed = cursor.fetchone() is not None
            answer = waiting.result()
            cursor.execute("ROLLBACK")
    assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")
    assert GameEvent.objects.count() == 0
    again = httpx.post(f"{games_url}/g1/events", json=events(0, 49), headers=headers, timeout=60)
    assert again.json() == {"appended": 50, "duplicates": 0, "head": 49}


def test_a_connection_cut_in_mid_body_writes_nothing(games_url, headers):
    body = json.dumps(events(0, 49)).encode()
    site = urlsplit(games_url)
    cut = http.client.HTTPConnection(site.hostname, site.port, timeout=10)
    cut.putrequest("POST", f"{site.path}/g1/events")
    for name, value in {**headers, "Content-Type": "application/json"}.items():
        cut.putheader(name, value)
    cut.putheader("Content-Length", str(len(body)))
    cut.endheaders(body[: len(body) // 2])
    cut.close()
    assert httpx.get(f"{games_url}/g1").json()["head"] == -1
    assert GameEvent.objects.count() == 0


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_beyond_the_bound_is_refused_however_it_comes(
    games_url, headers, settings, announced
):
    settings.MAX_BODY_BYTES = settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100_000
    body = json.dumps(events(0, 2000)).encode()
    content = body if announced else iter([body[:50_000], body[50_000:]])
    answer = httpx.post(
        f"{games_url}/g1/events",
        content=content,
        headers=headers | {"Content-Type": "application/json"},
        timeout=60,
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert answer.json()["setting"] == "MAX_BODY_BYTES"
    assert GameEvent.objects.count() == 0


def test_a_long_catch_up_is_streamed_block_by_block(games_url, headers):
    for first in range(0, 3000, 1000):
        httpx.post(f"{games_url}/g1/events", json=events(first, first + 999), headers=headers)
    accept = {"Accept": "application/x-ndjson"}
    with httpx.stream("GET", f"{games_url}/g1/events", headers=accept, timeout=60) as answer:
        assert answer.headers["rewind-head"] == "2999"
        assert "content-length" not in answer.headers
        numbers = [json.loads(line)["sequence_number"] for line in answer.iter_lines()]
    assert numbers == list(range(3000))


def test_readers_who_leave_early_give_their_connections_back(games_url, headers, settings):
    httpx.post(f"{games_url}/g1/events", json=events(0, 2999), headers=headers)
    accept = {"Accept": "application/x-ndjson"}
    most = settings.DB_POOL_SIZE + settings.DB_MAX_OVERFLOW
    for _ in range(2 * most):
        with httpx.stream("GET", f"{games_url}/g1/events", headers=accept, timeout=60) as answer:
            next(answer.iter_lines())
    assert httpx.get(f"{games_url}/g1", timeout=60).status_code == 200
