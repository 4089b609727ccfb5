"""The table of batches of forks."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import games.rowid


class Migration(migrations.Migration):
    dependencies = [
        ("games", "0004_no_holes"),
        ("replay", "0001_keyframes"),
    ]

    operations = [
        migrations.CreateModel(
            name="ForkBatch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=games.rowid.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.TextField()),
                ("at", models.BigIntegerField()),
                ("games", models.IntegerField()),
                ("asked", models.JSONField()),
                ("seats", models.JSONField()),
                ("notes", models.JSONField()),
                (
                    "status",
                    models.TextField(
                        choices=[
                            ("queued", "Queued"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="queued",
                    ),
                ),
                ("outcomes", models.BinaryField(default=b"[]")),
                ("problem", models.TextField(blank=True, default="")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("touched_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "game",
                    models.ForeignKey(
                        db_column="game_uuid",
                        db_index=False,
                        on_delete=django.db.models.deletion.DB_CASCADE,
                        related_name="fork_batches",
                        to="games.game",
                    ),
                ),
            ],
            options={
                "db_table": "fork_batches",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("game", "digest"), name="fork_batches_game_uuid_digest_unique"
                    )
                ],
            },
        ),
    ]
