"""Events and decisions never change: only the delete of their game takes them along.

Each function pins its search_path, so no table or operator of a session can stand in for the real
one. The delete guard finds the parent through the foreign key, which makes it right on the shards
of a Citus worker too, and asks whether the parent is still there: in a cascade it is already gone.
`pg_trigger_depth() > 1` would be simpler, and is passed through a trigger on a temporary table.
"""

from django.db import migrations

TABLES = ("game_events", "llm_decisions")

REJECT = """
CREATE FUNCTION {table}_reject() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $fn$
BEGIN
  RAISE EXCEPTION '{table} is append-only: % rejected', TG_OP USING ERRCODE = 'restrict_violation';
END $fn$
"""

GUARD_DELETE = """
CREATE FUNCTION {table}_guard_delete() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $fn$
DECLARE
  parent regclass;
  hit boolean;
BEGIN
  SELECT c.confrelid::regclass INTO STRICT parent FROM pg_constraint c
    WHERE c.conrelid = TG_RELID AND c.contype = 'f' AND c.confdeltype = 'c';
  EXECUTE format(
    'SELECT EXISTS (SELECT 1 FROM (SELECT DISTINCT game_uuid FROM gone) o
                    JOIN %s g ON g.id = o.game_uuid)', parent) INTO hit;
  IF hit THEN
    RAISE EXCEPTION '{table} is append-only: DELETE rejected'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $fn$
"""

NO_UPDATE = """
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_reject()
"""

NO_TRUNCATE = """
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_reject()
"""

NO_DELETE = """
CREATE TRIGGER {table}_no_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS gone
FOR EACH STATEMENT EXECUTE FUNCTION {table}_guard_delete()
"""

# Dropping a function drops the triggers that call it, and nothing else depends on these.
DROP_REJECT = "DROP FUNCTION {table}_reject() CASCADE"
DROP_GUARD = "DROP FUNCTION {table}_guard_delete() CASCADE"


STEPS = (
    (REJECT, DROP_REJECT),
    (GUARD_DELETE, DROP_GUARD),
    (NO_UPDATE, migrations.RunSQL.noop),
    (NO_TRUNCATE, migrations.RunSQL.noop),
    (NO_DELETE, migrations.RunSQL.noop),
)


class Migration(migrations.Migration):
    dependencies = [("games", "0002_identity")]

    operations = [
        migrations.RunSQL(forward.format(table=table), backward.format(table=table))
        for table in TABLES
        for forward, backward in STEPS
    ]
