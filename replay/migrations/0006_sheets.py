"""Summaries are kept as rows of the statistics' tables as well, and know when they are outdated.

The triggers stand on the record's tables, but are the reading's own: the record works without them.
They tell a summary that something came to its game; where there is none they do nothing. On a Citus
worker the summaries' shard beside the one that was written to is found by the game both belong to.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import games.rowid

FUNCTION = r"""
CREATE FUNCTION game_summaries_outdate() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $fn$
DECLARE
  beside text := format('%I.game_summaries', TG_TABLE_SCHEMA);
BEGIN
  IF TG_TABLE_NAME ~ '_[0-9]+$' THEN
    SELECT s.conrelid::regclass::text INTO STRICT beside
      FROM pg_constraint s JOIN pg_class c ON c.oid = s.conrelid
      WHERE s.contype = 'f' AND c.relname ~ '^game_summaries_[0-9]+$' AND s.confrelid = coalesce(
        (SELECT f.confrelid FROM pg_constraint f
          WHERE f.conrelid = TG_RELID AND f.contype = 'f' AND f.confdeltype = 'c'), TG_RELID);
  END IF;
  EXECUTE format('UPDATE %s SET is_current = false WHERE is_current AND game_uuid = ANY (ARRAY('
    'SELECT DISTINCT %I FROM fresh))', beside, TG_ARGV[0]);
  RETURN NULL;
END $fn$
"""
DROP_FUNCTION = "DROP FUNCTION game_summaries_outdate() CASCADE"

WRITTEN = (
    ("games", "UPDATE", "id"),
    ("players", "INSERT", "game_uuid"),
    ("players", "UPDATE", "game_uuid"),
    ("game_events", "INSERT", "game_uuid"),
    ("llm_decisions", "INSERT", "game_uuid"),
)
TRIGGERS = [
    f"CREATE TRIGGER game_summaries_outdated_by_{how.lower()} AFTER {how} ON {table} "
    f"REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT "
    f"EXECUTE FUNCTION game_summaries_outdate('{key}')"
    for table, how, key in WRITTEN
]


class Migration(migrations.Migration):
    dependencies = [
        ("games", "0005_decision_words"),
        ("replay", "0005_summaries"),
    ]

    operations = [
        # Derived: they are made anew in the form that is wanted now.
        migrations.DeleteModel(name="GameSummary"),
        migrations.CreateModel(
            name="GameSummary",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=games.rowid.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.TextField()),
                ("subject", models.TextField()),
                ("head", models.BigIntegerField(null=True)),
                ("decisions", models.TextField()),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("is_current", models.BooleanField()),
                ("revision", models.BigIntegerField()),
                ("body", models.BinaryField()),
                ("sheet", models.BinaryField()),
                (
                    "game",
                    models.ForeignKey(
                        db_column="game_uuid",
                        db_index=False,
                        on_delete=django.db.models.deletion.DB_CASCADE,
                        related_name="summaries",
                        to="games.game",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "game summaries",
                "db_table": "game_summaries",
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_current", False)),
                        fields=["game"],
                        name="game_summaries_not_current",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("game",), name="game_summaries_game_uuid_unique"
                    )
                ],
            },
        ),
        migrations.RunSQL(FUNCTION, DROP_FUNCTION),
        *(migrations.RunSQL(trigger, migrations.RunSQL.noop) for trigger in TRIGGERS),
    ]
