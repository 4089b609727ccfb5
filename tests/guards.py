"""The database's own guards, as far as tests have to get past them."""

from django.db import connection

# TRUNCATE is how Django empties tables after a test that really commits.
TRIGGERS = {
    "game_events": "game_events_no_truncate",
    "llm_decisions": "llm_decisions_no_truncate",
}


def let_tests_truncate() -> None:
    """Disable, in the tests' database only, the triggers that refuse TRUNCATE."""
    with connection.cursor() as cursor:
        for table, trigger in TRIGGERS.items():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
