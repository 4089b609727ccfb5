"""Appending through HTTP against raw COPY of the same rows into the same table."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from http.client import HTTPConnection

import msgspec
from django.db import connection

from games.domain.envelope import Event
from games.models import Game
from games.rowid import uuid7s
from tests.bench import games
from tests.bench.rig import Site
from tests.bench.table import Table

ROUNDS = 5
EVENTS = 20_000

_COPY = """
    COPY game_events (id, game_uuid, sequence_number, turn_number, event_type, "timestamp",
        payload, actor_player_id) FROM STDIN
"""


def measure(site: Site, table: Table) -> None:
    """Both ways in turn, so that a change of the machine's speed meets both."""
    events = games.made_up(EVENTS)
    ways: dict[str, list[float]] = {"http": [], "copy": [], "one": []}
    for turn in range(ROUNDS):
        for way, run in (("http", _by_http), ("copy", _by_copy), ("one", _by_one_copy)):
            name = f"append-{way}-{turn}"
            games.store(name, [])
            ways[way].append(run(site, name, events))
            Game.objects.filter(game_id=name).delete()
    rates = {way: EVENTS / statistics.median(seconds) for way, seconds in ways.items()}
    table.ratio(
        f"append by HTTP, {games.BATCH} a batch",
        f"{rates['http']:,.0f} events/s",
        f"COPY, {games.BATCH} a commit: {rates['copy']:,.0f}/s",
        rates["http"] / rates["copy"],
        "≥ 0.6",
    )
    table.note("one COPY of all, a single commit", f"{rates['one']:,.0f} events/s")


def _by_http(site: Site, name: str, events: Sequence[Event]) -> float:
    bodies = [
        msgspec.json.encode({"events": events[start : start + games.BATCH]})
        for start in range(0, len(events), games.BATCH)
    ]
    client = site.connect()
    headers = {"Authorization": f"Bearer {site.key}", "Content-Type": "application/json"}
    started = time.perf_counter()
    for body in bodies:
        client.request("POST", f"/api/v1/games/{name}/events", body, headers)
        _expect(client, 201)
    return time.perf_counter() - started


def _by_copy(_: Site, name: str, events: Sequence[Event]) -> float:
    rows = rows_of(name, events)
    started = time.perf_counter()
    for start in range(0, len(rows), games.BATCH):
        copy_in(rows[start : start + games.BATCH])
    return time.perf_counter() - started


def _by_one_copy(_: Site, name: str, events: Sequence[Event]) -> float:
    rows = rows_of(name, events)
    started = time.perf_counter()
    copy_in(rows)
    return time.perf_counter() - started


def rows_of(name: str, events: Sequence[Event]) -> list[tuple[object, ...]]:
    """What `copy_in` puts into the game that is called so."""
    game = Game.objects.get(game_id=name).pk
    return [
        (
            key,
            game,
            event.sequence_number,
            event.turn_number,
            event.event_type,
            event.timestamp,
            bytes(event.payload).decode(),
            event.actor_player_id,
        )
        for key, event in zip(uuid7s(len(events)), events, strict=True)
    ]


def copy_in(rows: Sequence[tuple[object, ...]]) -> None:
    """Raw COPY, one commit."""
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for row in rows:
            copy.write_row(row)


def _expect(client: HTTPConnection, status: int) -> None:
    response = client.getresponse()
    body = response.read()
    if response.status != status:
        raise SystemExit(f"HTTP {response.status} instead of {status}: {body[:500]!r}")
