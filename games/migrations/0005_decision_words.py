"""What decisions are found by is made once, when they are written, and kept beside them.

A tsvector ends at 1 MB, and no text that is stored may make an INSERT fail: so only the beginning
of a text is read, 100,000 characters of reasoning, 30,000 of a prompt, 20,000 of table talk. At
most four bytes each, and a word stands in a vector twice at the most (whole and in its parts).
Table talk is what the decision says to all: `public_message`, else `say`.

The trigger finds the table of words by the games that both belong to, as other guards find their
parent: that is the right one among the shards of a Citus worker too.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

WORDS = """
SELECT id, game_uuid,
  to_tsvector('pg_catalog.english', left(reasoning, 100000)),
  to_tsvector('pg_catalog.english', left(prompt, 30000)),
  to_tsvector('pg_catalog.english', left(coalesce(
    nullif(chosen_action->>'public_message', ''), nullif(chosen_action->>'say', '')), 20000))
"""
COLUMNS = "(id, game_uuid, reasoning, prompt, talk)"

FUNCTION = f"""
CREATE FUNCTION llm_decisions_keep_words() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $fn$
DECLARE
  beside regclass;
BEGIN
  SELECT w.conrelid::regclass INTO STRICT beside
    FROM pg_constraint d JOIN pg_constraint w ON w.confrelid = d.confrelid AND w.contype = 'f'
    JOIN pg_class c ON c.oid = w.conrelid
    WHERE d.conrelid = TG_RELID AND d.contype = 'f' AND d.confdeltype = 'c'
      AND c.relname ~ '^llm_decision_words(_[0-9]+)?$';
  EXECUTE format($q$INSERT INTO %s {COLUMNS} {WORDS} FROM fresh$q$, beside);
  RETURN NULL;
END $fn$
"""  # noqa: S608 - columns and texts of our own, no values
DROP_FUNCTION = "DROP FUNCTION llm_decisions_keep_words() CASCADE"
TRIGGER = (
    "CREATE TRIGGER llm_decisions_words AFTER INSERT ON llm_decisions REFERENCING NEW TABLE AS "
    "fresh FOR EACH STATEMENT EXECUTE FUNCTION llm_decisions_keep_words()"
)
FILL = f"INSERT INTO llm_decision_words {COLUMNS} {WORDS} FROM llm_decisions"

_index = django.contrib.postgres.indexes.GinIndex


class Migration(migrations.Migration):
    dependencies = [("games", "0004_no_holes")]

    operations = [
        migrations.CreateModel(
            name="DecisionWords",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("reasoning", django.contrib.postgres.search.SearchVectorField(null=True)),
                ("prompt", django.contrib.postgres.search.SearchVectorField(null=True)),
                ("talk", django.contrib.postgres.search.SearchVectorField(null=True)),
                (
                    "game",
                    models.ForeignKey(
                        db_column="game_uuid",
                        db_index=False,
                        on_delete=django.db.models.deletion.DB_CASCADE,
                        related_name="+",
                        to="games.game",
                    ),
                ),
            ],
            options={"db_table": "llm_decision_words"},
        ),
        migrations.RunSQL(FUNCTION, DROP_FUNCTION),
        migrations.RunSQL(TRIGGER, migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        # Checks of foreign keys still wait, and no index can be made before them.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL IMMEDIATE"),
        migrations.RemoveIndex(model_name="llmdecision", name="llm_decisions_reasoning_search"),
        migrations.AddIndex(
            model_name="decisionwords",
            index=models.Index(fields=["game", "id"], name="llm_decision_words_of_game"),
        ),
        *(
            migrations.AddIndex(
                model_name="decisionwords",
                index=_index(fields=[where], name=f"llm_decision_words_{where}"),
            )
            for where in ("reasoning", "prompt", "talk")
        ),
    ]
