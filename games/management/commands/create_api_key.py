"""Make a key for an engine; it is printed last, and never again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from games import keys
from games.domain.errors import RewindError
from games.models import ApiKey


class Command(BaseCommand):
    help = "Make an API key and print it, as the last line: only its hash is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="what the key is for, as 'arena on gpu-3'")
        parser.add_argument(
            "--scope",
            choices=ApiKey.Scope.values,
            default=ApiKey.Scope.WRITE,
            help="write (default): post games and read; read: only read, where reading needs a key",
        )

    def handle(self, *args: Any, name: str, scope: str, **options: Any) -> None:
        try:
            key = keys.create(name, scope)
        except RewindError as refusal:
            raise CommandError(refusal.detail) from refusal
        self.stderr.write(f"Key {name!r} may {scope}. It is shown only now:")
        self.stdout.write(key)
