"""A game as the reading needs it: who plays, in which dialect, how far the stream has come."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection
from msgspec import Struct

from games.domain.errors import GameNotFound, RecordedAnew, SequenceNotFound
from games.domain.identity import game_uuid
from games.domain.numbering import first_sequence
from replay.domain import fold, phrases, setup
from replay.domain.dialects import Dialect, registry, unknown
from replay.domain.setup import InvalidSetup, Seat, Setup

# Raw SQL, because every frame asks this and building the same query by the ORM costs more than
# running it. Config and players come as text: where it is the same text, nothing is parsed again.
_GAME = """
    SELECT id, status, created_at, config::text,
        (SELECT jsonb_agg(jsonb_build_array(player_id, name) ORDER BY player_id)::text
           FROM players WHERE game_uuid = games.id),
        (SELECT max(sequence_number) FROM game_events WHERE game_uuid = games.id)
    FROM games WHERE id = %s
"""

_VERSION = re.compile("[0-9a-f]{24}")
"""A recording's tag and, in eight more digits, how it is drawn."""


class Reading(Struct, frozen=True):
    """What decides how a game's events are read.

    ``problem`` says why the config cannot be used; then every event counts as unread.
    ``version`` names the code and the setup: what was derived under another one is void.
    """

    setup: Setup
    dialect: Dialect
    version: str
    problem: str | None


class Recording(Struct, frozen=True):
    """One game at the moment of asking. ``head`` is ``first - 1`` where there are no events yet.

    ``tag`` changes when anything does that a frame of this game depends on, except its head: the
    game was deleted and recorded anew, has other players, or the reading was changed.
    """

    uuid: UUID
    game_id: str
    status: str
    created_at: datetime
    head: int
    reading: Reading
    tag: str

    @property
    def setup(self) -> Setup:
        """Players, dialect and house rules."""
        return self.reading.setup

    @property
    def dialect(self) -> Dialect:
        """The vocabulary the game is told in, bound to its players."""
        return self.reading.dialect

    @property
    def first(self) -> int:
        """The number of the stream's first event."""
        return self.reading.setup.first_sequence

    def check(self, sequence_number: int) -> None:
        """Refuse a moment that does not exist; ``first - 1`` is the one before the first event.

        Raises:
            SequenceNotFound: outside of ``first - 1 .. head``.
        """
        if not self.first - 1 <= sequence_number <= self.head:
            raise SequenceNotFound(self.game_id, sequence_number, self.head)


def open_game(game_id: str, version: str = "") -> Recording:
    """Look a game up; one query.

    ``version``: what the page that asks was loaded under, from ``?v=``; it begins with the tag.
    What is so by now is never mixed into a page of another record. What is no version says nothing.

    Raises:
        GameNotFound: no game has that id.
        RecordedAnew: it has another tag by now.
    """
    uuid = game_uuid(game_id)
    with connection.cursor() as cursor:
        cursor.execute(_GAME, [uuid])
        row = cursor.fetchone()
    if row is None:
        raise GameNotFound(game_id)
    _, status, created_at, config, players, head = row
    reading = _reading(config, players or "[]")
    first = reading.setup.first_sequence
    tag = _tag(uuid, created_at, reading.version)
    if _VERSION.fullmatch(version) and not version.startswith(tag):
        raise RecordedAnew(game_id)
    return Recording(
        uuid=uuid,
        game_id=game_id,
        status=status,
        created_at=created_at,
        head=first - 1 if head is None else head,
        reading=reading,
        tag=tag,
    )


@lru_cache(maxsize=1024)
def _reading(config: str, players: str) -> Reading:
    seats = tuple(Seat(player_id, name) for player_id, name in msgspec.json.decode(players))
    version = f"{fold.VERSION}-{hashlib.sha256((config + players).encode()).hexdigest()[:16]}"
    known: dict[str, Any] = msgspec.json.decode(config)
    try:
        agreed = setup.from_config(known, seats)
        return Reading(agreed, registry.bind(agreed), version, None)
    except InvalidSetup as error:
        bare = Setup(seats, _dialect(known), first_sequence=first_sequence(known) or 0)
        return Reading(bare, unknown.Unknown(), version, str(error))


def _dialect(config: dict[str, Any]) -> str:
    """What a config that cannot be used names, so that nobody takes it for another."""
    named = config.get("dialect") or "native"
    return phrases.clip(named, phrases.NAME) if isinstance(named, str) else "unknown"


def _tag(uuid: UUID, created_at: datetime, version: str) -> str:
    origin = f"{uuid}{created_at.isoformat()}{version}"
    return hashlib.sha256(origin.encode()).hexdigest()[:16]
