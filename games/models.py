"""The record: four tables that belong to a game, the words of its decisions, and the keys engines
write with.

Columns, constraints and indexes, nothing else. What SQL alone can promise (immutable rows, streams
without holes, words of every decision) stands in the migrations 0002 to 0006.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Length, Now
from django.db.models.lookups import In, Range

from games.domain.envelope import LONGEST_EVENT_TYPE
from games.domain.identity import LONGEST_GAME_ID
from games.domain.status import Status
from games.fields import GameIdHash, GameKey
from games.rowid import uuid7

LONGEST_KEY_NAME = 200


def _is_json(table: str, column: str, *kinds: str) -> models.CheckConstraint:
    """A check that the column holds one of these kinds of JSON, as jsonb_typeof names them."""
    kind = Func(F(column), function="jsonb_typeof", output_field=models.TextField())
    return models.CheckConstraint(
        condition=In(kind, list(kinds)), name=f"{table}_{column}_is_{'_or_'.join(kinds)}"
    )


def _is_long(table: str, column: str, least: int, most: int) -> models.CheckConstraint:
    """A check of a text's length: an index can't hold a long one, and would refuse it obscurely."""
    return models.CheckConstraint(
        condition=Range(Length(F(column)), (least, most)), name=f"{table}_{column}_length"
    )


class Game(models.Model):
    """One game of one engine.

    `created_at` is the moment of its recording here, set by the database: it tells apart two games
    that bore one game_id after each other. What the engine says of its start is `started_at`.
    """

    id = GameIdHash(primary_key=True, editable=False)
    game_id = models.TextField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    status = models.TextField(
        choices=[(status.value, status.value) for status in Status],
        default=Status.CREATED.value,
    )
    config = models.JSONField(default=dict, blank=True)
    winner_id = models.IntegerField(null=True, blank=True)
    total_turns = models.IntegerField(default=0)
    metadata = models.JSONField(default=dict, blank=True)

    class Meta:
        db_table = "games"
        constraints = (
            models.UniqueConstraint(fields=["game_id"], name="games_game_id_unique"),
            models.CheckConstraint(
                condition=Q(
                    id=Func(F("game_id"), function="game_uuid", output_field=models.UUIDField())
                ),
                name="games_id_is_hash",
            ),
            _is_long("games", "game_id", 1, LONGEST_GAME_ID),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in Status]),
                name="games_status_known",
            ),
            _is_json("games", "config", "object"),
            _is_json("games", "metadata", "object"),
        )
        indexes = (
            # The list of games, newest first, whole or of one status: the key of its cursor.
            models.Index(F("created_at").desc(), F("id").desc(), name="games_newest"),
            models.Index(
                F("status"), F("created_at").desc(), F("id").desc(), name="games_status_newest"
            ),
        )

    def __str__(self) -> str:
        return self.game_id


class Player(models.Model):
    """A seat of a game, set when the game is made; the results come with its end."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    game = GameKey(related_name="players")
    player_id = models.IntegerField()
    name = models.TextField()
    agent_type = models.TextField()
    # Money is as wide as what an engine may post: a wrong balance has to be recordable too.
    final_cash = models.BigIntegerField(null=True, blank=True)
    final_net_worth = models.BigIntegerField(null=True, blank=True)
    is_winner = models.BooleanField(default=False)
    is_bankrupt = models.BooleanField(default=False)
    placement = models.IntegerField(null=True, blank=True)
    llm_model_name = models.TextField(null=True, blank=True)  # noqa: DJ001 - null is "not told"
    llm_parameters = models.JSONField(default=dict, blank=True)

    class Meta:
        db_table = "players"
        constraints = (
            models.UniqueConstraint(
                fields=["game", "player_id"], name="players_game_uuid_player_id_unique"
            ),
            _is_json("players", "llm_parameters", "object"),
        )

    def __str__(self) -> str:
        return self.name


class GameEvent(models.Model):
    """What an engine said to have happened. Written once, by `games.ingest`, and never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    game = GameKey(related_name="events")
    sequence_number = models.BigIntegerField()
    turn_number = models.IntegerField()
    event_type = models.TextField()
    timestamp = models.DateTimeField()
    payload = models.JSONField(default=dict, blank=True)
    actor_player_id = models.IntegerField(null=True, blank=True)

    class Meta:
        db_table = "game_events"
        constraints = (
            # Catch-up, the head and any range of a stream read this index.
            models.UniqueConstraint(
                fields=["game", "sequence_number"], name="game_events_game_uuid_sequence_unique"
            ),
            models.CheckConstraint(
                condition=Q(sequence_number__gte=0), name="game_events_sequence_not_negative"
            ),
            _is_long("game_events", "event_type", 1, LONGEST_EVENT_TYPE),
            _is_json("game_events", "payload", "object"),
        )
        indexes = (
            models.Index(fields=["game", "event_type", "sequence_number"], name="game_events_type"),
            models.Index(
                fields=["game", "turn_number", "sequence_number"], name="game_events_turn"
            ),
        )

    def __str__(self) -> str:
        return f"{self.sequence_number} {self.event_type}"


class LLMDecision(models.Model):
    """One choice of a model and what it had before its eyes. Written once and never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    game = GameKey(related_name="decisions")
    player_id = models.IntegerField()
    turn_number = models.IntegerField()
    sequence_number = models.BigIntegerField()
    timestamp = models.DateTimeField()
    game_state = models.JSONField(default=dict, blank=True)
    player_state = models.JSONField(default=dict, blank=True)
    available_actions = models.JSONField(default=list, blank=True)
    prompt = models.TextField(null=True, blank=True)  # noqa: DJ001 - null is "not told"
    reasoning = models.TextField(null=True, blank=True)  # noqa: DJ001 - null is "not told"
    chosen_action = models.JSONField(default=dict, blank=True)
    strategy_description = models.TextField(null=True, blank=True)  # noqa: DJ001 - null is "not told"
    processing_time_ms = models.IntegerField(null=True, blank=True)
    model_version = models.TextField(null=True, blank=True)  # noqa: DJ001 - null is "not told"

    class Meta:
        db_table = "llm_decisions"
        verbose_name = "LLM decision"
        constraints = (
            models.UniqueConstraint(
                fields=["game", "player_id", "sequence_number"],
                name="llm_decisions_game_uuid_player_sequence_unique",
            ),
            models.CheckConstraint(
                condition=Q(sequence_number__gte=0), name="llm_decisions_sequence_not_negative"
            ),
            _is_json("llm_decisions", "game_state", "object"),
            _is_json("llm_decisions", "player_state", "object"),
            # Engines differ: one posts a list, the other an object that holds the list.
            _is_json("llm_decisions", "available_actions", "array", "object"),
            _is_json("llm_decisions", "chosen_action", "object"),
        )
        indexes = (
            # Decisions of all players in the order of play: numbers are each player's own.
            models.Index(
                fields=["game", "turn_number", "timestamp", "player_id", "sequence_number"],
                name="llm_decisions_in_play_order",
            ),
        )

    def __str__(self) -> str:
        return f"player {self.player_id}, decision {self.sequence_number}"


class DecisionWords(models.Model):
    """What a decision is found by: its reasoning, prompt and table talk as PostgreSQL reads them,
    and `whose` they are ('player 2', 'model NAME').

    Written by a trigger with every decision, from the beginning of long texts only (migrations
    0005 and 0006). Kept, because no ranking could make the vectors of a thousand prompts while one
    waits.
    """

    # The decision's own. A foreign key to it would cost a look for each row and guard nothing: a
    # decision only ever goes with its game, and so do its words.
    id = models.UUIDField(primary_key=True, editable=False)
    game = GameKey(related_name="+")
    reasoning = SearchVectorField(null=True)
    prompt = SearchVectorField(null=True)
    talk = SearchVectorField(null=True)
    whose = ArrayField(models.TextField(), null=True)

    class Meta:
        db_table = "llm_decision_words"
        indexes = (
            models.Index(fields=["game", "id"], name="llm_decision_words_of_game"),
            GinIndex(fields=["reasoning", "whose"], name="llm_decision_words_reasoning"),
            GinIndex(fields=["prompt", "whose"], name="llm_decision_words_prompt"),
            GinIndex(fields=["talk", "whose"], name="llm_decision_words_talk"),
        )

    def __str__(self) -> str:
        return f"{self.id}"


class ApiKey(models.Model):
    """A key engines write with: only its hash is kept, and a revoked one stays to be read about."""

    class Scope(models.TextChoices):
        READ = "read"
        WRITE = "write"

    name = models.TextField()
    hash = models.TextField(editable=False)
    scope = models.TextField(choices=Scope.choices, default=Scope.WRITE)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "api_keys"
        verbose_name = "API key"
        constraints = (
            _is_long("api_keys", "name", 1, LONGEST_KEY_NAME),
            models.UniqueConstraint(fields=["hash"], name="api_keys_hash_unique"),
            # A name may be given again once its key is revoked.
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(revoked_at__isnull=True),
                name="api_keys_name_unique_while_valid",
            ),
            models.CheckConstraint(
                condition=Q(scope__in=["read", "write"]), name="api_keys_scope_known"
            ),
        )

    def __str__(self) -> str:
        return self.name
