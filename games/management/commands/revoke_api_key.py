"""End a key; the next request that brings it is refused."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from games import keys
from games.domain.errors import RewindError


class Command(BaseCommand):
    help = "Revoke an API key, at once and for ever."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the key's name, as list_api_keys shows it")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        try:
            keys.revoke(name)
        except RewindError as refusal:
            raise CommandError(refusal.detail) from refusal
        self.stdout.write(f"Key {name!r} is revoked.")
