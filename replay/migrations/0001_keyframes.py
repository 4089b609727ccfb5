"""The table of keyframes."""

import django.db.models.deletion
from django.db import migrations, models

import games.rowid


class Migration(migrations.Migration):
    initial = True

    dependencies = [("games", "0001_tables")]

    operations = [
        migrations.CreateModel(
            name="Keyframe",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=games.rowid.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sequence_number", models.BigIntegerField()),
                ("version", models.TextField()),
                ("state", models.BinaryField()),
                (
                    "game",
                    models.ForeignKey(
                        db_column="game_uuid",
                        db_index=False,
                        on_delete=django.db.models.deletion.DB_CASCADE,
                        related_name="keyframes",
                        to="games.game",
                    ),
                ),
            ],
            options={
                "db_table": "keyframes",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("game", "sequence_number"),
                        name="keyframes_game_uuid_sequence_unique",
                    )
                ],
            },
        ),
    ]
