"""GET /healthz, /readyz and /metrics"""

import re

import psycopg
import pytest
from django.db import connection

from tests.games.api.builders import events


def test_a_process_without_a_database_is_alive(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"status": "alive"}


def test_a_migrated_database_makes_it_ready(client, transactional_db):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


def test_a_missing_migration_is_named(client, transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'games' AND name LIKE '0003%'")
    try:
        answer = client.get("/readyz")
    finally:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied)"
                " VALUES ('games', '0003_append_only', now())"
            )
    assert (answer.status_code, answer.json()["code"]) == (503, "not_migrated")
    assert "games.0003_append_only" in answer.json()["detail"]


def test_an_unreachable_database_is_told(client, monkeypatch):
    def refuse(*arguments, **more):
        raise psycopg.OperationalError("connection refused")

    monkeypatch.setattr(psycopg, "connect", refuse)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_probes_only_look(client, path):
    assert client.post(path).status_code == 405


def _metric(client, line):
    found = re.search(
        rf"^{re.escape(line)} (\S+)$", client.get("/metrics").content.decode(), re.MULTILINE
    )
    return float(found[1]) if found else 0.0


def test_appended_events_are_counted_without_duplicates(engine, client, game):
    before = _metric(client, "rewind_events_appended_total")
    engine.post("g1/events", events(0, 4))
    engine.post("g1/events", events(0, 5))
    assert _metric(client, "rewind_events_appended_total") == before + 6


def test_requests_are_counted_by_route_and_not_by_address(reader, client, db):
    line = 'rewind_requests_total{method="GET",route="api/v1/games/<game_id>",status="404"}'
    before = _metric(client, line)
    for name in ("a", "b", "c"):
        reader.get(name)
    assert _metric(client, line) == before + 3
    assert "nobody" not in client.get("/metrics").content.decode()
