"""The two columns that tie a row to its game."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models

from games.domain.identity import game_uuid

if TYPE_CHECKING:
    from games.models import Game

    _UUIDField = models.UUIDField[UUID | str, UUID]
    _ForeignKey = models.ForeignKey[Game, Game]
else:
    # Django's fields take type parameters in its stubs only.
    _UUIDField = models.UUIDField
    _ForeignKey = models.ForeignKey


class GameIdHash(_UUIDField):
    """`games.id`: computed from the game_id whenever a row is made, so nobody has to remember."""

    def get_pk_value_on_save(self, instance: models.Model) -> UUID:
        return game_uuid(str(instance.game_id))  # type: ignore[attr-defined]

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.UUIDField", args, kwargs


class GameKey(_ForeignKey):
    """The game a row belongs to: `row.game`, and its key `row.game_uuid`, as the column is called.

    Django would call the key `game_id`, which everywhere else is the name an engine gave its game.
    """

    def __init__(self, to: Any = "games.Game", **options: Any) -> None:
        options.setdefault("on_delete", models.DB_CASCADE)
        options.setdefault("db_column", "game_uuid")
        # No index of its own: each table has a unique constraint that begins with the game.
        options.setdefault("db_index", False)
        super().__init__(to, **options)

    def get_attname(self) -> str:
        return "game_uuid"

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, kwargs
