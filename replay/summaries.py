"""The summaries of games: made once from a fold, kept, and known to be stale when they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection
from msgspec import Struct

from games.domain.errors import GameNotFound
from games.domain.identity import game_uuid
from games.rowid import uuid7
from replay import decisions, stream, summary_facts
from replay.domain import fold
from replay.domain.summary import deciding
from replay.domain.summary.collector import Collector
from replay.domain.summary.deciding import Deciding
from replay.domain.summary.game import Summary
from replay.recording import Recording, open_game
from replay.summary_facts import Facts

_NOW = """
    SELECT md5(jsonb_build_array(
            g.created_at, g.status, g.finished_at, g.config, g.metadata,
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

_STALE = f"""
    SELECT g.game_id FROM games AS g
    CROSS JOIN LATERAL ({_NOW}) AS now
    LEFT JOIN game_summaries AS s ON s.game_uuid = g.id
    WHERE s.id IS NULL OR s.version <> %s OR s.subject <> now.subject
        OR s.head IS DISTINCT FROM now.head OR s.decisions <> now.decisions
    ORDER BY g.id
"""  # noqa: S608

_READ = """
    SELECT version, subject, head, decisions, made_at, body
    FROM game_summaries WHERE game_uuid = %s
"""

_STORE = """
    INSERT INTO game_summaries (id, game_uuid, version, subject, head, decisions, status, dialect,
        players, finished_at, model_names, agents, strategies, tags, doubts, body)
    SELECT %(id)s, g.id, %(version)s, %(subject)s, %(head)s, %(decisions)s, %(status)s,
        %(dialect)s, %(players)s, %(finished_at)s, %(model_names)s::text[], %(agents)s::text[],
        %(strategies)s::text[], %(tags)s::text[], %(doubts)s::text[], %(body)s
    FROM games AS g WHERE g.id = %(game)s AND g.created_at = %(created_at)s FOR KEY SHARE
    ON CONFLICT (game_uuid) DO UPDATE SET version = EXCLUDED.version, subject = EXCLUDED.subject,
        head = EXCLUDED.head, decisions = EXCLUDED.decisions, status = EXCLUDED.status,
        dialect = EXCLUDED.dialect, players = EXCLUDED.players,
        finished_at = EXCLUDED.finished_at, model_names = EXCLUDED.model_names,
        agents = EXCLUDED.agents, strategies = EXCLUDED.strategies, tags = EXCLUDED.tags,
        doubts = EXCLUDED.doubts, body = EXCLUDED.body, made_at = now()
"""


def _digest_of_sources() -> str:
    """Of what makes a summary besides the fold, which has a version of its own."""
    here = Path(__file__).parent
    sources = sorted((here / "domain" / "summary").glob("*.py"))
    sources += [here / "domain" / "rules" / "holdings.py"]
    sources += [here / name for name in ("decisions.py", "summaries.py", "summary_facts.py")]
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.name.encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()[:16]


VERSION = f"{fold.VERSION}-{_digest_of_sources()}"
"""Changes with any line that a summary depends on: all made under another one are stale."""


class Body(Struct, frozen=True):
    """All that is kept of a game: the play, and each player's decisions in seating order.

    ``problem``: why none of the game can be read.
    """

    game: Summary
    deciding: tuple[Deciding, ...]
    problem: str | None


class Source(Struct, frozen=True):
    """What a summary is made from: the game and its players, the last event, the decisions."""

    subject: str
    head: int | None
    decisions: str


class Kept(Struct, frozen=True):
    """A stored summary. ``is_stale``: the game, or the code, is another one since ``made_at``."""

    body: Body
    made_at: datetime
    is_stale: bool


def read(game_id: str) -> Kept | None:
    """The stored summary of a game, stale or not; None where there is none.

    One of another version of the code is None as well: nobody can read what it meant.

    Raises:
        GameNotFound: no game has that id.
    """
    uuid = game_uuid(game_id)
    source = _source(game_id, uuid)
    with connection.cursor() as cursor:
        cursor.execute(_READ, [uuid])
        row = cursor.fetchone()
    if row is None or row[0] != VERSION:
        return None
    _, subject, head, decided, made_at, body = row
    is_stale = Source(subject, head, decided) != source
    return Kept(msgspec.json.decode(bytes(body), type=Body), made_at, is_stale)


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
    body = Body(_fold(recording, source.head), _deciding(recording), recording.reading.problem)
    _store(recording, source, facts, body)
    return body


def stale() -> list[str]:
    """The ids of all games without a summary that holds now."""
    with connection.cursor() as cursor:
        cursor.execute(_STALE, [VERSION])
        return [game_id for (game_id,) in cursor.fetchall()]


def _source(game_id: str, uuid: UUID) -> Source:
    with connection.cursor() as cursor:
        cursor.execute(_SOURCE, [uuid])
        row = cursor.fetchone()
    if row is None:
        raise GameNotFound(game_id)
    return Source(*row)


def _fold(recording: Recording, head: int | None) -> Summary:
    reading = recording.reading
    collector = Collector(reading.setup, reading.dialect, reading.problem)
    for events in _chunks(recording, head):
        collector.extend(events)
    return collector.summary()


def _chunks(recording: Recording, head: int | None) -> Iterator[Any]:
    return iter(()) if head is None else stream.chunks(recording, recording.first, head)


def _deciding(recording: Recording) -> tuple[Deciding, ...]:
    made = [placed.made for placed in decisions.index(recording).all]
    usage = summary_facts.usage(recording)
    return tuple(
        deciding.of(seat.player_id, made, usage.get(seat.player_id, deciding.Usage()))
        for seat in recording.setup.seats
    )


def _store(recording: Recording, source: Source, facts: Facts, body: Body) -> None:
    told: dict[str, Any] = {
        **msgspec.structs.asdict(source),
        **msgspec.structs.asdict(facts),
        "id": uuid7(),
        "game": recording.uuid,
        "created_at": recording.created_at,
        "version": VERSION,
        "dialect": recording.setup.dialect,
        "players": len(recording.setup.seats),
        "doubts": [str(doubt) for doubt in body.game.doubts],
        "body": msgspec.json.encode(body),
    }
    with connection.cursor() as cursor:
        cursor.execute(_STORE, told)
        if cursor.rowcount != 1:
            raise GameNotFound(recording.game_id)
