"""Where the tests keep their database, so that a developer's own data is never touched."""

import hashlib
import os
import re
from pathlib import Path

from monopoly_site import environment

REPOSITORY = Path(__file__).resolve().parent.parent


def data_dir() -> Path:
    """The tests' data folder: one for each clone, kept between runs for a quick start."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if os.geteuid() == 0:
        root = Path("/var/cache")
    else:
        root = Path(base) if Path(base).is_absolute() else Path.home() / ".cache"
    clone = hashlib.sha256(os.fsencode(REPOSITORY)).hexdigest()[:12]
    return root / "monopoly-rewind" / f"tests-{clone}"


def environment_overrides() -> dict[str, str]:
    """What the tests set; everything else a developer's shell sets is blanked."""
    blank = {setting.name: "" for setting in environment.TABLE}
    kept = {"DATABASE_URL": os.environ.get("TEST_DATABASE_URL", "")}
    return {**blank, **kept, "MONOPOLY_DATA_DIR": str(data_dir()), "LOG_LEVEL": "WARNING"}


def database_name(worker: str) -> str:
    """A name no other test run on this machine uses; it tells whose the database is."""
    return f"test_monopoly_{os.getpid()}{worker}"


def shut_database() -> None:
    """End every connection to the database of this run, and let nobody open another one."""
    from django.db import connection

    name = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )


def drop_abandoned_databases() -> None:
    """Drop the databases of test runs that were killed."""
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname ~ '^test_monopoly_[0-9]+'")
        for (name,) in cursor.fetchall():
            if not _alive(int(re.findall(r"\d+", name)[0])):
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
