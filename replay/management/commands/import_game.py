"""`manage.py import_game PATH …`: games recorded elsewhere, brought into the record."""

from __future__ import annotations

import io
import time
from argparse import RawDescriptionHelpFormatter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from games import importing, intake
from games.domain.errors import RewindError
from games.importing import Choices, options
from games.importing.detect import Found
from replay import keyframes, notes_file, recording
from replay.domain.dialects.registry import DIALECTS

_DESCRIPTION = """Import games: folders written by export_game, folders of monopoly-llm-benchmark
and monopoly_game_arena, GameLogger files, or a folder of any of these.

A log with holes, a restart or a cut end is reported with line numbers, and nothing of it is
imported until an option says how. Importing the same game again changes nothing."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of one game; `problem` is None where it is in the record now."""

    name: str
    game_id: str = ""
    events: int = 0
    decisions: int = 0
    seconds: float = 0.0
    new: bool = False
    problem: str | None = None

    @property
    def says(self) -> str:
        if self.problem is not None:
            return "failed"
        return "imported" if self.new else "already there, the same"


class Command(BaseCommand):
    """Import games from files."""

    help = "Import games from files of this project or of two other engines."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the paragraphs of the help."""
        kwargs.setdefault("formatter_class", RawDescriptionHelpFormatter)
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.description = _DESCRIPTION
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        """Paths, and what the files leave open."""
        add = parser.add_argument
        add("paths", nargs="+", type=Path, metavar="PATH", help="a game, or a folder of games")
        add("--dialect", choices=sorted(DIALECTS), help="how to read the events (found by itself)")
        add("--game-id", help="the game's name here (the engine's own); for one game only")
        add("--mark-gaps", action="store_true", help="put a 'missing' event for each lost number")
        add("--run", type=int, metavar="N", help="take the N-th run of a log that holds several")
        add("--drop-truncated", action="store_true", help="leave out a last line that was cut off")
        add("--config", default="{}", metavar="JSON", help="laid over the config found")
        add("--players", default="", metavar="p1=Ada,p2=…", help="ids and names in seating order")

    def handle(self, *_: Any, paths: list[Path], **given: Any) -> None:
        """Import each game in a transaction of its own.

        Raises:
            CommandError: a game could not be imported; the others are.
        """
        _migrate()
        choices = _choices(given)
        outcomes: list[_Outcome] = []
        games = self._find(paths, outcomes)
        if choices.game_id is not None and len(games) > 1:
            raise CommandError(f"--game-id names one game, and {len(games)} were found.")
        outcomes += [self._import(found, choices) for found in games]
        if len(outcomes) > 1:
            self.stdout.write(_table(outcomes))
        failed = sum(outcome.problem is not None for outcome in outcomes)
        if failed:
            raise CommandError(f"{failed} of {len(outcomes)} could not be imported.")

    def _find(self, paths: list[Path], outcomes: list[_Outcome]) -> list[Found]:
        games: dict[Path, Found] = {}
        for path in paths:
            try:
                games |= {found.path.resolve(): found for found in importing.find(path)}
            except (RewindError, OSError) as error:
                outcomes.append(self._failed(str(path), error))
        return list(games.values())

    def _import(self, found: Found, choices: Choices) -> _Outcome:
        name = found.path.name
        begin = time.perf_counter()
        try:
            read = importing.read(found, choices)
            with _Shown(name, read.event_count, shown=self.stdout.isatty()) as progress:
                taken = intake.take(read, progress.advance)
            # Only what the reading derives: if it fails, the game is recorded all the same.
            taken_in = recording.open_game(read.game_id)
            keyframes.ensure(taken_in)
            notes_file.read(taken_in, found.path)
        except (RewindError, OSError) as error:
            return self._failed(name, error)
        seconds = time.perf_counter() - begin
        outcome = _Outcome(name, read.game_id, taken.events, taken.decisions, seconds, taken.new)
        self.stdout.write(_line(outcome))
        return outcome

    def _failed(self, name: str, error: RewindError | OSError) -> _Outcome:
        problem = error.detail if isinstance(error, RewindError) else str(error)
        self.stderr.write(self.style.ERROR(f"{_printable(name)}: {problem}"))
        return _Outcome(name, problem=problem)


class _Shown:
    """A bar on a terminal, nothing elsewhere: there each game's own line is the progress."""

    def __init__(self, name: str, total: int, *, shown: bool) -> None:
        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]} events/s"),
            TimeElapsedColumn(),
            transient=True,
            disable=not shown,
        )
        self._task = self._bar.add_task(_printable(name), total=total, rate="…")
        self._begin = time.perf_counter()
        self._done = 0

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def advance(self, count: int) -> None:
        self._done += count
        rate = self._done / max(time.perf_counter() - self._begin, 1e-6)
        self._bar.update(self._task, completed=self._done, rate=f"{rate:,.0f}")


def _choices(given: dict[str, Any]) -> Choices:
    try:
        return Choices(
            dialect=given["dialect"],
            game_id=given["game_id"],
            mark_gaps=given["mark_gaps"],
            run=given["run"],
            drop_truncated=given["drop_truncated"],
            config=options.config(given["config"]),
            players=options.players(given["players"]) if given["players"] else (),
        )
    except RewindError as error:
        raise CommandError(error.detail) from error


def _migrate() -> None:
    """Set up the tables where that is still to be done: an import may be the first thing ever."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def _line(outcome: _Outcome) -> str:
    rate = outcome.events / max(outcome.seconds, 1e-6)
    return (
        f"{_printable(outcome.game_id)}: {outcome.says} ({outcome.events} events, "
        f"{outcome.decisions} decisions, {outcome.seconds:.2f} s, {rate:,.0f} events/s)"
    )


def _table(outcomes: list[_Outcome]) -> str:
    table = Table("source", "game", "events", "decisions", "seconds", "", box=None)
    for column in table.columns[2:5]:
        column.justify = "right"
    for each in outcomes:
        counts = (str(each.events), str(each.decisions), f"{each.seconds:.2f}")
        table.add_row(Text(each.name), Text(each.game_id), *counts, each.says)
    total = [sum(each.events for each in outcomes), sum(each.decisions for each in outcomes)]
    seconds = sum(each.seconds for each in outcomes)
    table.add_row("total", "", *map(str, total), f"{seconds:.2f}", f"{len(outcomes)} games")
    text = io.StringIO()
    Console(file=text, width=120, color_system=None).print(table)
    return text.getvalue()


def _printable(text: str) -> str:
    """Names come from files: their control characters must not reach the terminal."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
