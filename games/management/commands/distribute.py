"""`manage.py distribute`: spread the games over the workers of a Citus cluster, once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from games import distributing
from games.domain.errors import RewindError

NO_CITUS = (
    "This PostgreSQL has no Citus extension, so there are no workers to spread games over; nothing "
    "was changed. Stay with it while one machine is enough, or point DATABASE_URL at a Citus "
    "coordinator on which CREATE EXTENSION citus was run."
)


class Command(BaseCommand):
    """Make distributed tables of every table that belongs to a game."""

    help = (
        "Spread games over the workers of a Citus cluster, each game whole on one of them by its "
        "uuid. Stop the site and the engines first: it locks every table it moves. All or nothing, "
        "in one transaction; what is spread already is left as it is, so run it again after a "
        "migration that adds a table."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Only whether to do it."""
        parser.add_argument(
            "--dry-run", action="store_true", help="print the SQL, with or without Citus"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Distribute what is left to distribute; each statement is printed as it is run.

        Raises:
            CommandError: there is no Citus, tables are missing or cannot be spread; then nothing
                was changed.
        """
        is_dry = options["dry_run"]
        has_citus = distributing.has_citus()
        if not has_citus and not is_dry:
            raise CommandError(NO_CITUS)
        _check_migrated()
        try:
            statements = distributing.statements(distributing.spread())
        except RewindError as refusal:
            raise CommandError(f"{refusal.detail} Nothing was changed.") from refusal
        if not statements:
            self.stdout.write("Every table of a game is distributed already: nothing to do.")
        elif is_dry:
            self._print(statements)
            if not has_citus:
                self.stderr.write("Only printed: this PostgreSQL has no Citus extension.")
        else:
            self._run(statements)

    def _print(self, statements: list[str]) -> None:
        for statement in ("BEGIN", *statements, "COMMIT"):
            self.stdout.write(f"{statement};")

    def _run(self, statements: list[str]) -> None:
        try:
            # One statement for each execute: Citus runs no string of several.
            with transaction.atomic(), connection.cursor() as cursor:
                for statement in statements:
                    self.stdout.write(f"{statement};")
                    cursor.execute(statement)
        except Error as refusal:
            raise CommandError(f"PostgreSQL refused: {refusal}\nNothing was changed.") from refusal
        count = sum("create_distributed_table(" in statement for statement in statements)
        self.stdout.write(self.style.SUCCESS(f"{count} tables are distributed by game."))


def _check_migrated() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError(
            "The database lacks migrations, and so some tables; nothing was changed. "
            "Run 'manage.py migrate' first."
        )
