"""Keys: made and revoked by command, needed for writing, never taken for none when wrong."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from games import keys
from games.models import ApiKey
from tests.games.api.builders import a_game, events
from tests.games.api.conftest import Caller


def _command(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_key_that_is_printed_last_may_write(db):
    key = _command("create_api_key", "arena").splitlines()[-1]
    assert Caller(key).post("", a_game())[0] == 201


def test_only_the_hash_of_a_key_is_kept(db):
    key = keys.create("arena")
    assert key not in str(ApiKey.objects.values().get())


@pytest.mark.parametrize(
    ("call", "path"),
    [("post", ""), ("patch", "g1"), ("post", "g1/events"), ("post", "g1/decisions")],
)
def test_writing_needs_a_key(reader, game, call, path):
    status, body = getattr(reader, call)(path, {})
    assert (status, body["code"]) == (401, "unauthorized")
    assert "create_api_key" in body["detail"]


def test_a_401_says_how_to_authenticate(reader):
    answer = reader.client.post("/api/v1/games", {}, "application/json")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_wrong_key_is_refused_for_writing_and_for_reading(db):
    for key in ("mr_wrong", "", "é", "x" * 5000):
        stranger = Caller(key)
        assert stranger.post("", a_game())[0] == 401
        assert stranger.get()[0] == 401


def test_another_scheme_is_refused(reader):
    answer = reader.client.get("/api/v1/games", headers={"Authorization": "Basic YTpi"})
    assert answer.status_code == 401


def test_a_revoked_key_ends_at_once(engine, game):
    assert engine.post("g1/events", events(0, 1))[0] == 201
    _command("revoke_api_key", "engine")
    status, body = engine.post("g1/events", events(2, 3))
    assert (status, body["code"]) == (401, "unauthorized")
    assert "revoked" in body["detail"]


def test_a_read_key_may_not_write(game):
    status, body = Caller(keys.create("page", "read")).post("g1/events", events(0, 1))
    assert (status, body["code"], body["needed"]) == (403, "forbidden", "write")


def test_reading_can_be_made_to_need_a_key(engine, reader, game, settings):
    assert reader.get("g1")[0] == 200
    settings.API_READ_NEEDS_KEY = True
    assert reader.get("g1")[0] == 401
    assert Caller(keys.create("page", "read")).get("g1")[0] == 200
    assert engine.get("g1")[0] == 200


def test_use_is_noted_once_a_minute(engine, game, django_assert_num_queries):
    noted = ApiKey.objects.get().last_used_at
    assert noted is not None
    engine.get("g1")
    assert ApiKey.objects.get().last_used_at == noted
    ApiKey.objects.update(last_used_at=timezone.now() - timedelta(minutes=2))
    engine.get("g1")
    assert ApiKey.objects.get().last_used_at > noted


def test_keys_are_listed_with_scope_use_and_end(engine, game):
    keys.create("page", "read")
    _command("revoke_api_key", "page")
    _, used, revoked = _command("list_api_keys").splitlines()
    assert used.split()[:2] == ["engine", "write"]
    assert used.endswith("-")
    assert revoked.split()[:2] == ["page", "read"]
    assert not revoked.endswith("-")


def test_a_name_is_given_once_until_its_key_is_revoked(db):
    keys.create("arena")
    with pytest.raises(CommandError, match="'arena'"):
        _command("create_api_key", "arena")
    _command("revoke_api_key", "arena")
    assert _command("create_api_key", "arena").startswith("mr_")


@pytest.mark.parametrize("name", ["", "  ", "a\x00b", "x" * 201])
def test_a_key_needs_a_name_that_can_be_kept(db, name):
    with pytest.raises(CommandError, match="name is"):
        call_command("create_api_key", name)


def test_an_unknown_key_cannot_be_revoked(db):
    with pytest.raises(CommandError, match="no valid key 'nobody'"):
        _command("revoke_api_key", "nobody")
