#!/usr/bin/env python
"""Command-line entry point: `python manage.py COMMAND`."""

import os
import sys


def main() -> None:
    """Run the management command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "monopoly_site.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        # A traceback would bury the message that says which variable to mend.
        sys.exit(f"{problem}")
    except Exception as problem:
        from django.db import OperationalError

        if not isinstance(problem, OperationalError):
            raise
        sys.exit(
            f"The database cannot be used: {problem.__cause__ or problem}\n"
            "Check DATABASE_URL, or unset it for the embedded PostgreSQL."
        )


if __name__ == "__main__":
    main()
