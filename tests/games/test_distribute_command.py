"""`manage.py distribute`: its SQL, run for real but for the functions that only Citus has.

Functions of Citus's names stand in for them here and note that they were called.
"""

import io
import re

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models

from games import belonging, distributing
from games.models import Game, GameEvent
from tests.games import recorded

pytestmark = pytest.mark.django_db

STAND_IN = (
    'CREATE TABLE pg_dist_partition (logicalrelid regclass, partmethod "char", beside text)',
    """CREATE FUNCTION create_distributed_table(name regclass, key text, colocate_with text
       DEFAULT 'default') RETURNS void LANGUAGE plpgsql AS $$ BEGIN
         IF current_setting('citus.enable_unsafe_triggers') <> 'on' THEN RAISE 'triggers'; END IF;
         INSERT INTO pg_dist_partition VALUES (name, 'h', key || ' ' || colocate_with);
       END $$""",
    """CREATE FUNCTION truncate_local_data_after_distributing_table(name regclass) RETURNS void
       LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('TRUNCATE %s CASCADE', name); END $$""",
)  # fmt: skip


@pytest.fixture
def citus(monkeypatch: pytest.MonkeyPatch) -> None:
    for statement in STAND_IN:
        run_sql(statement)
    monkeypatch.setattr(distributing, "has_citus", lambda: True)


def run_sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def rows(query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("distribute", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def of_games() -> dict[str, str]:
    """Every table with a key to a game by what Django knows, and the column of that key."""
    return {
        model._meta.db_table: field.column
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields(include_hidden=True)
        if isinstance(field, models.ForeignKey) and field.related_model is Game
    }


def schema() -> list[tuple[object, ...]]:
    return rows(
        "SELECT conrelid::regclass::text, conname::text FROM pg_constraint"
        " UNION ALL SELECT tgrelid::regclass::text, tgname::text FROM pg_trigger ORDER BY 1, 2"
    )


def test_without_citus_it_says_so_and_changes_nothing():
    before = schema()

    with pytest.raises(CommandError, match=r"has no Citus extension.*DATABASE_URL") as error:
        run()

    assert error.value.returncode == 1
    assert schema() == before


def test_a_dry_run_prints_one_transaction_and_changes_nothing():
    before = schema()

    printed = run("--dry-run")

    assert schema() == before
    lines = printed.splitlines()
    assert lines[0] == "BEGIN;"
    assert lines[1] == "SET LOCAL citus.enable_unsafe_triggers = on;"
    assert lines[-2:] == ["COMMIT;", "Only printed: this PostgreSQL has no Citus extension."]
    assert "ALTER TABLE games DROP CONSTRAINT games_game_id_unique;" in lines
    assert (
        "ALTER TABLE players DROP CONSTRAINT players_pkey, ADD PRIMARY KEY (game_uuid, id);"
    ) in lines


def test_every_table_with_a_key_to_a_game_is_covered():
    assert {one.table: one.column for one in belonging.tables()} == of_games()
    assert {"players", "game_events", "llm_decisions", "keyframes", "bookmarks"} <= set(of_games())
    printed = run("--dry-run")

    spread = re.findall(r"create_distributed_table\('(\w+)', '(\w+)'", printed)

    assert dict(spread) == {"games": "id"} | of_games()
    assert len(spread) == len(dict(spread))
    for table in of_games():
        assert f"ALTER TABLE {table} DROP CONSTRAINT {table}_pkey, ADD PRIMARY KEY" in printed


def test_no_table_of_a_game_refers_to_one_that_stays_local():
    tables = {"games", *of_games()}

    out = rows(
        "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint"
        " WHERE contype = 'f'"
    )

    assert {to for source, to in out if source in tables} == {"games"}


def test_the_statements_stand_in_the_order_citus_needs():
    order = [
        "SET LOCAL", "ALTER TABLE", "DROP TRIGGER", "SELECT create_distributed_table('games'",
        "SELECT create_distributed_table", "SELECT truncate_local_data", "CREATE TRIGGER",
    ]  # fmt: skip
    printed = run("--dry-run").splitlines()[1:-2]

    steps = [
        next(step for step, start in enumerate(order) if line.startswith(start)) for line in printed
    ]

    assert steps == sorted(steps)
    assert set(steps) == set(range(len(order)))
    for table in ("game_events", "llm_decisions"):
        dropped = f"DROP TRIGGER {table}_no_truncate ON {table};"
        again = [line for line in printed if f"CREATE TRIGGER {table}_no_truncate" in line]
        assert dropped in printed
        assert len(again) == 1
        assert "BEFORE TRUNCATE" in again[0]


@pytest.mark.usefixtures("citus")
def test_postgresql_takes_every_statement_and_the_guards_stand_afterwards():
    said = run()

    spread = {"games": "id default"} | {t: f"{key} games" for t, key in of_games().items()}
    assert dict(rows("SELECT logicalrelid::text, beside FROM pg_dist_partition")) == spread
    assert f"{len(spread)} tables are distributed by game." in said
    game = recorded.game()
    recorded.player(game, 0)
    recorded.events(game, range(3))
    recorded.decisions(game, range(3))
    guards = rows("SELECT tgname::text FROM pg_trigger WHERE tgname LIKE '%no_truncate'")
    assert guards == [("game_events_no_truncate",), ("llm_decisions_no_truncate",)]
    Game.objects.all().delete()
    assert not GameEvent.objects.exists()


@pytest.mark.usefixtures("citus")
def test_a_second_run_has_nothing_to_do():
    run()
    before = schema()

    assert run() == "Every table of a game is distributed already: nothing to do.\n"
    assert run("--dry-run") == "Every table of a game is distributed already: nothing to do.\n"
    assert schema() == before


@pytest.mark.usefixtures("citus")
def test_a_table_of_a_later_migration_follows_alone():
    later = {"bookmarks"}
    done = {"games", *of_games()} - later
    for table in done:
        run_sql(f"INSERT INTO pg_dist_partition VALUES ('{table}', 'h', '')")

    said = run("--dry-run")

    assert said.splitlines() == [
        "BEGIN;",
        "SET LOCAL citus.enable_unsafe_triggers = on;",
        "ALTER TABLE bookmarks DROP CONSTRAINT bookmarks_pkey, ADD PRIMARY KEY (game_uuid, id);",
        "SELECT create_distributed_table('bookmarks', 'game_uuid', colocate_with => 'games');",
        "SELECT truncate_local_data_after_distributing_table('bookmarks');",
        "COMMIT;",
    ]


@pytest.mark.usefixtures("citus")
def test_what_the_database_refuses_changes_nothing():
    run_sql("DROP FUNCTION truncate_local_data_after_distributing_table(regclass)")
    before = schema()

    with pytest.raises(CommandError, match="PostgreSQL refused: function truncate_local_data"):
        run()

    assert schema() == before
    assert rows("SELECT 1 FROM pg_dist_partition") == []


@pytest.mark.parametrize("table", ["games", "watches"])
def test_a_unique_key_that_no_worker_can_hold_is_named(table: str):
    column = "total_turns" if table == "games" else "name"
    run_sql(f"CREATE UNIQUE INDEX alone ON {table} ({column})")

    with pytest.raises(CommandError, match=f"{table} has the unique index alone without the col"):
        run("--dry-run")
