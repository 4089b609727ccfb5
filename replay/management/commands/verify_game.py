"""`manage.py verify_game GAME_ID | --all`: is a game what was recorded, and does it hold?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from games.domain.errors import RewindError
from games.models import Game
from replay import auditing, reading
from replay.domain.invariants import RULES
from replay.drawing import plain

SHOWN = 5
"""Findings told of each rule; the page and the API have more."""


class Command(BaseCommand):
    """Recompute digests and audit games."""

    help = "Audit recorded games and compare their digests; fails on any proven defect."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which games."""
        parser.add_argument("game_id", nargs="?", metavar="GAME_ID")
        parser.add_argument("--all", action="store_true", help="every recorded game")

    def handle(self, *_: Any, game_id: str | None, **options: Any) -> None:
        """Verify each game; one line each, and one per finding.

        Raises:
            CommandError: a defect is proven, a digest differs, or a game cannot be found.
        """
        if (game_id is None) is not options["all"]:
            raise CommandError("Name one GAME_ID, or --all.")
        total, bad = 0, 0
        for name in [game_id] if game_id is not None else _all():
            total += 1
            try:
                bad += self._verify(name)
            except RewindError as error:
                bad += 1
                self.stderr.write(self.style.ERROR(error.detail))
        if bad:
            raise CommandError(f"{bad} of {total} games {'does' if bad == 1 else 'do'} not hold.")
        self.stdout.write(f"{total} games hold." if total != 1 else "The game holds.")

    def _verify(self, game_id: str) -> bool:
        """Whether it fails."""
        recording = reading.open_game(game_id)
        length = recording.head - recording.first + 1
        done = 0

        def progress(count: int) -> None:
            nonlocal done
            done += count
            if self.stderr.isatty():
                end = "\n" if done >= length else ""
                self.stderr.write(f"\r{done:,} of {length:,} events", ending=end)

        audited = auditing.of(recording, progress)
        counts = ", ".join(f"{rule} {count}" for rule, count in audited.report.counts.items())
        said = "CHANGED" if audited.is_changed else ("fails" if audited.is_severe else "holds")
        self.stdout.write(
            f"{plain.clip(game_id, 200)}: {said} ({audited.report.events:,} events; "
            f"{counts or 'nothing found'}) {audited.link.digest}"
        )
        if audited.report.uncompared:
            count = f"{audited.report.uncompared:,}"
            self.stdout.write(f"  not compared with the board: the prompts of {count} decisions")
        self._tell(audited)
        return audited.is_severe

    def _tell(self, audited: auditing.Audited) -> None:
        if audited.is_changed and audited.seal is not None:
            self.stdout.write(f"  noted when it finished: {audited.seal.digest}")
        told: dict[str, int] = {}
        for one in audited.report.findings:
            told[one.rule] = told.get(one.rule, 0) + 1
            if RULES[one.rule].is_severe and told[one.rule] <= SHOWN:
                at = "" if one.sequence_number is None else f"event {one.sequence_number}: "
                self.stdout.write(f"  {one.rule}: {at}{plain.visible(one.sentence)}")


def _all() -> Iterator[str]:
    yield from Game.objects.order_by("created_at", "id").values_list("game_id", flat=True)
