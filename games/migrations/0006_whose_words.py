"""Whose words they are stands beside the words, in the same index: a search in the thoughts of one
model or one player must not read everybody's.

`whose` holds 'player 2' and 'model NAME': the model that the decision names, and the one of its
seat. No name longer than 500 characters is looked for, so none has to fit into the index. A seat
keeps the model it was told with; one that is told after its decisions is added to theirs.
"""

from importlib import import_module

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

_before = import_module("games.migrations.0005_decision_words")

WORDS = _before.WORDS
COLUMNS = "(id, game_uuid, reasoning, prompt, talk, whose)"
WHOSE = """array_remove(ARRAY['player ' || d.player_id,
    CASE WHEN length(d.model_version) BETWEEN 1 AND 500 THEN 'model ' || d.model_version END,
    CASE WHEN length(s.llm_model_name) BETWEEN 1 AND 500 THEN 'model ' || s.llm_model_name END],
  NULL)"""
SEATED = "AS d LEFT JOIN {} AS s ON s.game_uuid = d.game_uuid AND s.player_id = d.player_id"

BESIDE = """SELECT w.conrelid::regclass INTO STRICT {name}
    FROM pg_constraint d JOIN pg_constraint w ON w.confrelid = d.confrelid AND w.contype = 'f'
    JOIN pg_class c ON c.oid = w.conrelid
    WHERE d.conrelid = TG_RELID AND d.contype = 'f' AND d.confdeltype = 'c'
      AND c.relname ~ '^{table}(_[0-9]+)?$'"""

KEEP = f"""
CREATE OR REPLACE FUNCTION llm_decisions_keep_words() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $fn$
DECLARE
  words regclass;
  seats regclass;
BEGIN
  {BESIDE.format(name="words", table="llm_decision_words")};
  {BESIDE.format(name="seats", table="players")};
  EXECUTE format($q$INSERT INTO %s {COLUMNS} {WORDS}, whose FROM (
    SELECT d.*, {WHOSE} AS whose FROM fresh {SEATED.format("%s")}) AS told$q$, words, seats);
  RETURN NULL;
END $fn$
"""  # noqa: S608 - columns and texts of our own, no values
KEEP_AS_BEFORE = _before.FUNCTION.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")

SEAT = f"""
CREATE FUNCTION players_sign_words() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $fn$
DECLARE
  words regclass;
  decisions regclass;
BEGIN
  {BESIDE.format(name="words", table="llm_decision_words")};
  {BESIDE.format(name="decisions", table="llm_decisions")};
  EXECUTE format($q$UPDATE %s AS w SET whose = {WHOSE} FROM fresh AS s JOIN %s AS d
    ON d.game_uuid = s.game_uuid AND d.player_id = s.player_id
    WHERE w.game_uuid = d.game_uuid AND w.id = d.id$q$, words, decisions);
  RETURN NULL;
END $fn$
"""  # noqa: S608 - columns and texts of our own, no values
DROP_SEAT = "DROP FUNCTION players_sign_words() CASCADE"
TRIGGER = (
    "CREATE TRIGGER players_sign_words AFTER INSERT ON players REFERENCING NEW TABLE AS fresh "
    "FOR EACH STATEMENT EXECUTE FUNCTION players_sign_words()"
)
FILL = f"""UPDATE llm_decision_words AS w SET whose = told.whose FROM (
  SELECT d.id, d.game_uuid, {WHOSE} AS whose FROM llm_decisions {SEATED.format("players")}) AS told
WHERE w.game_uuid = told.game_uuid AND w.id = told.id"""  # noqa: S608 - columns of our own

PLACES = ("reasoning", "prompt", "talk")


class Migration(migrations.Migration):
    dependencies = [("games", "0005_decision_words")]

    operations = [
        *(
            migrations.RemoveIndex(model_name="decisionwords", name=f"llm_decision_words_{place}")
            for place in PLACES
        ),
        migrations.AddField(
            model_name="decisionwords",
            name="whose",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), null=True
            ),
        ),
        migrations.RunSQL(KEEP, KEEP_AS_BEFORE),
        migrations.RunSQL(SEAT, DROP_SEAT),
        migrations.RunSQL(TRIGGER, migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        *(
            migrations.AddIndex(
                model_name="decisionwords",
                index=django.contrib.postgres.indexes.GinIndex(
                    fields=[place, "whose"], name=f"llm_decision_words_{place}"
                ),
            )
            for place in PLACES
        ),
    ]
