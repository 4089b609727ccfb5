"""`manage.py demo`: a site to look round in, with games that arrive while you look."""

from __future__ import annotations

import os
import secrets
import signal
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from rich.console import Console

from games import keys, lifecycle
from games.domain.errors import RewindError
from games.domain.identity import game_uuid
from games.domain.status import Status
from games.models import Game
from replay.demo import extras, programme
from replay.demo.players import Players, Site
from replay.demo.programme import Planned
from replay.demo.served import NotServed, Served
from replay.management.demo_shown import Shown

_LOCK = 0x6D6F6E6F64656D6F
"""Of PostgreSQL's advisory locks, the one of whoever plays the demo's games."""


class Command(BaseCommand):
    """Serve, and have games played meanwhile."""

    help = "Serve the site, with finished games and one being played. Ctrl-C ends all of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, and how much is played."""
        add = parser.add_argument
        add("--host", default="127.0.0.1", help="default: %(default)s")
        add("--port", type=int, default=8000, help="default: %(default)s")
        add("--games", type=int, default=50, help="finished games (default: %(default)s)")
        add("--pace", type=float, default=0.4, help="seconds for each event of the live game")
        add("--jobs", type=int, default=len(os.sched_getaffinity(0)), help="games at a time")

    def handle(self, *_: Any, host: str, port: int, **given: Any) -> None:
        """Serve until told to stop. Games of an earlier demo are kept, and not played again."""
        for told in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(told, _leave)
        served = Served(host, port)
        try:
            served.wait()
            self._perform(served, **given)
        except NotServed as problem:
            raise CommandError(f"The demo ends: {problem}") from None
        except KeyboardInterrupt:
            pass
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            served.stop()

    def _perform(self, served: Served, games: int, pace: float, jobs: int, **_: Any) -> None:
        shown = Shown(Console(stderr=True), served.url)
        with _alone() as is_alone, _key() as key:
            if not is_alone:
                shown.note("Another demo plays into this database; this one serves only.")
            players = Players()
            try:
                if is_alone:
                    abandon_left_over()
                    site = Site(served.url.rstrip("/"), key)
                    players.play_live(site, pace)
                    plan = programme.finished(games)
                    _play(players, plan, site, max(1, jobs), shown, served)
                shown.note("Ctrl-C ends the demo.")
                while True:
                    _listen(players, shown, served)
            finally:
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                players.stop()


def _play(
    players: Players, games: list[Planned], site: Site, jobs: int, shown: Shown, served: Served
) -> None:
    """Bring up all games that are to be looked at."""
    fresh = missing(games)
    players.play(site, fresh, jobs)
    began = time.monotonic()
    with shown.progress(len(fresh)):
        while not shown.is_complete:
            _listen(players, shown, served)
    seconds = time.monotonic() - began
    _show_extras(site, [game.game_id for game in games], shown)
    kept = len(games) - len(fresh)
    before = f", {kept} of them from before" if kept else ""
    shown.note(f"{len(games)} finished games{before}, in {seconds:.0f} s: {site.url}/")


def _show_extras(site: Site, played: list[str], shown: Shown) -> None:
    try:
        recorded = extras.recorded()
    except RewindError as problem:
        recorded = []
        shown.note(f"The recorded game of a language model is not there: {problem}")
    for game_id in recorded:
        shown.page("The recorded game of a language model", game_id)
    for game_id in [*recorded, *played][:1]:
        forked = extras.fork(site, game_id)
        if forked is not None:
            shown.page("A fork, played on from the middle of a game", forked)


def _listen(players: Players, shown: Shown, served: Served) -> None:
    """Say what the players tell, for half a second. Raises NotServed once the site is gone."""
    served.check()
    for report in players.reports(0.5):
        shown.report(report)


def missing(games: list[Planned]) -> list[Planned]:
    """Those that are not recorded to their end; what an ended demo left of them is taken away."""
    by_key = {game_uuid(game.game_id): game for game in games}
    recorded = Game.objects.filter(pk__in=by_key)
    recorded.exclude(status=Status.FINISHED).delete()
    known = set(recorded.values_list("pk", flat=True))
    return [game for key, game in by_key.items() if key not in known]


def abandon_left_over() -> None:
    """A demo that was killed could not tell that its live game is over."""
    for game in Game.objects.filter(game_id__startswith=programme.LIVE, status=Status.RUNNING):
        lifecycle.change(game.pk, status=Status.ABANDONED)


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether this is the only demo on its database, for as long as the block lasts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        (is_alone,) = cursor.fetchone()
    yield bool(is_alone)  # the lock goes with the connection


@contextmanager
def _key() -> Iterator[str]:
    name = f"demo {secrets.token_hex(4)}"
    key = keys.create(name)
    try:
        yield key
    finally:
        connection.close()  # the database may have been restarted meanwhile
        keys.revoke(name)


def _leave(*_: Any) -> NoReturn:
    sys.exit(0)
