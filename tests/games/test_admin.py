"""The admin cleans up: it counts and deletes games, revokes keys, and changes nothing recorded."""

from collections.abc import Iterator
from html import unescape
from re import sub
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from games.models import ApiKey, Game, GameEvent, LLMDecision, Player
from tests.games import recorded

pytestmark = pytest.mark.django_db

GAMES = reverse("admin:games_game_changelist")
EVENTS = reverse("admin:games_gameevent_changelist")
DECISIONS = reverse("admin:games_llmdecision_changelist")
KEYS = reverse("admin:games_apikey_changelist")


@pytest.fixture
def admin(admin_client: Client) -> Iterator[Client]:
    return admin_client


def words(page: Any) -> str:
    """What a page says, without its markup."""
    assert page.status_code == 200, page.status_code
    return " ".join(unescape(sub(r"<[^>]*>", " ", page.content.decode())).split())


def played(name: str, events: int = 3) -> Game:
    game = recorded.game(name)
    recorded.player(game, 0)
    recorded.player(game, 1)
    recorded.events(game, range(events), payload={"note": "<script>alert(1)</script>"})
    recorded.decisions(game, range(2))
    return game


def queries_of(call: Any) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as made:
        call()
    return [query["sql"] for query in made]


def test_games_are_listed_with_status_age_and_events(admin: Client):
    game = played("abc123", events=42)
    Game.objects.update(status="running")

    said = words(admin.get(GAMES))

    assert (
        "abc123 running 0\u00a0minutes ago 42" in said or "abc123 running 0 minutes ago 42" in said
    )
    assert str(game.pk) not in said


def test_the_list_asks_no_more_for_more_games(admin: Client):
    played("a")
    few = queries_of(lambda: admin.get(GAMES))
    for number in range(20):
        played(f"g{number}", events=number)

    many = queries_of(lambda: admin.get(GAMES))

    assert len(many) == len(few)
    assert not any("COUNT" in sql and "game_events" in sql for sql in many)


def test_games_are_found_by_id_and_filtered_by_status(admin: Client):
    played("abc")
    played("xyz")
    Game.objects.filter(game_id="abc").update(status="finished")

    assert "xyz" not in words(admin.get(GAMES, {"q": "ab"}))
    assert "xyz" not in words(admin.get(GAMES, {"status__exact": "finished"}))
    assert "xyz" in words(admin.get(GAMES, {"status__exact": "created"}))


def test_a_game_is_shown_with_its_players_and_cannot_be_edited(admin: Client):
    game = played("abc123")
    address = reverse("admin:games_game_change", args=[game.pk])

    said = words(admin.get(address))

    assert "P0" in said
    assert "P1" in said
    assert "Save" not in said
    assert admin.post(address, {"status": "finished"}).status_code == 403
    assert admin.get(reverse("admin:games_game_add")).status_code == 403


def test_a_deletion_says_exactly_what_goes(admin: Client):
    game = played("abc123", events=1234)
    played("other")

    said = words(admin.get(reverse("admin:games_game_delete", args=[game.pk])))

    for line in ("Games: 1 ", "Players: 2 ", "Game events: 1234 ", "LLM decisions: 2 "):
        assert line.lower() in said.lower()


def test_a_deletion_counts_without_loading(admin: Client):
    game = played("abc123", events=1234)
    address = reverse("admin:games_game_delete", args=[game.pk])

    asked = queries_of(lambda: admin.get(address))

    assert not any('"payload"' in sql or '"prompt"' in sql for sql in asked)
    assert len(asked) < 12


def test_a_large_game_is_deleted_by_a_few_queries(admin: Client):
    game = recorded.game()
    recorded.long_stream(game, 30_000)
    address = reverse("admin:games_game_delete", args=[game.pk])

    asked = queries_of(lambda: admin.post(address, {"post": "yes"}))

    assert [sql for sql in asked if sql.startswith("DELETE")] == [
        sql for sql in asked if sql.startswith('DELETE FROM "games"')
    ]
    assert len(asked) < 16
    assert not Game.objects.exists()
    assert not GameEvent.objects.exists()


def test_many_games_are_deleted_at_once(admin: Client):
    doomed = [played("a"), played("b")]
    played("kept")
    chosen = {
        "action": "delete_selected",
        "_selected_action": [str(game.pk) for game in doomed],
    }

    said = words(admin.post(GAMES, chosen)).lower()
    admin.post(GAMES, chosen | {"post": "yes"})

    for line in ("games: 2 ", "players: 4 ", "game events: 6 ", "llm decisions: 4 "):
        assert line in said
    assert [game.game_id for game in Game.objects.all()] == ["kept"]
    assert Player.objects.count() == 2


def test_who_may_only_look_cannot_delete(client: Client, django_user_model: Any):
    game = played("abc123")
    user = django_user_model.objects.create_user("eve", is_staff=True)
    user.user_permissions.add(_permission("view_game"))
    client.force_login(user)

    assert "abc123" in words(client.get(GAMES))
    assert client.get(reverse("admin:games_game_delete", args=[game.pk])).status_code == 403
    assert "Delete selected" not in words(client.get(GAMES))


def _permission(codename: str) -> Any:
    from django.contrib.auth.models import Permission

    return Permission.objects.get(codename=codename)


@pytest.mark.parametrize("model", [GameEvent, LLMDecision])
def test_what_was_recorded_can_only_be_read(admin: Client, model: type[GameEvent | LLMDecision]):
    played("abc123")
    row = model.objects.first()
    prefix = f"admin:games_{model._meta.model_name}"
    address = reverse(f"{prefix}_change", args=[row.pk])

    said = words(admin.get(address))

    assert "Save" not in said
    assert "Delete" not in said
    assert admin.post(address, {"turn_number": 9}).status_code == 403
    assert admin.post(reverse(f"{prefix}_delete", args=[row.pk])).status_code == 403
    assert admin.get(reverse(f"{prefix}_add")).status_code == 403


def test_a_payload_is_text_and_never_markup(admin: Client):
    played("abc123")
    event = GameEvent.objects.first()

    page = admin.get(reverse("admin:games_gameevent_change", args=[event.pk]))

    assert b"<script>alert(1)" not in page.content
    assert "<script>alert(1)</script>" in unescape(page.content.decode())


@pytest.mark.parametrize("address", [EVENTS, DECISIONS])
def test_rows_are_listed_for_one_game_at_a_time(admin: Client, address: str):
    played("abc123")
    played("other", events=1)

    everything = queries_of(lambda: admin.get(address))
    asked = queries_of(lambda: admin.get(address, {"game": "abc123"}))
    unfiltered = [
        sql
        for sql in everything + asked
        if ('FROM "game_events"' in sql or 'FROM "llm_decisions"' in sql)
        and '"game_uuid" = ' not in sql
    ]
    assert unfiltered == []


def test_the_events_of_a_game_are_all_there(admin: Client):
    played("abc123", events=7)

    assert "7 game events" in words(admin.get(EVENTS, {"game": "abc123"}))
    assert "0 game events" in words(admin.get(EVENTS))
    assert "0 game events" in words(admin.get(EVENTS, {"game": "nobody"}))


def test_a_key_is_revoked_and_its_hash_is_never_shown(admin: Client):
    key = ApiKey.objects.create(name="ada", hash="f00dfeed")

    shown = words(admin.get(KEYS)) + words(
        admin.get(reverse("admin:games_apikey_change", args=[key.pk]))
    )
    admin.post(KEYS, {"action": "revoke", "_selected_action": [key.pk]})

    key.refresh_from_db()
    assert key.revoked_at is not None
    assert "ada" in shown
    assert "f00dfeed" not in shown


def test_a_key_revoked_before_keeps_its_moment(admin: Client):
    key = ApiKey.objects.create(name="ada", hash="1", revoked_at=recorded.NOON)

    admin.post(KEYS, {"action": "revoke", "_selected_action": [key.pk]})

    key.refresh_from_db()
    assert key.revoked_at == recorded.NOON


def test_keys_are_neither_made_nor_deleted_here(admin: Client):
    key = ApiKey.objects.create(name="ada", hash="1")

    assert admin.get(reverse("admin:games_apikey_add")).status_code == 403
    delete = reverse("admin:games_apikey_delete", args=[key.pk])
    assert admin.post(delete, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("address", [GAMES, EVENTS, DECISIONS, KEYS])
def test_the_pages_need_nothing_the_csp_forbids(admin: Client, address: str):
    played("abc123")

    page = admin.get(address)

    html = page.content.decode()
    assert "Content-Security-Policy" in page.headers
    assert " style=" not in html
    assert " onclick=" not in html
    assert "<style" not in html
