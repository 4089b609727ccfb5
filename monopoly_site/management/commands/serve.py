"""`manage.py serve`: the whole site, as in production, by one command."""

import signal
import socket
import sys
from contextlib import nullcontext
from types import FrameType
from typing import Any, NoReturn

import uvicorn
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from games.live import hub
from monopoly_site import arenas, collected, listening, migrating, summing, watching
from monopoly_site.postgres.errors import PostgresError


class Command(BaseCommand):
    """Migrate, then serve until told to stop."""

    help = "Migrate, then serve the site until told to stop. Ready when /readyz answers 200."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen."""
        parser.add_argument("--host", default="127.0.0.1", help="default: %(default)s")
        parser.add_argument("--port", type=int, default=8000, help="default: %(default)s")
        parser.add_argument(
            "--without-summaries",
            action="store_true",
            help="leave the statistics' summaries to manage.py rebuild_summaries",
        )

    def handle(
        self, *_: Any, host: str, port: int, verbosity: int, without_summaries: bool, **__: Any
    ) -> None:
        """Serve. Ends within seconds of SIGTERM or Ctrl-C, open streams or not."""
        # uvicorn sends itself the signal again once it is done, which by default would end the
        # process before it lets go of the embedded database.
        signal.signal(signal.SIGTERM, _leave)
        arenas.few()
        try:
            with listening.socket_on(host, port) as listener:
                migrating.migrate(verbosity=verbosity)
                collected.refresh()
                self.stdout.write(f"Monopoly Rewind: {listening.url(listener)}")
                self.stdout.flush()
                beside = nullcontext() if without_summaries else summing.beside()
                with watching.embedded_server(), beside:
                    _serve(listener)
        except (listening.CannotListen, PostgresError) as problem:
            raise CommandError(str(problem)) from problem
        except OperationalError as problem:
            raise CommandError(f"The database can't be used: {problem}") from problem


def _serve(listener: socket.socket) -> None:
    configuration = uvicorn.Config(
        "monopoly_site.asgi:application",
        log_config=None,  # Django has set up logging
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=2,
        proxy_headers=True,
        forwarded_allow_ips="127.0.0.1",
    )
    try:
        _Server(configuration).run(sockets=[listener])
    except KeyboardInterrupt:
        return  # uvicorn has already shut down in order


class _Server(uvicorn.Server):
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop: streams end at once, so that their readers turn to whoever serves next."""
        super().handle_exit(sig, frame)
        hub.end_all()


def _leave(*_: Any) -> NoReturn:
    sys.exit(0)
