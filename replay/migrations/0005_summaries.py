"""The table of what the statistics are read from."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import games.rowid


class Migration(migrations.Migration):
    dependencies = [
        ("games", "0004_no_holes"),
        ("replay", "0004_bookmarks"),
    ]

    operations = [
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
                ("status", models.TextField()),
                ("dialect", models.TextField()),
                ("players", models.IntegerField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "model_names",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField()),
                ),
                (
                    "agents",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField()),
                ),
                (
                    "strategies",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField()),
                ),
                ("tags", django.contrib.postgres.fields.ArrayField(base_field=models.TextField())),
                (
                    "doubts",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField()),
                ),
                ("body", models.BinaryField()),
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
                    models.Index(fields=["dialect", "players"], name="game_summaries_dialect"),
                    models.Index(fields=["finished_at"], name="game_summaries_finished"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["model_names"], name="game_summaries_models"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["agents"], name="game_summaries_agents"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["strategies"], name="game_summaries_strategies"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["tags"], name="game_summaries_tags"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("game",), name="game_summaries_game_uuid_unique"
                    )
                ],
            },
        ),
    ]
