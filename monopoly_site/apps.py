"""Django's handle on the assembly."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


class SiteConfig(AppConfig):
    """The assembly of record and reading into one site."""

    name = "monopoly_site"
    label = "monopoly_site"
    verbose_name = "Monopoly Rewind"

    def ready(self) -> None:
        """Make `DB_ECHO` act: Django logs SQL only on cursors it was told to watch."""
        if settings.DB_ECHO:
            connection_created.connect(_echo, dispatch_uid="db_echo")


def _echo(connection: BaseDatabaseWrapper, **_: Any) -> None:
    connection.force_debug_cursor = True
