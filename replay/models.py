"""What the reading keeps. All of it is derived: it can be dropped and rebuilt from the record."""

from django.db import models

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
