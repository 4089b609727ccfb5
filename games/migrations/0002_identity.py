"""games.id is a hash of game_id, so the primary key alone keeps game_id unique on any shard."""

from django.db import migrations, models

# sha256, because core PostgreSQL has no SHA-1: hence a UUIDv8 and not a UUIDv5.
GAME_UUID = """
CREATE FUNCTION game_uuid(name text) RETURNS uuid
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $fn$
  SELECT encode(
    set_byte(set_byte(h, 6, get_byte(h, 6) & 15 | 128), 8, get_byte(h, 8) & 63 | 128), 'hex'
  )::uuid
  FROM (
    SELECT substring(
      sha256(decode('6f0c1a3e000050008000000000000001', 'hex') || convert_to(name, 'UTF8'))
      FROM 1 FOR 16
    ) AS h
  ) s
$fn$
"""


class Migration(migrations.Migration):
    dependencies = [("games", "0001_tables")]

    operations = [
        migrations.RunSQL(GAME_UUID, "DROP FUNCTION game_uuid(text)"),
        migrations.AddConstraint(
            "game",
            models.CheckConstraint(
                condition=models.Q(
                    id=models.Func(
                        models.F("game_id"),
                        function="game_uuid",
                        output_field=models.UUIDField(),
                    )
                ),
                name="games_id_is_hash",
            ),
        ),
    ]
