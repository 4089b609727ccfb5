"""`manage.py rebuild_summaries [--all | --follow]`: what statistics are made of, off the games."""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from games.models import Game
from replay import keeping_up, rebuilding, summaries
from replay.drawing import plain

POLITE = 10
"""How far whoever serves pages comes before who keeps up beside it."""


class Command(BaseCommand):
    """Fold games on all cores and store their summaries."""

    help = (
        "Make the summaries that the statistics are read from: of games without one, of those that "
        "grew, and of all after a change of the code. May be interrupted: what is made is kept."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Which games, and how many at once."""
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--all", action="store_true", help="also those that still hold")
        which.add_argument(
            "--follow",
            action="store_true",
            help="keep up with the games until told to stop, as `serve` does beside itself",
        )
        parser.add_argument(
            "--jobs", type=int, default=os.cpu_count() or 1, help="processes (one per core)"
        )

    def handle(self, *_: Any, jobs: int, **options: Any) -> None:
        """Rebuild.

        Raises:
            CommandError: there is to be no process, it was interrupted, or a game failed.
        """
        if options["follow"]:
            _follow()
        if jobs < 1:
            raise CommandError("--jobs must be 1 at least.")
        if options["all"]:
            # Whatever ends it, even a kill: what is not made anew is known not to hold.
            summaries.outdate(_all())
        wanted = summaries.stale(is_deep=True)
        done = events = failed = 0
        try:
            with _bar(shown=self.stdout.isatty()) as bar:
                task = bar.add_task("summaries", total=len(wanted))
                for made in rebuilding.rebuild(wanted, jobs):
                    done, events = done + 1, events + made.events
                    bar.advance(task)
                    if made.problem is not None:
                        failed += 1
                        name = plain.clip(made.game_id, 200)
                        self.stderr.write(f"{name}: {plain.visible(made.problem)}")
        except KeyboardInterrupt:
            left = len(wanted) - done
            again = "Run it again without --all to go on."
            raise CommandError(f"Interrupted with {left} games to go. {again}") from None
        if failed:
            raise CommandError(f"{failed} of {len(wanted)} summaries could not be made.")
        self.stdout.write(f"{done} summaries made from {events:,} events.")


def _follow() -> NoReturn:
    """Until SIGTERM or Ctrl-C, or until whoever holds the other end of standard input is gone."""
    os.nice(POLITE)
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, _leave)
    if not sys.stdin.isatty():
        threading.Thread(target=_end_with_parent, daemon=True).start()
    keeping_up.follow()


def _end_with_parent() -> None:
    # Past the buffer, whose lock a thread that waits would hold while the interpreter ends.
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _leave(*_: Any) -> NoReturn:
    sys.exit(0)


def _all() -> list[str]:
    return [*Game.objects.order_by("id").values_list("game_id", flat=True)]


def _bar(*, shown: bool) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        disable=not shown,
    )
