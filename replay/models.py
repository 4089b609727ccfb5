"""What the reading keeps. All of it is derived: it can be dropped and rebuilt from the record."""

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
