"""The tables of all games in memory, brought up to date before each look.

Each look costs one small query where nothing is new; what is new is read and joined. The tables
themselves never change: whoever holds them keeps what was so when they asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from threading import Lock
from uuid import UUID

import numpy as np
from django.db import connection
from msgspec import Struct

from replay import summaries
from replay.domain.statistics.tables import Array, Tables

CHUNK = 500
"""Sheets in one read."""

# The revisions are random, so that their sum by bits changes with any summary that comes or goes.
_CHECK = """
    SELECT (SELECT count(*) FROM games), count(*), coalesce(bit_xor(revision), 0),
        coalesce(array_agg(game_uuid) FILTER (WHERE NOT is_current), '{}')
    FROM game_summaries WHERE version = %s
"""

_REVISIONS = "SELECT game_uuid, revision FROM game_summaries WHERE version = %s"

_SHEETS = """
    SELECT game_uuid, revision, sheet FROM game_summaries
    WHERE version = %s AND game_uuid = ANY (%s)
"""


class Look(Struct, frozen=True):
    """All games with a summary by this code, as of one moment.

    ``outdated``: a mask of games to which something came since their summary. ``unsummed``: how
    many games have none at all. ``mark`` is another one whenever any of it is.
    """

    tables: Tables
    outdated: Array
    unsummed: int
    mark: str


class Shelf:
    """What one process holds."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tables = Tables.of([])
        self._places: dict[UUID, int] = {}
        self._revisions: dict[UUID, int] = {}
        self._sum = 0

    def look(self) -> Look:
        """The tables as they are now."""
        with self._lock:
            games, count, mark, outdated = _check()
            if (len(self._revisions), self._sum) != (count, mark):
                self._catch_up()
            mask = np.zeros(len(self._places), bool)
            mask[[self._places[key] for key in outdated if key in self._places]] = True
            unsummed = max(0, games - len(self._places))
            told = f"{self._sum:x}.{hash(mask.tobytes()):x}.{unsummed}"
            return Look(self._tables, mask, unsummed, told)

    def clear(self) -> None:
        """Forget all, as after a restart."""
        with self._lock:
            self._tables, self._places, self._revisions, self._sum = Tables.of([]), {}, {}, 0

    def _catch_up(self) -> None:
        now = _revisions()
        kept = [key for key in self._places if now.get(key) == self._revisions[key]]
        held = set(kept)
        known = {key: self._revisions[key] for key in kept}
        pieces = []
        for keys, revisions, made in _read([key for key in now if key not in held]):
            known.update(zip(keys, revisions, strict=True))
            pieces.append(made)
        # Words that no game has any more are only let go of with all the others.
        if kept:
            places = np.array([self._places[key] for key in kept], "i8")
            self._tables = self._tables.take(places, *pieces)
        else:
            self._tables = Tables.of([]).joined(*pieces)
        self._revisions = known
        self._places = {key: place for place, key in enumerate(known)}
        self._sum = _xor(known.values())


def _check() -> tuple[int, int, int, Sequence[UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(_CHECK, [summaries.VERSION])
        row: tuple[int, int, int, Sequence[UUID]] = cursor.fetchone()
    return row


def _revisions() -> dict[UUID, int]:
    with connection.cursor() as cursor:
        cursor.execute(_REVISIONS, [summaries.VERSION])
        return dict(cursor.fetchall())


def _read(keys: Sequence[UUID]) -> Iterator[tuple[Sequence[UUID], Sequence[int], Tables]]:
    """Those that are still there, as they are now, a chunk at a time."""
    for start in range(0, len(keys), CHUNK):
        with connection.cursor() as cursor:
            cursor.execute(_SHEETS, [summaries.VERSION, list(keys[start : start + CHUNK])])
            rows = cursor.fetchall()
        if rows:
            found, revisions, sheets = zip(*rows, strict=True)
            yield found, revisions, Tables.of(sheets)


def _xor(revisions: Iterable[int]) -> int:
    found = 0
    for revision in revisions:
        found ^= revision
    return found


_shelf = Shelf()
look = _shelf.look
clear = _shelf.clear
