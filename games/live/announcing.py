"""NOTIFY, within the transaction it tells of: PostgreSQL sends it at the commit, or never."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from games.live.notice import CHANNEL, Notice


def events_appended(game_uuid: UUID, head: int) -> None:
    """Tell the followers of a game how far its stream has come."""
    _notify(Notice(game_uuid, head))


def game_changed(game_uuid: UUID) -> None:
    """Tell the followers of a game that its row is another one now."""
    _notify(Notice(game_uuid, None))


def _notify(notice: Notice) -> None:
    # A statement of its own: on Citus one that reads a game would notify on the game's own node.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, notice.text])
