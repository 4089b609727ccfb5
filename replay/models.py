"""What the reading keeps: derived, to be dropped and rebuilt at will; and what people keep here."""

from django.db import models
from django.db.models.functions import Now

from games.fields import GameKey
from games.rowid import uuid7


class Keyframe(models.Model):
    """The state after an event, so that states near it need no fold from the start.

    `version` names the code and the setup that made it; a keyframe of another version is not used.
    `state` is the JSON of `replay.domain.state.State`, as bytes: only the fold reads it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    game = GameKey(related_name="keyframes")
    sequence_number = models.BigIntegerField()
    version = models.TextField()
    state = models.BinaryField()

    class Meta:
        db_table = "keyframes"
        constraints = (
            models.UniqueConstraint(
                fields=["game", "sequence_number"], name="keyframes_game_uuid_sequence_unique"
            ),
        )

    def __str__(self) -> str:
        return f"keyframe after event {self.sequence_number}"


class ForkBatch(models.Model):
    """Many forks of one moment: what was asked for, and how each game played so far ended.

    `digest` names the order and the code that plays it; `asked` is the order as it came. `outcomes`
    is the JSON of a list of `replay.domain.forks.fork.Outcome`, by ascending seed. `touched_at` is
    when the process that plays them was last heard of, null where none has taken them on.
    """

    class Status(models.TextChoices):
        """Interrupted is none of them: it is what an open batch is that nobody is at."""

        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    game = GameKey(related_name="fork_batches")
    digest = models.TextField()
    at = models.BigIntegerField()
    games = models.IntegerField()
    asked = models.JSONField()
    seats = models.JSONField()
    notes = models.JSONField()
    status = models.TextField(choices=Status.choices, default=Status.QUEUED)
    outcomes = models.BinaryField(default=b"[]")
    problem = models.TextField(default="", blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    touched_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "fork_batches"
        constraints = (
            models.UniqueConstraint(
                fields=["game", "digest"], name="fork_batches_game_uuid_digest_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.games} forks from event {self.at}"


class Watch(models.Model):
    """A question that somebody keeps with a game: asked again whenever the page is open.

    `condition` and `value` are expressions (docs/asking.md); either may be empty, but not both.
    Unlike all else here this is nobody's to derive: it is kept until it is deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    game = GameKey(related_name="watches")
    name = models.TextField()
    condition = models.TextField(default="", blank=True)
    value = models.TextField(default="", blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "watches"
        verbose_name_plural = "watches"
        constraints = (
            models.UniqueConstraint(fields=["game", "name"], name="watches_game_uuid_name_unique"),
            models.CheckConstraint(
                condition=~models.Q(condition="", value=""), name="watches_ask_something"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Bookmark(models.Model):
    """A person's mark at an event of a game, with what they wanted to remember."""

    class Colour(models.TextChoices):
        """Told apart by name as well: never by colour alone."""

        RED = "red"
        ORANGE = "orange"
        YELLOW = "yellow"
        GREEN = "green"
        BLUE = "blue"
        GREY = "grey"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    game = GameKey(related_name="bookmarks")
    sequence_number = models.BigIntegerField()
    name = models.TextField()
    text = models.TextField(default="", blank=True)
    colour = models.TextField(choices=Colour.choices, default=Colour.BLUE)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "bookmarks"
        indexes = (
            models.Index(fields=["game", "sequence_number"], name="bookmarks_game_uuid_sequence"),
        )

    def __str__(self) -> str:
        return f"{self.name} at event {self.sequence_number}"


class GameSummary(models.Model):
    """What the statistics need of one game, read off its events once.

    `version` names the code that made it; `subject`, `head` and `decisions` what it was made from
    (see `replay.summaries`); `head` is null where the game had no events. `is_current` is taken
    away by triggers as soon as anything comes to the game. `revision` is another one each time.
    `body` is the JSON of `replay.domain.summary.body.Body`, and `sheet` the same as rows of
    `replay.domain.statistics.tables`, as bytes.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    game = GameKey(related_name="summaries")
    version = models.TextField()
    subject = models.TextField()
    head = models.BigIntegerField(null=True)
    decisions = models.TextField()
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    is_current = models.BooleanField()
    revision = models.BigIntegerField()
    body = models.BinaryField()
    sheet = models.BinaryField()

    class Meta:
        db_table = "game_summaries"
        verbose_name_plural = "game summaries"
        constraints = (
            models.UniqueConstraint(fields=["game"], name="game_summaries_game_uuid_unique"),
        )
        indexes = (
            models.Index(
                fields=["game"],
                condition=models.Q(is_current=False),
                name="game_summaries_not_current",
            ),
        )

    def __str__(self) -> str:
        return f"summary up to event {self.head}"
