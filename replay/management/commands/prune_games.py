"""`manage.py prune_games`: delete games by criteria, after showing what would go."""

from __future__ import annotations

import re
import sys
from argparse import RawDescriptionHelpFormatter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from rich.console import Console
from rich.progress import track

from games.domain.errors import GameNotFound
from games.domain.quoting import quoted
from games.domain.status import Status
from games.models import Game
from replay import pruning
from replay.drawing import plain
from replay.pruning import Chosen, Criteria, Weight

SHOWN = 20
"""Games listed one by one; all of them with -v 2."""

INTERRUPTED = 130

_UNITS = {"h": "hours", "d": "days", "w": "weeks"}

_DESCRIPTION = """Delete games with all that belongs to them, for ever: events, decisions, notes.

A game goes only if it fulfils every criterion given. What would go is shown first; then the command
asks, or needs --yes where nobody can be asked. Each game is deleted in a transaction of its own:
Ctrl-C keeps what is not deleted yet whole.

Left alone unless asked for:
  games that have not ended (created, running, paused): by GAME_ID or --status running,paused
  games that somebody marked, by a bookmark, a watch or metadata.keep: by --marked"""


class Command(BaseCommand):
    """Delete games by criteria."""

    help = "Delete games by age, status or name; shows what would go and asks first."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the paragraphs of the help."""
        kwargs.setdefault("formatter_class", RawDescriptionHelpFormatter)
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.description = _DESCRIPTION
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        """Which games, and how sure."""
        add = parser.add_argument
        add("names", nargs="*", metavar="GAME_ID", help="exactly these games, of any status")
        add("--older-than", metavar="AGE", help="recorded here longer ago: 12h, 90d, 8w")
        add("--status", metavar="LIST", help=f"of these (default: {','.join(pruning.ENDED)})")
        add("--keep", metavar="N", help="all but the N newest that would go")
        add("--marked", action="store_true", help="also games with bookmarks, watches or a keep")
        add("--dry-run", action="store_true", help="only show what would go")
        add("--yes", action="store_true", help="delete without asking")

    def handle(self, *_: Any, **given: Any) -> None:
        """Show what would go, make sure, delete it, and tell what went.

        Raises:
            CommandError: an option makes no sense, a game is not there, or nobody agreed; nothing
                was deleted. Or it was interrupted; what went until then is told.
        """
        criteria = _criteria(given)
        try:
            chosen = pruning.choose(criteria)
        except GameNotFound as error:
            raise CommandError(
                f"GAME_ID is {quoted(error.game_id)}, and there is no such game; nothing was "
                "deleted. The page / and /admin/ list those there are."
            ) from error
        self._show(chosen, shown=None if given["verbosity"] > 1 else SHOWN)
        if not chosen.games or given["dry_run"]:
            return
        if not given["yes"]:
            self._ask(len(chosen.games))
        self._delete(chosen.games, criteria)

    def _show(self, chosen: Chosen, shown: int | None) -> None:
        weights = pruning.weigh(chosen.games)
        for game in chosen.games[:shown]:
            self.stdout.write(_line(game, weights[game.pk]))
        if shown is not None and len(chosen.games) > shown:
            self.stdout.write(f"… and {len(chosen.games) - shown:,} more; -v 2 lists all")
        whole = pruning.total(weights.values())
        self.stdout.write(f"Would go: {_told(whole)}." if chosen.games else "No game would go.")
        if chosen.marked:
            self.stdout.write(f"Left alone, marked by somebody: {chosen.marked:,} (--marked)")
        if chosen.open:
            self.stdout.write(f"Left alone, not ended: {chosen.open:,} (--status)")

    def _ask(self, count: int) -> None:
        if not sys.stdin.isatty():
            raise CommandError("Nothing was deleted: nobody can be asked here. Add --yes.")
        what = "this game" if count == 1 else f"these {count:,} games"
        try:
            answer = input(f"Delete {what} for ever? Type yes: ")
        except (EOFError, KeyboardInterrupt):
            answer = ""
        if answer.strip().lower() != "yes":
            raise CommandError("Nothing was deleted.")

    def _delete(self, games: list[Game], criteria: Criteria) -> None:
        console = Console(stderr=True)
        gone, skipped = Weight(), 0
        with self._told_at_the_end(gone):
            for game in track(games, "deleting", console=console, disable=not console.is_terminal):
                weight = pruning.delete(game, criteria)
                if weight is None:
                    skipped += 1
                else:
                    gone.add(weight)
        if skipped:
            self.stdout.write(f"Left alone, changed or gone meanwhile: {skipped:,}")

    @contextmanager
    def _told_at_the_end(self, gone: Weight) -> Iterator[None]:
        """What went is told, however it ends."""
        try:
            yield
        except KeyboardInterrupt:
            raise CommandError("Interrupted: the rest is whole.", returncode=INTERRUPTED) from None
        finally:
            self.stdout.write(f"Deleted: {_told(gone)}.")
            if gone.size:
                self.stdout.write("PostgreSQL uses that room again; its files do not shrink.")


def _criteria(given: dict[str, Any]) -> Criteria:
    named = {"--older-than": "older_than", "--status": "status", "--keep": "keep"}
    told = {option: given[name] for option, name in named.items() if given[name] is not None}
    if given["dry_run"] and given["yes"]:
        raise CommandError("--dry-run and --yes contradict each other: leave one out.")
    if given["names"] and told:
        option, value = next(iter(told.items()))
        raise CommandError(
            f"{option} is {quoted(value)} beside GAME_ID, which says exactly what goes: "
            "leave one of them out."
        )
    if not given["names"] and not told:
        raise CommandError(
            "Nothing says which games: name some, or give --older-than, --status or --keep."
        )
    return Criteria(
        names=tuple(given["names"]),
        before=None if given["older_than"] is None else _before(given["older_than"]),
        statuses=pruning.ENDED if given["status"] is None else _statuses(given["status"]),
        keep=0 if given["keep"] is None else _count(given["keep"]),
        marked=given["marked"],
    )


def _before(age: str) -> datetime:
    # Five digits of weeks still end after the year 1.
    found = re.fullmatch(r"([0-9]{1,5})([hdw])", age.strip())
    if found is None or not int(found[1]):
        raise CommandError(
            f"--older-than is {quoted(age)}: give a number from 1 to 99999 with a unit, "
            "as 12h, 90d or 8w."
        )
    return timezone.now() - timedelta(**{_UNITS[found[2]]: int(found[1])})


def _statuses(listed: str) -> tuple[str, ...]:
    given = tuple(part.strip() for part in listed.split(","))
    for one in given:
        if one not in list(Status):
            raise CommandError(
                f"--status is {quoted(listed)}, and {quoted(one)} is no status: "
                f"give some of {', '.join(Status)}, with commas."
            )
    return given


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or not int(text):
        raise CommandError(f"--keep is {quoted(text)}: give a whole number from 1.")
    return int(text)


def _line(game: Game, weight: Weight) -> str:
    return (
        f"{plain.clip(game.game_id, 48)}  {game.status}, recorded {game.created_at:%Y-%m-%d}, "
        f"{weight.rows['game_events']:,} events, {weight.rows['llm_decisions']:,} decisions, "
        f"{_size(weight.size)}"
    )


def _told(weight: Weight) -> str:
    rows = ", ".join(
        f"{count:,} {table}" for table, count in weight.rows.items() if table != "games" and count
    )
    games = weight.rows["games"]
    which = f"{games:,} {'game' if games == 1 else 'games'}"
    return f"{which}, {rows or 'no other rows'}, {_size(weight.size)} of data"


def _size(count: int) -> str:
    return filesizeformat(count).replace("\xa0", " ")
