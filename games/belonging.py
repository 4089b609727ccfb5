"""What belongs to a game: every table that holds its key, of whichever app."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.apps import apps
from django.db import models

from games.models import Game


class Belonging(NamedTuple):
    """One model whose rows go with their game, and the field that says which."""

    model: type[models.Model]
    field: str

    @property
    def table(self) -> str:
        return self.model._meta.db_table  # noqa: SLF001 - the documented way

    @property
    def column(self) -> str:
        """The column of the game's uuid."""
        return str(_field(self.model, self.field).column)

    @property
    def columns(self) -> list[str]:
        return [str(field.column) for field in self.model._meta.concrete_fields]  # noqa: SLF001


def tables() -> list[Belonging]:
    """Every model with a key to a game, the record's first; also where no way leads back."""
    found = [
        Belonging(model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields  # noqa: SLF001
        if field.is_relation and field.related_model is Game
    ]
    return sorted(found, key=lambda one: one.model._meta.app_label != "games")  # noqa: SLF001


def _field(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name)  # noqa: SLF001
