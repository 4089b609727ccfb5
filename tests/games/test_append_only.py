"""Events and decisions never change, however one tries; only their game takes them along."""

import pytest
from django.db import IntegrityError, connection, transaction

from games.models import Game, GameEvent, LLMDecision
from tests.games import recorded
from tests.guards import TRIGGERS

pytestmark = pytest.mark.django_db

TABLES = ["game_events", "llm_decisions"]
RESTRICTED = "append-only"


@pytest.fixture(autouse=True)
def game() -> Game:
    game = recorded.game()
    recorded.events(game, range(3))
    recorded.decisions(game, range(3))
    return game


def refused(sql: str) -> None:
    with pytest.raises(IntegrityError, match=RESTRICTED) as error, transaction.atomic():
        run(sql)
    assert error.value.__cause__.sqlstate == "23001"


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("model", [GameEvent, LLMDecision])
def test_django_cannot_change_a_row(model: type[GameEvent | LLMDecision]):
    row = model.objects.first()
    row.turn_number = 9

    for change in (
        row.save,
        row.delete,
        lambda: model.objects.update(turn_number=9),
        lambda: model.objects.all().delete(),
        lambda: model.objects.filter(pk=row.pk)._raw_delete("default"),
        lambda: model.objects.bulk_update([row], ["turn_number"]),
    ):
        with pytest.raises(IntegrityError, match=RESTRICTED), transaction.atomic():
            change()


def test_an_upsert_cannot_change_an_event(game: Game):
    changed = recorded.event(game, 1, turn_number=9)

    with pytest.raises(IntegrityError, match=RESTRICTED), transaction.atomic():
        GameEvent.objects.bulk_create(
            [changed],
            update_conflicts=True,
            unique_fields=["game", "sequence_number"],
            update_fields=["turn_number"],
        )


@pytest.mark.parametrize("table", TABLES)
def test_sql_cannot_change_or_delete_a_row(table: str):
    refused(f"UPDATE {table} SET turn_number = 9")
    refused(f"UPDATE {table} SET turn_number = turn_number")
    refused(f"DELETE FROM {table}")
    refused(f"DELETE FROM {table} WHERE sequence_number = 2")
    refused(f"WITH gone AS (DELETE FROM {table} RETURNING 1) SELECT count(*) FROM gone")


@pytest.mark.parametrize("table", TABLES)
def test_a_merge_cannot_change_or_delete_a_row(table: str):
    merge = f"MERGE INTO {table} t USING games g ON t.game_uuid = g.id WHEN MATCHED THEN "

    refused(f"{merge} UPDATE SET turn_number = 9")
    refused(f"{merge} DELETE")


@pytest.mark.parametrize("table", TABLES)
def test_a_table_cannot_be_emptied(table: str):
    # The one guard that is off in the tests' database, so that it can be emptied between tests.
    connection.check_constraints()
    run(f"ALTER TABLE {table} ENABLE TRIGGER {TRIGGERS[table]}")

    refused(f"TRUNCATE {table}")
    refused("TRUNCATE games CASCADE")


@pytest.mark.parametrize("table", TABLES)
def test_a_trigger_on_a_temporary_table_is_no_way_around(table: str):
    run("CREATE TEMPORARY TABLE bait (id int) ON COMMIT DROP")
    run(
        "CREATE FUNCTION pg_temp.pull() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" DELETE FROM {table}; RETURN NULL; END $$"
    )
    run("CREATE TRIGGER pull AFTER INSERT ON bait EXECUTE FUNCTION pg_temp.pull()")

    refused("INSERT INTO bait VALUES (1)")


@pytest.mark.parametrize("table", TABLES)
def test_a_temporary_table_in_place_of_games_is_no_way_around(table: str):
    run("CREATE TEMPORARY TABLE games (id uuid) ON COMMIT DROP")

    refused(f"DELETE FROM {table}")


@pytest.mark.parametrize("table", TABLES)
def test_another_search_path_is_no_way_around(table: str):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema")
        schema = cursor.fetchone()[0]
    run("CREATE SCHEMA decoy")
    run("CREATE TABLE decoy.games (id uuid)")
    run(f"SET LOCAL search_path = decoy, {schema}")

    refused(f"DELETE FROM {table}")


@pytest.mark.parametrize("table", TABLES)
def test_rows_cannot_be_moved_to_another_game(table: str):
    other = recorded.game("other")

    refused(f"UPDATE {table} SET game_uuid = '{other.pk}'")


def test_the_game_takes_its_rows_along(game: Game):
    other = recorded.game("other")
    recorded.events(other, range(3))

    game.delete()

    assert set(GameEvent.objects.values_list("game", flat=True)) == {other.pk}
    assert not LLMDecision.objects.exists()


def test_many_games_take_their_rows_along():
    recorded.events(recorded.game("other"), range(3))

    Game.objects.all().delete()

    assert not GameEvent.objects.exists()
    assert not LLMDecision.objects.exists()


def test_a_deleted_name_can_be_recorded_anew(game: Game):
    game.delete()

    recorded.events(recorded.game(game.game_id), [0])

    assert GameEvent.objects.count() == 1


def test_a_delete_that_hits_nothing_is_no_error():
    run("DELETE FROM game_events WHERE sequence_number = 99")

    assert GameEvent.objects.count() == 3
