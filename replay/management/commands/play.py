"""`manage.py play`: real games on a fresh machine, recorded as any engine's are."""

from __future__ import annotations

import secrets
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from django.core.management.base import BaseCommand, CommandError, CommandParser

from games import keys
from replay import seating, tournament
from replay.domain.agents.registry import AGENTS
from replay.domain.rules.house import House
from replay.management import playing_shown
from replay.players import Unready
from replay.players.seats import BadSeat
from replay.playing import NAMES, Played, Table
from replay.tournament import Failed, Game, Terms

_DESCRIPTION = f"""Play games between the engine's own agents and language models, recorded through
the JSON API of a running site.

A seat is one of {", ".join(AGENTS)}, or llm:MODEL, as in
  llm:gpt-4o-mini
  'llm:smollm2?url=http://127.0.0.1:8080/v1&temperature=0.2&fallback=cautious'
with the server and its key from OPENAI_BASE_URL and OPENAI_API_KEY; see docs/players.md."""

_PATIENCE = 30.0
"""Seconds a site may take to say whether it knows a game."""


class Command(BaseCommand):
    """Let agents and models play, and record it by API."""

    help = "Play games between agents and language models, recorded through the JSON API."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the paragraphs of the help."""
        kwargs.setdefault("formatter_class", RawDescriptionHelpFormatter)
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.description = _DESCRIPTION
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who plays, how often, how fast, and where it is recorded."""
        add = parser.add_argument
        add("--games", type=int, default=1, help="how many (default: 1)")
        add("--seats", default="greedy,cautious,trader,random", help="2 to 8, comma-separated")
        add("--seed", type=int, default=1, help="of the first game (default: 1)")
        add("--turn-limit", type=int, default=2000, help="default: %(default)s")
        add("--url", default="http://127.0.0.1:8000", help="default: %(default)s")
        add("--key", help="an API key (default: one of the own database's)")
        add("--name", help="games are called NAME-SEED (default: named after the seats)")
        add("--jobs", type=int, default=1, help="games at a time, each in a process (default: 1)")
        add("--pace", type=float, default=0.0, help="seconds for each event, to watch (default: 0)")
        add("--decisions", action="store_true", help="record the agents' choices as decisions, too")

    def handle(self, *_: Any, **given: Any) -> None:
        """Play them; games that are recorded already are left as they are.

        Raises:
            CommandError: nothing is recorded if it cannot begin; else the games before are.
        """
        table, url = _table(given["seats"], given["turn_limit"]), given["url"].rstrip("/")
        _check(given)
        name = given["name"] or tournament.name_of(table)
        games = [
            Game(f"{name}-{number}", number)
            for number in range(given["seed"], given["seed"] + given["games"])
        ]
        with _key(given["key"]) as key:
            fresh = [game for game in games if not _is_recorded(url, game.game_id, key)]
            if fresh:
                _check_players(table)
            terms = Terms(table, url, key, given["pace"], records_agents=given["decisions"])
            began = time.perf_counter()
            played = self._play(terms, fresh, given["jobs"])
        seconds = time.perf_counter() - began
        known = len(games) - len(fresh)
        self.stdout.write(playing_shown.summary(table, played, known, seconds))

    def _play(self, terms: Terms, games: list[Game], jobs: int) -> list[Played]:
        """Every game's outcome. Raises CommandError at the first that fails."""
        played: list[Played] = []
        with playing_shown.Bar(len(games)) as bar:
            for outcome in tournament.play(terms, games, jobs, bar.watch):
                if isinstance(outcome, Failed):
                    raise CommandError(f"{outcome.game_id}: {outcome.problem}")
                played.append(outcome)
                bar.finish(outcome)
        return played


def _table(seats: str, turn_limit: int) -> Table:
    try:
        sitting = tuple(seating.read(spec.strip()) for spec in seats.split(","))
    except BadSeat as problem:
        raise CommandError(f"--seats: {problem}") from None
    if not 2 <= len(sitting) <= len(NAMES):
        raise CommandError(f"--seats names {len(sitting)} players; 2 to 8 can play")
    if turn_limit < 1:
        raise CommandError(f"--turn-limit is {turn_limit}; it must be 1 or more")
    return Table(sitting, House(turn_limit=turn_limit))


def _check(given: dict[str, Any]) -> None:
    if given["jobs"] < 1:
        raise CommandError(f"--jobs is {given['jobs']}; it must be 1 or more")
    if not 0 <= given["pace"] <= 60:
        raise CommandError(f"--pace is {given['pace']}; it must be 0 to 60 seconds")


def _check_players(table: Table) -> None:
    """Ask every model there is once, before anything is recorded."""
    for seat in dict.fromkeys(seat for seat in table.seats if seat.model is not None):
        player = seat.player()
        try:
            player.check()
        except Unready as problem:
            raise CommandError(f"{problem}. Nothing was recorded.") from None
        finally:
            player.close()


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
            f"{url}/api/v1/games/{game_id}",
            headers={"Authorization": f"Bearer {key}"},
            timeout=_PATIENCE,
        )
    except (httpx.TransportError, httpx.InvalidURL) as problem:
        message = f"Nobody answers at {url} ({problem}). Start the site by manage.py serve first."
        raise CommandError(message) from problem
    if answer.status_code not in {200, 404}:
        raise CommandError(f"{url} answers HTTP {answer.status_code}: {answer.text[:300]}")
    return answer.status_code == 200
