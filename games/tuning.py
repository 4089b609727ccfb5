"""Settings of PostgreSQL for some statements, and no longer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import connection


@contextmanager
def during(settings: Mapping[str, str]) -> Iterator[None]:
    """Within a transaction: these settings for what is done within, which goes on as before.

    What fails takes its settings along, as its transaction or savepoint is rolled back.
    """
    names = list(settings)
    columns = ", ".join(["current_setting(%s)"] * len(names))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", names)
        usual = dict(zip(names, cursor.fetchone(), strict=True))
    _set(settings)
    yield
    _set(usual)


def _set(settings: Mapping[str, str]) -> None:
    calls = ", ".join(["set_config(%s, %s, true)"] * len(settings))
    values = [text for pair in settings.items() for text in pair]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", values)
