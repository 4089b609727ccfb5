"""Rows of the record for downloads, read so that no more of them than a bound is in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection
from msgspec import Struct

from games.domain.errors import GameNotFound
from replay.recording import Recording

MOST_ROWS = 2_000
MOST_BYTES = 500_000
"""Of one read, each row as it is stored; a row of more bytes is read alone."""

# The size of a row is known without reading its long values, which lie elsewhere.
#
# The moment of recording is asked for again: a game that was deleted and recorded anew between two
# reads must not lend its new rows to the old game.
_READ = """
    SELECT listed, {columns}
    FROM (
        SELECT *, count(*) OVER () AS listed, sum(size) OVER (ORDER BY {key}) - size AS before
        FROM (
            SELECT *, {size} AS size FROM {table}
            WHERE game_uuid = %(game)s AND ({key}) > {after} AND {wanted}
                AND (SELECT created_at FROM games WHERE id = %(game)s) = %(created_at)s
            ORDER BY {key} LIMIT %(rows)s + 1
        ) AS sized
    ) AS summed
    WHERE before < %(bytes)s ORDER BY {key} LIMIT %(rows)s
"""


_THERE = "SELECT 1 FROM games WHERE id = %s AND created_at = %s"


class Source(Struct, frozen=True):
    """Where rows are: their columns begin with the key, by which they are ordered.

    ``size`` is that of a row's long values in bytes, ``wanted`` a condition on rows.
    """

    table: str
    key: tuple[str, ...]
    columns: str
    size: str
    wanted: str = "true"

    @property
    def sql(self) -> str:
        """Reads some rows after a place."""
        return _READ.format(
            table=self.table,
            key=", ".join(self.key),
            columns=self.columns,
            after="(" + ", ".join(f"%({name})s" for name in self.key) + ")",
            size=self.size,
            wanted=self.wanted,
        )


def rows(recording: Recording, source: Source, **wanted: Any) -> Iterator[tuple[Any, ...]]:
    """All rows of a game, in order.

    Raises:
        GameNotFound: the game was deleted on the way.
    """
    sql = source.sql
    place: tuple[Any, ...] = (-(2**31),) * len(source.key)
    known = wanted | {"game": recording.uuid, "created_at": recording.created_at}
    known |= {"rows": MOST_ROWS, "bytes": MOST_BYTES}
    left = True
    while left:
        after = dict(zip(source.key, place, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(sql, known | after)
            found = cursor.fetchall()
        if not found and not _is_there(recording):
            raise GameNotFound(recording.game_id)
        left = bool(found) and len(found) < found[0][0]
        for row in found:
            yield row[1:]
            place = row[1 : 1 + len(source.key)]


def _is_there(recording: Recording) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_THERE, [recording.uuid, recording.created_at])
        return cursor.fetchone() is not None
