"""The table of bookmarks."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import games.rowid


class Migration(migrations.Migration):
    dependencies = [
        ("games", "0004_no_holes"),
        ("replay", "0003_watches"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bookmark",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=games.rowid.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sequence_number", models.BigIntegerField()),
                ("name", models.TextField()),
                ("text", models.TextField(blank=True, default="")),
                (
                    "colour",
                    models.TextField(
                        choices=[
                            ("red", "Red"),
                            ("orange", "Orange"),
                            ("yellow", "Yellow"),
                            ("green", "Green"),
                            ("blue", "Blue"),
                            ("grey", "Grey"),
                        ],
                        default="blue",
                    ),
                ),
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
                        related_name="bookmarks",
                        to="games.game",
                    ),
                ),
            ],
            options={
                "db_table": "bookmarks",
                "indexes": [
                    models.Index(
                        fields=["game", "sequence_number"], name="bookmarks_game_uuid_sequence"
                    )
                ],
            },
        ),
    ]
