"""Show which keys there are, and which of them are in use."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand

from games.models import ApiKey


class Command(BaseCommand):
    help = "List the API keys: name, scope, when made, last used and revoked."

    def handle(self, *args: Any, **options: Any) -> None:
        rows: list[tuple[str, ...]] = [("NAME", "SCOPE", "MADE", "LAST USED", "REVOKED")]
        for key in ApiKey.objects.order_by("created_at", "pk"):
            times = (key.created_at, key.last_used_at, key.revoked_at)
            rows.append((key.name, key.scope, *map(_shown, times)))
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())


def _shown(moment: datetime | None) -> str:
    return "-" if moment is None else f"{moment:%Y-%m-%d %H:%M}"
