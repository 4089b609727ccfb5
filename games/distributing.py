"""The way onto Citus: what spreads the games over its workers, as SQL.

What has to be done is read from the catalog, so that a table of a later migration is covered too:
Citus takes no unique key without the key of distribution, and its emptying of the local copies
would meet the triggers that refuse TRUNCATE.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from games import belonging
from games.domain.errors import Conflict
from games.models import Game

_HAS_CITUS = "SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus')"

# 'h': spread by hash. Tables that only stand on the coordinator are listed too.
_SPREAD = """
SELECT c.relname::text FROM pg_dist_partition p JOIN pg_class c ON c.oid = p.logicalrelid
WHERE p.partmethod = 'h'"""

# A unique index need be no constraint; one over an expression has only its plain columns here.
_UNIQUE = """
SELECT i.relname::text, c.conname::text, x.indisprimary,
  ARRAY(SELECT a.attname::text FROM unnest(x.indkey) WITH ORDINALITY AS k (number, place)
        JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.number ORDER BY k.place)
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
LEFT JOIN pg_constraint c ON c.conindid = x.indexrelid AND c.contype IN ('p', 'u')
WHERE x.indrelid = %s::regclass AND x.indisunique ORDER BY i.relname"""

# Bit 5 of tgtype: fired by TRUNCATE.
_AGAINST_TRUNCATE = """
SELECT tgname::text, pg_get_triggerdef(oid) FROM pg_trigger
WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgtype & 32 <> 0 ORDER BY tgname"""

# The name of a game is unique through its key, a hash of it, which a CHECK ties to it.
_CARRIED_BY_THE_KEY = ["game_id"]


class NotDistributable(Conflict):
    """`sentence` is the instance's own: what stands in the way, and the way out."""

    code = "not_distributable"

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.problem = sentence

    @property
    def detail(self) -> str:
        return self.problem


def has_citus() -> bool:
    """Whether the database has the extension."""
    return bool(_rows(_HAS_CITUS)[0][0])


def spread() -> set[str]:
    """The tables that are spread over workers already; none where there is no Citus."""
    return {row[0] for row in _rows(_SPREAD)} if has_citus() else set()


def statements(done: set[str]) -> list[str]:
    """What spreads each table of a game that is not `done`, in order, for one transaction.

    Each is to be executed by itself. Empty where nothing is left to do.

    Raises:
        NotDistributable: a table has a unique key that cannot be held across workers.
    """
    games = Game._meta.db_table  # noqa: SLF001 - the documented way
    keys = {games: "id"} | {one.table: one.column for one in belonging.tables()}
    left = {table: key for table, key in keys.items() if table not in done}
    if not left:
        return []
    rekeyed = [text for table, key in left.items() for text in _rekeyed(table, key)]
    guards = [(table, *row) for table in left for row in _rows(_AGAINST_TRUNCATE, table)]
    # The local copies of all that hangs on games are emptied with theirs.
    emptied = [games] if games in left else list(left)
    return [
        "SET LOCAL citus.enable_unsafe_triggers = on",
        *rekeyed,
        *(f"DROP TRIGGER {_name(guard)} ON {_name(table)}" for table, guard, _ in guards),
        *(_spreading(table, key, games) for table, key in left.items()),
        *(f"SELECT truncate_local_data_after_distributing_table('{table}')" for table in emptied),
        *(definition for _, _, definition in guards),
    ]


def _spreading(table: str, key: str, games: str) -> str:
    beside = "" if table == games else f", colocate_with => '{games}'"
    return f"SELECT create_distributed_table('{table}', '{key}'{beside})"


def _rekeyed(table: str, key: str) -> list[str]:
    """What gives each unique key of a table the key of distribution."""
    found = []
    for index, constraint, is_primary, columns in _rows(_UNIQUE, table):
        if key in columns:
            continue
        change = f"ALTER TABLE {_name(table)} DROP CONSTRAINT {_name(constraint or index)}"
        if is_primary:
            wide = ", ".join(map(_name, [key, *columns]))
            found.append(f"{change}, ADD PRIMARY KEY ({wide})")
        elif key == "id" and columns == _CARRIED_BY_THE_KEY and constraint:
            found.append(change)
        else:
            raise NotDistributable(
                f"{table} has the unique index {index} without the column {key}, which no worker "
                f"could hold by itself: give it {key} in a migration, then distribute again."
            )
    return found


def _rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _name(text: str) -> str:
    plain = text.isidentifier() and text.isascii() and text == text.lower()
    return text if plain else str(connection.ops.quote_name(text))
