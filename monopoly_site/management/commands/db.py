"""`manage.py db start|stop|status|url`: the embedded PostgreSQL by hand."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from monopoly_site import embedded
from monopoly_site.postgres import lease, server
from monopoly_site.postgres.errors import PostgresError


class Command(BaseCommand):
    """Start, stop or show the embedded PostgreSQL."""

    help = "Start, stop or show the embedded PostgreSQL."
    requires_system_checks: list[str] = []  # noqa: RUF012  Django's own declaration

    def add_arguments(self, parser: CommandParser) -> None:
        """One word says what to do."""
        parser.add_argument("action", choices=["start", "stop", "status", "url"])

    def handle(self, *_: Any, action: str, **__: Any) -> None:
        """Do it. `status` ends with exit code 3 when the server is down, as pg_ctl's does."""
        if not settings.EMBEDDED_POSTGRES:
            raise CommandError("DATABASE_URL is set, so the embedded PostgreSQL is not in use.")
        try:
            getattr(self, f"_{action}")(embedded.server())
        except PostgresError as problem:
            raise CommandError(str(problem)) from problem

    def _start(self, target: server.Server) -> None:
        lease.pin(target)
        self.stdout.write(f"PostgreSQL is running (process {server.pid(target)}): {target.url}")

    def _stop(self, target: server.Server) -> None:
        stopped = lease.unpin(target)
        self.stdout.write("PostgreSQL is stopped." if stopped else "PostgreSQL was not running.")

    def _status(self, target: server.Server) -> None:
        pid = server.pid(target)
        if pid is None:
            raise CommandError("PostgreSQL is not running.", returncode=3)
        self.stdout.write(f"PostgreSQL is running (process {pid}): {target.url}")

    def _url(self, target: server.Server) -> None:
        self.stdout.write(target.url)
        if server.pid(target) is None:
            self.stderr.write("It is not running; `manage.py db start` starts it.")
