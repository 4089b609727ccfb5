"""The table of watches."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import games.rowid


class Migration(migrations.Migration):
    dependencies = [
        ("games", "0004_no_holes"),
        ("replay", "0002_fork_batches"),
    ]

    operations = [
        migrations.CreateModel(
            name="Watch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=games.rowid.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.TextField()),
                ("condition", models.TextField(blank=True, default="")),
                ("value", models.TextField(blank=True, default="")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "game",
                    models.ForeignKey(
                        db_column="game_uuid",
                        db_index=False,
                        on_delete=django.db.models.deletion.DB_CASCADE,
                        related_name="watches",
                        to="games.game",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "watches",
                "db_table": "watches",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("game", "name"), name="watches_game_uuid_name_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("condition", ""), ("value", ""), _negated=True),
                        name="watches_ask_something",
                    ),
                ],
            },
        ),
    ]
