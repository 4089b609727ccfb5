import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import games.rowid


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.TextField()),
                ("hash", models.TextField(editable=False)),
                (
                    "scope",
                    models.TextField(
                        choices=[("read", "Read"), ("write", "Write")], default="write"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("last_used_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "API key",
                "db_table": "api_keys",
                "constraints": [
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Range(
                            django.db.models.functions.text.Length(models.F("name")), (1, 200)
                        ),
                        name="api_keys_name_length",
                    ),
                    models.UniqueConstraint(fields=("hash",), name="api_keys_hash_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("name",),
                        name="api_keys_name_unique_while_valid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scope__in", ["read", "write"])),
                        name="api_keys_scope_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Game",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("game_id", models.TextField()),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "status",
                    models.TextField(
                        choices=[
                            ("created", "created"),
                            ("running", "running"),
                            ("paused", "paused"),
                            ("finished", "finished"),
                            ("error", "error"),
                            ("abandoned", "abandoned"),
                        ],
                        default="created",
                    ),
                ),
                ("config", models.JSONField(blank=True, default=dict)),
                ("winner_id", models.IntegerField(blank=True, null=True)),
                ("total_turns", models.IntegerField(default=0)),
                ("metadata", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "db_table": "games",
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("created_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="games_newest",
                    ),
                    models.Index(
                        models.F("status"),
                        models.OrderBy(models.F("created_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="games_status_newest",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("game_id",), name="games_game_id_unique"),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Range(
                            django.db.models.functions.text.Length(models.F("game_id")), (1, 200)
                        ),
                        name="games_game_id_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["created", "running", "paused", "finished", "error", "abandoned"],
                            )
                        ),
                        name="games_status_known",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.In(
                            models.Func(
                                models.F("config"),
                                function="jsonb_typeof",
                                output_field=models.TextField(),
                            ),
                            ["object"],
                        ),
                        name="games_config_is_object",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.In(
                            models.Func(
                                models.F("metadata"),
                                function="jsonb_typeof",
                                output_field=models.TextField(),
                            ),
                            ["object"],
                        ),
                        name="games_metadata_is_object",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GameEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=games.rowid.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sequence_number", models.BigIntegerField()),
                ("turn_number", models.IntegerField()),
                ("event_type", models.TextField()),
                ("timestamp", models.DateTimeField()),
                ("payload", models.JSONField(blank=True, default=dict)),
                ("actor_player_id", models.IntegerField(blank=True, null=True)),
                (
                    "game",
                    models.ForeignKey(
                        db_column="game_uuid",
                        db_index=False,
                        on_delete=django.db.models.deletion.DB_CASCADE,
                        related_name="events",
                        to="games.game",
                    ),
                ),
            ],
            options={
                "db_table": "game_events",
                "indexes": [
                    models.Index(
                        fields=["game", "event_type", "sequence_number"], name="game_events_type"
                    ),
                    models.Index(
                        fields=["game", "turn_number", "sequence_number"], name="game_events_turn"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("game", "sequence_number"),
                        name="game_events_game_uuid_sequence_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sequence_number__gte", 0)),
                        name="game_events_sequence_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Range(
                            django.db.models.functions.text.Length(models.F("event_type")), (1, 200)
                        ),
                        name="game_events_event_type_length",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.In(
                            models.Func(
                                models.F("payload"),
                                function="jsonb_typeof",
                                output_field=models.TextField(),
                            ),
                            ["object"],
                        ),
                        name="game_events_payload_is_object",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LLMDecision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=games.rowid.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("player_id", models.IntegerField()),
                ("turn_number", models.IntegerField()),
                ("sequence_number", models.BigIntegerField()),
                ("timestamp", models.DateTimeField()),
                ("game_state", models.JSONField(blank=True, default=dict)),
                ("player_state", models.JSONField(blank=True, default=dict)),
                ("available_actions", models.JSONField(blank=True, default=list)),
                ("prompt", models.TextField(blank=True, null=True)),
                ("reasoning", models.TextField(blank=True, null=True)),
                ("chosen_action", models.JSONField(blank=True, default=dict)),
                ("strategy_description", models.TextField(blank=True, null=True)),
                ("processing_time_ms", models.IntegerField(blank=True, null=True)),
                ("model_version", models.TextField(blank=True, null=True)),
                (
                    "game",
                    models.ForeignKey(
                        db_column="game_uuid",
                        db_index=False,
                        on_delete=django.db.models.deletion.DB_CASCADE,
                        related_name="decisions",
                        to="games.game",
                    ),
                ),
            ],
            options={
                "verbose_name": "LLM decision",
                "db_table": "llm_decisions",
                "indexes": [
                    models.Index(
                        fields=["game", "turn_number", "timestamp", "player_id", "sequence_number"],
                        name="llm_decisions_in_play_order",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.search.SearchVector(
                            django.db.models.functions.text.Left("reasoning", 100000),
                            config="english",
                        ),
                        name="llm_decisions_reasoning_search",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("game", "player_id", "sequence_number"),
                        name="llm_decisions_game_uuid_player_sequence_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sequence_number__gte", 0)),
                        name="llm_decisions_sequence_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.In(
                            models.Func(
                                models.F("game_state"),
                                function="jsonb_typeof",
                                output_field=models.TextField(),
                            ),
                            ["object"],
                        ),
                        name="llm_decisions_game_state_is_object",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.In(
                            models.Func(
                                models.F("player_state"),
                                function="jsonb_typeof",
                                output_field=models.TextField(),
                            ),
                            ["object"],
                        ),
                        name="llm_decisions_player_state_is_object",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.In(
                            models.Func(
                                models.F("available_actions"),
                                function="jsonb_typeof",
                                output_field=models.TextField(),
                            ),
                            ["array", "object"],
                        ),
                        name="llm_decisions_available_actions_is_array_or_object",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.In(
                            models.Func(
                                models.F("chosen_action"),
                                function="jsonb_typeof",
                                output_field=models.TextField(),
                            ),
                            ["object"],
                        ),
                        name="llm_decisions_chosen_action_is_object",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Player",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=games.rowid.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("player_id", models.IntegerField()),
                ("name", models.TextField()),
                ("agent_type", models.TextField()),
                ("final_cash", models.BigIntegerField(blank=True, null=True)),
                ("final_net_worth", models.BigIntegerField(blank=True, null=True)),
                ("is_winner", models.BooleanField(default=False)),
                ("is_bankrupt", models.BooleanField(default=False)),
                ("placement", models.IntegerField(blank=True, null=True)),
                ("llm_model_name", models.TextField(blank=True, null=True)),
                ("llm_parameters", models.JSONField(blank=True, default=dict)),
                (
                    "game",
                    models.ForeignKey(
                        db_column="game_uuid",
                        db_index=False,
                        on_delete=django.db.models.deletion.DB_CASCADE,
                        related_name="players",
                        to="games.game",
                    ),
                ),
            ],
            options={
                "db_table": "players",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("game", "player_id"), name="players_game_uuid_player_id_unique"
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.In(
                            models.Func(
                                models.F("llm_parameters"),
                                function="jsonb_typeof",
                                output_field=models.TextField(),
                            ),
                            ["object"],
                        ),
                        name="players_llm_parameters_is_object",
                    ),
                ],
            },
        ),
    ]
