"""Every error has one form, whoever raised it."""

import psycopg
import psycopg_pool
import pytest
from django.db import IntegrityError, OperationalError

import games.keys
import replay.reading  # noqa: F401 - whoever adds to the tree is imported
from games.domain import errors
from monopoly_site import errors_http
from tests.games.api.builders import events


def _tree(kind):
    yield kind
    for child in kind.__subclasses__():
        yield from _tree(child)


ERRORS = [kind for kind in _tree(errors.RewindError) if kind is not errors.RewindError]


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_has_a_status_and_a_code(kind):
    assert 400 <= errors_http.status(kind) <= 503
    assert kind.code != errors.RewindError.code


def test_codes_tell_errors_apart():
    families = set(errors_http.STATUS)
    # One that has no code of its own is its parent, told better.
    own = [kind for kind in ERRORS if "code" in vars(kind)]
    codes = [kind.code for kind in own if not (kind in families and kind.__subclasses__())]
    assert sorted(codes) == sorted({*codes})


def test_an_error_outside_the_table_is_found_out():
    class Stray(Exception):
        pass

    with pytest.raises(LookupError):
        errors_http.status(Stray)


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1", "/api/v1/game", "/api/v1/games/a/b/c", "/api/v2/"]
)
def test_unknown_addresses_are_told_in_json(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer.json()["path"] == path


def test_other_methods_are_told_in_json(client, db):
    answer = client.delete("/api/v1/games/g1")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.json()["allowed"] == ["GET", "HEAD", "PATCH"]
    assert answer["Allow"] == "GET, HEAD, PATCH"


def test_a_wrong_host_is_told_in_json(client):
    answer = client.get("/api/v1/games", headers={"Host": "elsewhere.example"})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


def test_pages_keep_their_own_errors(client, db):
    assert client.get("/nowhere/")["Content-Type"].startswith("text/html")


def _failing(monkeypatch, error):
    def fail(*arguments, **more):
        raise error

    monkeypatch.setattr("games.stored.recorded", fail)


def _from(cause):
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


def test_what_nobody_foresaw_is_logged_and_not_leaked(reader, monkeypatch, caplog):
    _failing(monkeypatch, RuntimeError("the secret is swordfish"))
    status, body = reader.get("g1/events")
    assert (status, body["code"]) == (500, "internal_error")
    assert "swordfish" not in str(body)
    assert any(
        body["reference"] in line and "swordfish" in line for line in caplog.text.split("ERROR")
    )


def test_a_fault_of_ours_in_the_database_is_no_outage(reader, monkeypatch):
    error = IntegrityError("x")
    error.__cause__ = psycopg.errors.CheckViolation("x")
    _failing(monkeypatch, error)
    assert reader.get("g1/events")[0] == 500


@pytest.mark.parametrize(
    ("cause", "code"),
    [
        (psycopg_pool.PoolTimeout("full"), "pool_timeout"),
        (psycopg_pool.PoolClosed("closed"), "database_unavailable"),
        (psycopg.OperationalError("connection refused"), "database_unavailable"),
        (psycopg.errors.AdminShutdown("going down"), "database_unavailable"),
        (psycopg.errors.TooManyConnections("full"), "database_unavailable"),
    ],
)
def test_an_outage_asks_to_come_again(reader, monkeypatch, cause, code):
    _failing(monkeypatch, _from(cause))
    answer = reader.client.get("/api/v1/games/g1/events")
    assert (answer.status_code, answer.json()["code"]) == (503, code)
    assert int(answer["Retry-After"]) >= 1


def test_an_error_quotes_only_the_beginning_of_a_value(engine, game):
    batch = events(0, 0)
    batch["events"][0]["payload"] = ["x" * 10_000]
    assert len(engine.post("g1/events", batch)[1]["value"]) <= 120


def test_a_broken_key_store_never_lets_anybody_in(engine, monkeypatch):
    def fail(key):
        raise OperationalError("gone")

    monkeypatch.setattr(games.keys, "authenticate", fail)
    assert engine.post("", {})[0] == 503
