"""The summaries of games: made once from a fold, kept, and known to be stale when they are.

Triggers in the database (migration 0006) note that a summary no longer holds as soon as anything
comes to its game, whoever wrote it; `stale` with ``is_deep`` compares once more, for writers whom
no trigger saw.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection, transaction
from msgspec import Struct, structs

from games.domain.errors import GameNotFound
from games.domain.identity import game_uuid
from games.rowid import uuid7
from replay import stream, summary_facts
from replay.domain import fold
from replay.domain.statistics import sheet
from replay.domain.summary import deciding
from replay.domain.summary.body import Body
from replay.domain.summary.collector import Collector
from replay.domain.summary.game import Doubt, Summary
from replay.recording import Recording, open_game

_NOW = """
    SELECT md5(jsonb_build_array(
            g.created_at, g.status, g.started_at, g.finished_at, g.config, g.metadata,
            (SELECT jsonb_agg(jsonb_build_array(
                    p.player_id, p.name, p.agent_type, p.llm_model_name) ORDER BY p.player_id)
               FROM players AS p WHERE p.game_uuid = g.id)
        )::text) AS subject,
        (SELECT max(e.sequence_number) FROM game_events AS e WHERE e.game_uuid = g.id) AS head,
        (SELECT coalesce(string_agg(p.player_id || ':' || coalesce((
                SELECT max(d.sequence_number) FROM llm_decisions AS d
                WHERE d.game_uuid = g.id AND d.player_id = p.player_id), -1),
            ' ' ORDER BY p.player_id), '')
           FROM players AS p WHERE p.game_uuid = g.id) AS decisions
"""
"""What a summary is made from, in three short values; ``g`` is the game's row."""

_SOURCE = f"SELECT now.* FROM games AS g, LATERAL ({_NOW}) AS now WHERE g.id = %s"  # noqa: S608

_STALE = """
    SELECT g.game_id FROM games AS g
    LEFT JOIN game_summaries AS s ON s.game_uuid = g.id
    WHERE s.id IS NULL OR s.version <> %s OR NOT s.is_current
    ORDER BY g.id
"""

_STALE_DEEP = f"""
    SELECT g.game_id FROM games AS g
    CROSS JOIN LATERAL ({_NOW}) AS now
    LEFT JOIN game_summaries AS s ON s.game_uuid = g.id
    WHERE s.id IS NULL OR s.version <> %s OR NOT s.is_current OR s.subject <> now.subject
        OR s.head IS DISTINCT FROM now.head OR s.decisions <> now.decisions
    ORDER BY g.id
"""  # noqa: S608

_READ = """
    SELECT s.version, s.is_current, s.made_at, s.body FROM games AS g
    LEFT JOIN game_summaries AS s ON s.game_uuid = g.id
    WHERE g.id = %s
"""

# Held against whoever appends or changes the game: what they bring comes after the comparison,
# and their triggers meet the row that is stored here.
_HOLD = "SELECT 1 FROM games WHERE id = %s AND created_at = %s FOR SHARE"

_STORE = """
    INSERT INTO game_summaries
        (id, game_uuid, version, subject, head, decisions, is_current, revision, body, sheet)
    VALUES (%(id)s, %(game)s, %(version)s, %(subject)s, %(head)s, %(decisions)s, %(is_current)s,
        %(revision)s, %(body)s, %(sheet)s)
    ON CONFLICT (game_uuid) DO UPDATE SET version = EXCLUDED.version, subject = EXCLUDED.subject,
        head = EXCLUDED.head, decisions = EXCLUDED.decisions, is_current = EXCLUDED.is_current,
        revision = EXCLUDED.revision, body = EXCLUDED.body, sheet = EXCLUDED.sheet, made_at = now()
"""

_OUTDATE = """
    UPDATE game_summaries SET is_current = false WHERE is_current AND game_uuid = ANY (%s)
"""


def _digest_of_sources() -> str:
    """Of what makes a summary besides the fold, which has a version of its own."""
    here = Path(__file__).parent
    sources = sorted((here / "domain" / "summary").glob("*.py"))
    sources += [here / "domain" / "statistics" / name for name in ("layout.py", "sheet.py")]
    sources += [here / "domain" / "rules" / "holdings.py", here / "domain" / "menus.py"]
    sources += [here / name for name in ("decisions.py", "summaries.py", "summary_facts.py")]
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.name.encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()[:16]


VERSION = f"{fold.VERSION}-{_digest_of_sources()}"
"""Changes with any line that a summary depends on: all made under another one are stale."""

TOO_LARGE = "an amount in it is larger than statistics can add up (64 bits)"


class Source(Struct, frozen=True):
    """What a summary is made from: the game and its players, the last event, the decisions."""

    subject: str
    head: int | None
    decisions: str

    @property
    def undecided(self) -> frozenset[int]:
        """The players without any decision."""
        told = (one.rpartition(":") for one in self.decisions.split())
        return frozenset(int(player_id) for player_id, _, last in told if int(last) < 0)


class Kept(Struct, frozen=True):
    """A stored summary. ``is_stale``: something came to the game since ``made_at``."""

    body: Body
    made_at: datetime
    is_stale: bool


def read(game_id: str) -> Kept | None:
    """The stored summary of a game, stale or not; None where there is none.

    One of another version of the code is None as well: nobody can read what it meant.

    Raises:
        GameNotFound: no game has that id.
    """
    with connection.cursor() as cursor:
        cursor.execute(_READ, [game_uuid(game_id)])
        row = cursor.fetchone()
    if row is None:
        raise GameNotFound(game_id)
    version, is_current, made_at, body = row
    if version != VERSION:
        return None
    return Kept(msgspec.json.decode(bytes(body), type=Body), made_at, not is_current)


def ensure(game_id: str) -> Body:
    """The summary of a game as it is now, made and stored where the stored one is not that.

    Raises:
        GameNotFound: no game has that id.
    """
    kept = read(game_id)
    if kept is not None and not kept.is_stale:
        return kept.body
    return make(game_id)


def make(game_id: str) -> Body:
    """Fold the game and store its summary, whatever is stored.

    What comes in meanwhile is not in it, and makes it stale.

    Raises:
        GameNotFound: no game has that id, or it was deleted meanwhile.
    """
    # Asked for first: where anything comes in between, the summary is taken for older than it is.
    source = _source(game_id, game_uuid(game_id))
    recording = open_game(game_id)
    facts = summary_facts.of(recording)
    body = _summed(recording, source)
    try:
        packed = sheet.pack(facts, body)
    except OverflowError:
        body = _unreadable(recording, source, TOO_LARGE)
        packed = sheet.pack(facts, body)
    _store(recording, source, body, packed)
    return body


def stale(*, is_deep: bool = False) -> list[str]:
    """The ids of all games without a summary that holds now.

    ``is_deep``: every game is compared with what its summary was made from (0.1 ms each).
    """
    with connection.cursor() as cursor:
        cursor.execute(_STALE_DEEP if is_deep else _STALE, [VERSION])
        return [game_id for (game_id,) in cursor.fetchall()]


def outdate(game_ids: Sequence[str]) -> None:
    """Take these games' summaries for stale."""
    with connection.cursor() as cursor:
        cursor.execute(_OUTDATE, [[game_uuid(game_id) for game_id in game_ids]])


def _source(game_id: str, uuid: UUID) -> Source:
    with connection.cursor() as cursor:
        cursor.execute(_SOURCE, [uuid])
        row = cursor.fetchone()
    if row is None:
        raise GameNotFound(game_id)
    return Source(*row)


def _summed(recording: Recording, source: Source) -> Body:
    last = recording.first - 1 if source.head is None else source.head
    collector = _collected(recording, last)
    if collector.broken is not None:
        # It may hold half of that event: once more, up to the one before.
        collector = _collected(recording, collector.broken - 1, is_broken=True)
    return _body(recording, source, collector.summary(), recording.reading.problem)


def _collected(recording: Recording, last: int, *, is_broken: bool = False) -> Collector:
    reading = recording.reading
    collector = Collector(reading.setup, reading.dialect, reading.problem, is_broken=is_broken)
    for events in stream.chunks(recording, recording.first, last):
        collector.extend(events)
    return collector


def _unreadable(recording: Recording, source: Source, problem: str) -> Body:
    """A summary without a number, for a game whose numbers are none."""
    empty = Collector(recording.setup, recording.dialect).summary()
    return _body(recording, source, structs.replace(empty, doubts={Doubt.UNREADABLE: 1}), problem)


def _body(recording: Recording, source: Source, game: Summary, problem: str | None) -> Body:
    none = source.undecided
    made = tuple(
        deciding.of(one, () if one in none else summary_facts.told(recording, one))
        for one in (seat.player_id for seat in recording.setup.seats)
    )
    return Body(game, summary_facts.seats(recording, made), made, problem)


def _store(recording: Recording, source: Source, body: Body, packed: bytes) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_HOLD, [recording.uuid, recording.created_at])
        if cursor.fetchone() is None:
            raise GameNotFound(recording.game_id)
        told: dict[str, Any] = {
            **structs.asdict(source),
            "id": uuid7(),
            "game": recording.uuid,
            "version": VERSION,
            "is_current": _source(recording.game_id, recording.uuid) == source,
            "revision": secrets.randbits(63),
            "body": msgspec.json.encode(body),
            "sheet": packed,
        }
        cursor.execute(_STORE, told)
