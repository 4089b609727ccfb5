"""Watches kept with a game: questions under a name, asked again whenever the page is open."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar

from django.db import transaction
from msgspec import Struct

from games.domain import errors
from games.models import Game
from replay import asking
from replay.asking import Question
from replay.models import Watch
from replay.recording import Recording

MOST = 20
"""Watches of one game: each is a lane under the slider."""

LONGEST_NAME = 60


class Kept(Struct, frozen=True):
    """A watch; either expression may be empty."""

    id: str
    name: str
    condition: str
    value: str

    @property
    def lane(self) -> str:
        """What its marks are called; play stops at them."""
        return f"watch:{self.id}"


@dataclass(eq=False)
class TooManyWatches(errors.Conflict):
    """A game has as many watches as it may have."""

    game_id: str
    most: int
    code: ClassVar[str] = "too_many_watches"
    sentence = "Game {game_id!r} has {most} watches, as many as there can be: remove one first."


def of(recording: Recording) -> list[Kept]:
    """The game's watches, oldest first; one query."""
    found = Watch.objects.filter(game_uuid=recording.uuid).order_by("created_at", "id")
    return [Kept(str(one.id), one.name, one.condition, one.value) for one in found[:MOST]]


def keep(recording: Recording, name: str, question: Question) -> Kept:
    """Keep a question under a name; a watch of that name asks this from now on.

    Raises:
        InvalidField: the name is empty, too long, or not to be stored.
        InvalidExpression: the question cannot be asked.
        TooManyWatches: there are `MOST` already.
    """
    called = " ".join(name.split())
    if not called or len(called) > LONGEST_NAME or "\0" in called:
        told = f"a watch has a name of 1 to {LONGEST_NAME} characters"
        raise errors.InvalidField("name", name, told)
    try:
        called.encode()
    except UnicodeEncodeError as error:
        raise errors.InvalidField("name", name, "it holds half a character") from error
    condition, value = question.condition.strip(), question.watch.strip()
    if "\0" in condition + value:
        raise errors.InvalidField("condition", condition, "it holds a character that is none")
    asking.check(recording, Question(condition, value))
    with transaction.atomic():
        # The row of the game is locked, so that two at once cannot pass the bound together.
        if not Game.objects.select_for_update().filter(pk=recording.uuid).exists():
            raise errors.GameNotFound(recording.game_id)
        others = Watch.objects.filter(game_uuid=recording.uuid).exclude(name=called)
        if others.count() >= MOST:
            raise TooManyWatches(recording.game_id, MOST)
        kept, _ = Watch.objects.update_or_create(
            game_uuid=recording.uuid,
            name=called,
            defaults={"condition": condition, "value": value},
        )
    return Kept(str(kept.id), kept.name, kept.condition, kept.value)


def remove(recording: Recording, watch_id: str) -> None:
    """Remove a watch; what is not there is removed already."""
    try:
        wanted = uuid.UUID(watch_id)
    except ValueError:
        raise errors.InvalidField("watch", watch_id, "not the id of a watch") from None
    Watch.objects.filter(game_uuid=recording.uuid, id=wanted).delete()
