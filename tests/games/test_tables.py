"""What the tables themselves hold and refuse."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from hypothesis import given
from hypothesis import strategies as st

from games.domain.identity import game_uuid
from games.models import ApiKey, Game, GameEvent, LLMDecision, Player
from tests.games import recorded

pytestmark = pytest.mark.django_db

# The design's schema, word by word: other people's engines and statistics rely on it.
COLUMNS = {
    "games": {
        "id": "uuid", "game_id": "text", "created_at": "timestamptz", "started_at": "timestamptz?",
        "finished_at": "timestamptz?", "status": "text", "config": "jsonb", "winner_id": "int4?",
        "total_turns": "int4", "metadata": "jsonb",
    },
    "players": {
        "id": "uuid", "game_uuid": "uuid", "player_id": "int4", "name": "text",
        "agent_type": "text", "final_cash": "int8?", "final_net_worth": "int8?",
        "is_winner": "bool", "is_bankrupt": "bool", "placement": "int4?",
        "llm_model_name": "text?", "llm_parameters": "jsonb",
    },
    "game_events": {
        "id": "uuid", "game_uuid": "uuid", "sequence_number": "int8", "turn_number": "int4",
        "event_type": "text", "timestamp": "timestamptz", "payload": "jsonb",
        "actor_player_id": "int4?",
    },
    "llm_decisions": {
        "id": "uuid", "game_uuid": "uuid", "player_id": "int4", "turn_number": "int4",
        "sequence_number": "int8", "timestamp": "timestamptz", "game_state": "jsonb",
        "player_state": "jsonb", "available_actions": "jsonb", "prompt": "text?",
        "reasoning": "text?", "chosen_action": "jsonb", "strategy_description": "text?",
        "processing_time_ms": "int4?", "model_version": "text?",
    },
    "api_keys": {
        "id": "int8", "name": "text", "hash": "text", "scope": "text", "created_at": "timestamptz",
        "last_used_at": "timestamptz?", "revoked_at": "timestamptz?",
    },
}  # fmt: skip


@pytest.mark.parametrize("table", COLUMNS)
def test_a_table_has_the_columns_of_the_design(table: str):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, udt_name || CASE is_nullable WHEN 'YES' THEN '?' ELSE '' END"
            " FROM information_schema.columns"
            " WHERE table_schema = current_schema AND table_name = %s",
            [table],
        )
        assert dict(cursor.fetchall()) == COLUMNS[table]


@pytest.mark.parametrize("table", ["players", "game_events", "llm_decisions"])
def test_what_belongs_to_a_game_goes_with_it(table: str):
    game = recorded.game()
    recorded.player(game, 0)
    recorded.events(game, [0, 1])
    recorded.decisions(game, [0])

    game.delete()

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert cursor.fetchone() == (0,)


def test_deleting_a_game_is_one_query(django_assert_num_queries: Any):
    game = recorded.game()
    recorded.events(game, range(100))

    with django_assert_num_queries(1):
        game.delete()


NAMES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=200
)


@given(NAMES)
def test_sql_and_python_give_a_name_the_same_key(name: str):
    with connection.cursor() as cursor:
        cursor.execute("SELECT game_uuid(%s)", [name])
        assert cursor.fetchone() == (game_uuid(name),)


def test_a_game_finds_its_key_by_itself():
    assert recorded.game("abc123").pk == game_uuid("abc123")
    assert Game.objects.bulk_create([Game(game_id="b")])[0].pk == game_uuid("b")


def test_a_game_under_another_key_is_refused():
    with pytest.raises(IntegrityError, match="games_id_is_hash"):
        Game.objects.create(pk=game_uuid("other"), game_id="abc123")


def test_a_game_cannot_be_renamed():
    recorded.game("abc123")

    with pytest.raises(IntegrityError, match="games_id_is_hash"):
        Game.objects.update(game_id="other")


def test_two_games_cannot_have_one_name():
    recorded.game("abc123")

    with pytest.raises(IntegrityError):
        recorded.game("abc123")


def test_the_database_says_when_a_game_was_recorded():
    game = recorded.game()

    assert Game.objects.filter(pk=game.pk, created_at__lte=Now()).exists()


@pytest.mark.parametrize("name", ["", "x" * 201])
def test_a_name_has_1_to_200_characters(name: str):
    with pytest.raises(IntegrityError, match="games_game_id_length"):
        recorded.game(name)


def test_the_longest_name_and_type_fit_their_indexes():
    # Four bytes each, and no two the same: nothing an index could compress.
    longest = "".join(chr(0x10000 + index * 257) for index in range(200))

    game = recorded.game(longest)
    recorded.events(game, [0], event_type=longest)

    assert GameEvent.objects.get(game=game).event_type == longest


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"status": "lost"}, "games_status_known"),
        ({"config": []}, "games_config_is_object"),
        ({"metadata": "x"}, "games_metadata_is_object"),
    ],
)
def test_a_game_of_wrong_shape_is_refused(fields: dict[str, Any], constraint: str):
    with pytest.raises(IntegrityError, match=constraint):
        recorded.game(**fields)


def test_a_seat_is_taken_once():
    game = recorded.game()
    recorded.player(game, 0)

    with pytest.raises(IntegrityError, match="players_game_uuid_player_id_unique"):
        recorded.player(game, 0)


def test_a_seat_needs_its_game():
    recorded.player(Game(game_id="nowhere", pk=game_uuid("nowhere")), 0)

    with pytest.raises(IntegrityError, match="foreign key"), transaction.atomic():
        connection.check_constraints()
    Player.objects.all().delete()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"payload": []}, "game_events_payload_is_object"),
        ({"payload": None}, "null value"),
        ({"event_type": ""}, "game_events_event_type_length"),
        ({"event_type": "x" * 201}, "game_events_event_type_length"),
    ],
)
def test_an_event_of_wrong_shape_is_refused(fields: dict[str, Any], constraint: str):
    with pytest.raises(IntegrityError, match=constraint):
        recorded.events(recorded.game(), [0], **fields)


@pytest.mark.parametrize(
    "field", ["game_state", "player_state", "available_actions", "chosen_action"]
)
def test_a_decision_of_wrong_shape_is_refused(field: str):
    with pytest.raises(IntegrityError, match=f"llm_decisions_{field}_is"):
        recorded.decisions(recorded.game(), [0], **{field: "x"})


@pytest.mark.parametrize("actions", [[], {}, ["roll"], {"actions": []}])
def test_engines_may_list_actions_or_wrap_the_list(actions: Any):
    recorded.decisions(recorded.game(), [0], available_actions=actions)

    assert LLMDecision.objects.get().available_actions == actions


def test_a_wrong_game_can_be_recorded():
    game = recorded.game(winner_id=77, total_turns=-1)
    recorded.player(game, -5, final_cash=-(2**62))
    recorded.events(game, [0], turn_number=-3, event_type="no such thing", actor_player_id=99)

    assert GameEvent.objects.get().turn_number == -3


# A tsvector ends at 1 MB: texts that are nothing but words must not fail for it.
LONG_REASONING = {
    "short words": " ".join(f"{n:x}" for n in range(200_000)),
    "compounds": " ".join(f"a{n:x}-b{n:x}-c{n:x}" for n in range(50_000)),
    "addresses": " ".join(f"w{n:x}.de/{n:x}" for n in range(70_000)),
    "mails": " ".join(f"{n:x}@w{n:x}.de" for n in range(70_000)),
    "one word": "x" * 500_000,
    "wide letters": " ".join(
        chr(0x4E00 + n % 20_000) + chr(0x4E00 + n // 20) for n in range(99_999)
    ),
    "numbers": " ".join(f"-{n}.{n}e{n % 99}" for n in range(70_000)),
}


@pytest.mark.parametrize("kind", LONG_REASONING)
def test_reasoning_of_any_length_is_stored(kind: str):
    recorded.decisions(recorded.game(), [0], reasoning=LONG_REASONING[kind])

    assert LLMDecision.objects.get().reasoning == LONG_REASONING[kind]


def test_a_key_has_one_of_two_scopes():
    with pytest.raises(IntegrityError, match="api_keys_scope_known"):
        ApiKey.objects.create(name="ada", hash="1", scope="admin")


def test_a_name_is_free_again_once_its_key_is_revoked():
    ApiKey.objects.create(name="ada", hash="1")
    with pytest.raises(IntegrityError, match="while_valid"), transaction.atomic():
        ApiKey.objects.create(name="ada", hash="2")

    ApiKey.objects.update(revoked_at=Now())

    ApiKey.objects.create(name="ada", hash="2")
    assert ApiKey.objects.count() == 2
