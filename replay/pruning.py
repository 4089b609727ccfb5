"""Which games may go, what would go with them, and their going: one game in each transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from games import belonging, lifecycle
from games.domain.errors import GameNotFound
from games.domain.identity import game_uuid
from games.domain.status import ENDS
from games.live import announcing
from games.models import Game
from replay.models import Bookmark, Watch

ENDED = tuple(sorted(ENDS))

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Criteria:
    """All of them together say which games go; `before` is of `created_at`, the recording here.

    With `names` those games alone, of whichever status; else `statuses`. Of what is left the newest
    `keep` stay. What somebody marked goes only if `marked`.
    """

    names: tuple[str, ...] = ()
    before: datetime | None = None
    statuses: tuple[str, ...] = ENDED
    keep: int = 0
    marked: bool = False


@dataclass(slots=True)
class Weight:
    """Rows by table, and the bytes of their values, as stored: without indexes and dead rows."""

    rows: Counter[str] = field(default_factory=Counter)
    size: int = 0

    def add(self, other: Weight) -> None:
        self.rows.update(other.rows)
        self.size += other.size


@dataclass(frozen=True, slots=True)
class Chosen:
    """`games` go, the oldest first; `marked` and `open` tell how many were left alone, and why."""

    games: list[Game]
    marked: int
    open: int


def choose(criteria: Criteria) -> Chosen:
    """Find the games that may go.

    Raises:
        GameNotFound: a name is of no game.
    """
    named = {_key(name): name for name in criteria.names}
    there = set(Game.objects.filter(pk__in=named).values_list("pk", flat=True))
    for key, name in named.items():
        if key not in there:
            raise GameNotFound(name)
    old = _old(criteria)
    wanted = old if named else old.filter(status__in=criteria.statuses)
    free = wanted if criteria.marked else wanted.exclude(_is_marked())
    # Whoever leaves the status to the command is told of games that only it kept.
    is_open = Game.objects.none() if named or criteria.statuses != ENDED else old
    newest = free.only("game_id", "created_at", "status").order_by("-created_at", "-id")
    return Chosen(
        games=list(newest[criteria.keep :])[::-1],
        marked=0 if criteria.marked else wanted.filter(_is_marked()).count(),
        open=is_open.exclude(status__in=ENDED).count(),
    )


def weigh(games: Iterable[Game]) -> dict[UUID, Weight]:
    """Count what hangs on each game, itself included: each table is read once per 500 games."""
    keys = [game.pk for game in games]
    found = {key: Weight() for key in keys}
    tables = [(one.table, one.column, one.columns) for one in belonging.tables()]
    fields = Game._meta.concrete_fields  # noqa: SLF001 - the documented way
    games_table = ("games", "id", [str(each.column) for each in fields])
    for start in range(0, len(keys), _BATCH):
        for table, column, columns in (games_table, *tables):
            for key, rows, size in _sums(table, column, columns, keys[start : start + _BATCH]):
                found[key].rows[table] += rows
                found[key].size += size
    return found


def total(weights: Iterable[Weight]) -> Weight:
    """All of them together."""
    whole = Weight()
    for each in weights:
        whole.add(each)
    return whole


def delete(game: Game, criteria: Criteria) -> Weight | None:
    """Delete one chosen game and tell what went, or None: it is gone, or is another one by now.

    Another one: recorded anew, of another status, or marked since it was chosen.
    """
    with transaction.atomic():
        try:
            # Whoever appends to the game, or keeps something with it, waits for this.
            now = lifecycle.lock(game.pk)
        except GameNotFound:
            return None
        if (now.created_at, now.status) != (game.created_at, game.status):
            return None
        one = Game.objects.filter(pk=game.pk)
        if not criteria.marked and one.filter(_is_marked()).exists():
            return None
        weight = weigh([now])[game.pk]
        # The database takes the rest along; through Django each event would be read first.
        one.delete()
        announcing.game_changed(game.pk)
    return weight


def _key(name: str) -> UUID:
    try:
        return game_uuid(name)
    except UnicodeEncodeError:
        # Bytes of a command line that are no text; no game can be called so.
        raise GameNotFound(name) from None


def _old(criteria: Criteria) -> QuerySet[Game]:
    found = Game.objects.all()
    if criteria.names:
        found = found.filter(pk__in=[game_uuid(name) for name in criteria.names])
    return found if criteria.before is None else found.filter(created_at__lt=criteria.before)


def _is_marked() -> Q:
    """A person said that this game matters: not derived, and lost with the game."""
    of_game = {"game": OuterRef("pk")}
    said = Q(metadata__has_key="keep") & ~Q(metadata__keep=False) & ~Q(metadata__keep=None)
    marked = Exists(Bookmark.objects.filter(**of_game)) | Exists(Watch.objects.filter(**of_game))
    return Q(marked) | said


def _sums(
    table: str, column: str, columns: Sequence[str], keys: Sequence[UUID]
) -> list[tuple[UUID, int, int]]:
    name = connection.ops.quote_name
    # Of a column, not of the row: a long value's size is known without reading it.
    size = " + ".join(f"coalesce(pg_column_size({name(each)}), 0)" for each in columns)
    key = name(column)
    sql = (
        f"SELECT {key}, count(*), sum({size})::bigint FROM {name(table)} "  # noqa: S608 - our names
        f"WHERE {key} = ANY(%s) GROUP BY {key}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(keys)])
        rows: list[tuple[UUID, int, int]] = cursor.fetchall()
    return rows
