"""Migrations, one process at a time."""

from django.core.management import call_command
from django.db import connection

# Any number will do as long as nothing else locks it; these are the bytes of "rewind".
LOCK = 0x726577696E64


def migrate(*, verbosity: int = 1) -> None:
    """Bring the database's tables up to date; a second process waits and finds nothing to do.

    The lock belongs to the session, so the kernel of the matter is safe even when a migration
    commits in between, and it goes when the process does.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            call_command("migrate", interactive=False, verbosity=max(0, verbosity - 1))
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    connection.close()
