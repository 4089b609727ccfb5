"""`manage.py play`: real games on a fresh machine, recorded as any engine's are."""

from __future__ import annotations

import secrets
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import track

from games import keys
from games.client import GaveUp, NotDelivered
from games.domain.errors import RewindError
from replay import playing
from replay.domain.agents.registry import AGENTS
from replay.domain.rules.house import House
from replay.domain.setup import InvalidSetup
from replay.playing import Played, Table


class Command(BaseCommand):
    """Let the reference engine's agents play, and record it by API."""

    help = "Play games between the engine's own agents and record them through the JSON API."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who plays, how often, and where it is recorded."""
        known = ", ".join(AGENTS)
        parser.add_argument("--games", type=int, default=1, help="how many (default: 1)")
        parser.add_argument(
            "--seats", default="greedy,cautious,trader,random", help=f"2 to 8 of: {known}"
        )
        parser.add_argument("--seed", type=int, default=1, help="of the first game (default: 1)")
        parser.add_argument("--turn-limit", type=int, default=2000, help="default: %(default)s")
        parser.add_argument("--url", default="http://127.0.0.1:8000", help="default: %(default)s")
        parser.add_argument("--key", help="an API key (default: one of the own database's)")

    def handle(self, *_: Any, games: int, seats: str, seed: int, **given: Any) -> None:
        """Play them one after the other; games that are recorded already are left as they are."""
        table = _table(seats, given["turn_limit"])
        console = Console(stderr=True)
        began = time.perf_counter()
        played: list[Played] = []
        known = 0
        with _key(given["key"]) as key, tempfile.TemporaryDirectory() as spool:
            for number in track(range(seed, seed + games), "playing", console=console):
                game_id = f"{'-'.join(table.agents)}-{number}"
                if _is_recorded(given["url"], game_id, key):
                    known += 1
                    continue
                played.append(_play(table, number, game_id, given["url"], key, Path(spool)))
        self._summarise(played, known, time.perf_counter() - began)

    def _summarise(self, played: list[Played], known: int, seconds: float) -> None:
        events = sum(game.events for game in played)
        rate = events / seconds if played else 0
        self.stdout.write(f"{len(played)} games, {events:,} events, {rate:,.0f} events/s")
        if known:
            self.stdout.write(f"{known} were recorded already; take another --seed for new ones")
        for agent, count in playing.wins(played).most_common():
            self.stdout.write(f"{agent} won {count}")


def _table(seats: str, turn_limit: int) -> Table:
    agents = tuple(seats.split(","))
    unknown = [name for name in agents if name not in AGENTS]
    if unknown:
        raise CommandError(f"--seats names {unknown[0]!r}; there are {', '.join(AGENTS)}")
    if not 2 <= len(agents) <= len(playing.NAMES):
        raise CommandError(f"--seats names {len(agents)} players; 2 to 8 can play")
    if turn_limit < 1:
        raise CommandError(f"--turn-limit is {turn_limit}; it must be 1 or more")
    return Table(agents, House(turn_limit=turn_limit))


@contextmanager
def _key(given: str | None) -> Iterator[str]:
    """The key given, else one for as long as this takes."""
    if given:
        yield given
        return
    name = f"play {secrets.token_hex(4)}"
    key = keys.create(name)
    try:
        yield key
    finally:
        keys.revoke(name)


def _is_recorded(url: str, game_id: str, key: str) -> bool:
    try:
        answer = httpx.get(
            f"{url}/api/v1/games/{game_id}", headers={"Authorization": f"Bearer {key}"}
        )
    except httpx.TransportError as problem:
        message = f"Nobody answers at {url} ({problem}). Start the site by manage.py serve first."
        raise CommandError(message) from problem
    if answer.status_code not in {200, 404}:
        raise CommandError(f"{url} answers HTTP {answer.status_code}: {answer.text[:300]}")
    return answer.status_code == 200


def _play(table: Table, seed: int, game_id: str, url: str, key: str, spool: Path) -> Played:
    try:
        return playing.play(table, seed, game_id, url, key, spool)
    except (GaveUp, NotDelivered, RewindError, InvalidSetup) as problem:
        raise CommandError(f"{game_id}: {problem}") from problem
