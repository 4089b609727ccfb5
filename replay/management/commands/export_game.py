"""`manage.py export_game GAME_ID`: a recorded game as a folder that imports to the same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from games import exporting
from games.domain.errors import RewindError
from replay import notes_file, reading


class Command(BaseCommand):
    """Write a game into a folder."""

    help = "Write a recorded game into a folder that import_game reads back to the same bytes."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which game, and where to."""
        parser.add_argument("game_id", metavar="GAME_ID")
        parser.add_argument(
            "--to",
            type=Path,
            metavar="FOLDER",
            help="a folder that is made, or is empty (default: one named after the game)",
        )

    def handle(self, *_: Any, game_id: str, to: Path | None, **__: Any) -> None:
        """Export it; the digest is printed last.

        Raises:
            CommandError: there is no such game, or the folder cannot be written.
        """
        folder = to if to is not None else Path(exporting.folder_name(game_id))
        try:
            recording = reading.open_game(game_id)
            exported = exporting.export(
                game_id, folder, beside=lambda made: notes_file.write(recording, made)
            )
        except RewindError as error:
            raise CommandError(error.detail) from error
        except OSError as error:
            raise CommandError(f"{folder} cannot be written: {error}") from error
        self.stdout.write(
            f"{exported.folder}: {exported.event_count} events, "
            f"{exported.decision_count} decisions\n{exported.digest}"
        )
