"""What `manage.py demo` says on the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import assert_never
from urllib.parse import quote

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from replay.demo import programme
from replay.demo.players import Began, Failed, Over, Report


class Shown:
    """Where to look, and how far the games are."""

    def __init__(self, console: Console, url: str) -> None:
        self._console = console
        self._url = url
        self._bar: Progress | None = None
        self._task = TaskID(0)
        self._left = 0
        self._waits_for_live = True
        self.note(f"Monopoly Rewind: {url}")

    @property
    def is_complete(self) -> bool:
        """Whether all games are over, and one to be watched has begun."""
        return self._left <= 0 and not self._waits_for_live

    def note(self, text: str) -> None:
        """A line of its own."""
        self._console.print(text, markup=False, highlight=False, soft_wrap=True)

    def page(self, what: str, game_id: str) -> None:
        """A game to look at."""
        self.note(f"{what}: {self._url}games/{quote(game_id)}/")

    def report(self, report: Report) -> None:
        """Say what a player has told."""
        if report.game_id.startswith(programme.LIVE):
            self._waits_for_live = False
        match report:
            case Began(game_id) if game_id.startswith(programme.LIVE):
                self.page("A game is being played", game_id)
            case Began():
                pass
            case Over():
                self._advance(report.game_id, report.events)
            case Failed():
                self.note(f"{report.game_id} failed: {report.problem}")
                self._advance(report.game_id, 0)
            case _:
                assert_never(report)

    @contextmanager
    def progress(self, games: int) -> Iterator[None]:
        """A bar while so many games are played."""
        self._left = games
        self._bar = Progress(
            TextColumn("games"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[events]:,} events"),
            TimeElapsedColumn(),
            console=self._console,
        )
        self._task = self._bar.add_task("", total=games, events=0, visible=games > 0)
        with self._bar:
            yield
        self._bar = None

    def _advance(self, game_id: str, events: int) -> None:
        if self._bar is None or game_id.startswith(programme.LIVE):
            return
        self._left -= 1
        before = self._bar.tasks[0].fields["events"]
        self._bar.update(self._task, advance=1, events=before + events)
