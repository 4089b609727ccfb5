"""The database itself refuses a hole in a stream, whoever writes it.

The rows of one statement must be contiguous, and either follow a stored number or begin the stream:
events at `config.first_sequence` of their game, a player's decisions at 0 or 1. A stream is begun
only while nothing else of it is stored, which holds even if the config is changed afterwards.
The usual case, a predecessor is there, costs one look into the unique index for each stream.
"""

from django.db import migrations

# 18 digits always fit a bigint; games.domain.numbering reads the config by the same rule.
CHECK_EVENTS = r"""
CREATE FUNCTION game_events_check_sequence() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $fn$
DECLARE
  bad record;
  parent regclass;
  first jsonb;
  begun boolean;
BEGIN
  FOR bad IN EXECUTE format(
    'SELECT b.* FROM
       (SELECT game_uuid, min(sequence_number) lo, max(sequence_number) hi, count(*) n
          FROM fresh GROUP BY 1) b
     WHERE b.hi - b.lo + 1 <> b.n OR NOT EXISTS
       (SELECT 1 FROM %s e WHERE e.game_uuid = b.game_uuid AND e.sequence_number = b.lo - 1)',
    TG_RELID::regclass)
  LOOP
    SELECT c.confrelid::regclass INTO STRICT parent FROM pg_constraint c
      WHERE c.conrelid = TG_RELID AND c.contype = 'f' AND c.confdeltype = 'c';
    EXECUTE format('SELECT config -> ''first_sequence'' FROM %s WHERE id = $1', parent)
      INTO first USING bad.game_uuid;
    IF first IS NULL OR first = 'null' THEN
      first := '0';
    ELSIF jsonb_typeof(first) <> 'number' OR first::text !~ '^[0-9]{1,18}$' THEN
      RAISE EXCEPTION 'config.first_sequence of game % is %, not a whole number from 0',
        bad.game_uuid, first USING ERRCODE = 'check_violation';
    END IF;
    EXECUTE format(
      'SELECT EXISTS (SELECT 1 FROM %s WHERE game_uuid = $1 AND sequence_number < $2)
           OR EXISTS (SELECT 1 FROM %1$s WHERE game_uuid = $1 AND sequence_number > $3)',
      TG_RELID::regclass) INTO begun USING bad.game_uuid, bad.lo, bad.hi;
    IF begun OR bad.hi - bad.lo + 1 <> bad.n OR bad.lo <> first::text::bigint THEN
      RAISE EXCEPTION 'events %..% of game % do not continue its sequence',
        bad.lo, bad.hi, bad.game_uuid USING ERRCODE = 'check_violation';
    END IF;
  END LOOP;
  RETURN NULL;
END $fn$
"""

CHECK_DECISIONS = """
CREATE FUNCTION llm_decisions_check_sequence() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $fn$
DECLARE
  bad record;
  begun boolean;
BEGIN
  FOR bad IN EXECUTE format(
    'SELECT b.* FROM
       (SELECT game_uuid, player_id, min(sequence_number) lo, max(sequence_number) hi, count(*) n
          FROM fresh GROUP BY 1, 2) b
     WHERE b.hi - b.lo + 1 <> b.n OR NOT EXISTS
       (SELECT 1 FROM %s d WHERE d.game_uuid = b.game_uuid AND d.player_id = b.player_id
          AND d.sequence_number = b.lo - 1)',
    TG_RELID::regclass)
  LOOP
    EXECUTE format(
      'SELECT EXISTS (SELECT 1 FROM %s
                      WHERE game_uuid = $1 AND player_id = $2 AND sequence_number < $3)
           OR EXISTS (SELECT 1 FROM %1$s
                      WHERE game_uuid = $1 AND player_id = $2 AND sequence_number > $4)',
      TG_RELID::regclass) INTO begun USING bad.game_uuid, bad.player_id, bad.lo, bad.hi;
    IF begun OR bad.hi - bad.lo + 1 <> bad.n OR bad.lo > 1 THEN
      RAISE EXCEPTION 'decisions %..% of player % in game % do not continue their sequence',
        bad.lo, bad.hi, bad.player_id, bad.game_uuid USING ERRCODE = 'check_violation';
    END IF;
  END LOOP;
  RETURN NULL;
END $fn$
"""

TRIGGER = (
    "CREATE TRIGGER {table}_sequence AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh "
    "FOR EACH STATEMENT EXECUTE FUNCTION {table}_check_sequence()"
)
DROP = "DROP FUNCTION {table}_check_sequence() CASCADE"


class Migration(migrations.Migration):
    dependencies = [("games", "0003_append_only")]

    operations = [
        migrations.RunSQL(CHECK_EVENTS, DROP.format(table="game_events")),
        migrations.RunSQL(TRIGGER.format(table="game_events"), migrations.RunSQL.noop),
        migrations.RunSQL(CHECK_DECISIONS, DROP.format(table="llm_decisions")),
        migrations.RunSQL(TRIGGER.format(table="llm_decisions"), migrations.RunSQL.noop),
    ]
