"""How a game comes to be recorded, goes on, and ends. Synchronous, each call in a transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DataError, connection, transaction
from django.utils import timezone
from msgspec import UNSET, UnsetType, structs

from games import chain, limits, stored
from games.domain import storable
from games.domain.errors import GameExists, GameNotFound, InvalidField, PlayerNotFound
from games.domain.identity import LONGEST_GAME_ID, game_uuid
from games.domain.numbering import first_sequence
from games.domain.seat import Result, Seat
from games.domain.status import ENDS, Status, check_transition
from games.live import announcing
from games.models import Game, Player
from games.queries import Key, key
from games.rowid import uuid7s

# Whoever comes second waits here for the first one's commit, and then finds its row.
_CREATE = """
INSERT INTO games (id, game_id, status, config, total_turns, metadata)
VALUES (%s, %s, 'created', %s::jsonb, 0, %s::jsonb) ON CONFLICT (id) DO NOTHING RETURNING id"""

_LOCK = "SELECT game_id, status, started_at FROM games WHERE id = %s FOR UPDATE"
_SEAT = ("player_id", "name", "agent_type", "llm_model_name", "llm_parameters")
_SEAT_ALL = f"""INSERT INTO players
(id, game_uuid, {", ".join(_SEAT)}, is_winner, is_bankrupt) VALUES"""
_PLACES = "(%s, %s, %s, %s, %s, %s, %s::jsonb, false, false)"

# Compared by the database, for which 1 and true differ and 1 and 1.0 do not. The seal is ours: an
# engine that tells a finished game again cannot know it.
_COMPARE = """
SELECT config = %s::jsonb, metadata - 'event_chain' = %s::jsonb - 'event_chain',
  coalesce((SELECT jsonb_agg(
      jsonb_build_array(player_id, name, agent_type, llm_model_name, llm_parameters)
      ORDER BY player_id) FROM players WHERE game_uuid = games.id), '[]') = %s::jsonb
FROM games WHERE id = %s"""


# By the database: through Python a number of many digits would not come back the same. A seal that
# is there already was told with the game, and is left to be compared.
_SEAL = """
UPDATE games SET metadata = jsonb_build_object('event_chain', %s::jsonb) || metadata
WHERE id = %s"""


def create(
    game_id: str,
    *,
    config: Mapping[str, Any] | None = None,
    metadata: Mapping[str, Any] | None = None,
    players: Sequence[Seat] = (),
) -> tuple[Game, bool]:
    """Record a new game with its players; return it, and whether it is new.

    Telling the same again finds the recorded game. Raises as `make` does.
    """
    is_new = make(game_id, config=config, metadata=metadata, players=players)
    return Game.objects.get(pk=game_uuid(game_id)), is_new


def make(
    game_id: str,
    *,
    config: Mapping[str, Any] | None = None,
    metadata: Mapping[str, Any] | None = None,
    players: Sequence[Seat] = (),
) -> bool:
    """As `create`, for who needs no Game: whether it is new.

    Raises GameExists if the game was told differently, and InvalidField or TooLarge for what cannot
    be stored.
    """
    check_new(game_id, config or {}, players)
    told = [json_text(config or {}, "config"), json_text(metadata or {}, "metadata")]
    primary_key = game_uuid(game_id)
    with _one_step("game"):
        with connection.cursor() as cursor:
            cursor.execute(_CREATE, [primary_key, game_id, *told])
            is_new = cursor.fetchone() is not None
        if is_new:
            _seat_all(primary_key, players)
            announcing.game_changed(primary_key)  # whoever followed another game of this id
        else:
            _check_same(game_id, told, players)
    return is_new


def check_new(game_id: str, config: Mapping[str, Any], players: Sequence[Seat]) -> None:
    """Raise InvalidField unless a game may be made like this."""
    storable.check_text(game_id, "game_id", limits.bounds())
    if not game_id.strip() or len(game_id) > LONGEST_GAME_ID:
        problem = f"it must have 1 to {LONGEST_GAME_ID} characters, not all of them blank"
        raise InvalidField("game_id", game_id, problem)
    if first_sequence(config) is None:
        problem = "it must be a whole number from 0"
        raise InvalidField("config.first_sequence", config["first_sequence"], problem)
    taken = set[int]()
    for index, one in enumerate(players):
        if one.player_id in taken:
            problem = "each player needs a number of their own"
            raise InvalidField(f"players[{index}].player_id", one.player_id, problem)
        taken.add(one.player_id)


def seat(game: Key, players: Sequence[Seat]) -> list[Player]:
    """Add players to a game. Raises what cannot be stored as InvalidField or TooLarge."""
    return Player.objects.bulk_create(
        Player(game_uuid=key(game), **_checked(one, f"players[{index}]"))
        for index, one in enumerate(players)
    )


def join(game: Key, one: Seat) -> Player:
    """Add one player. Raises GameNotFound, or InvalidField if the number is taken."""
    with _one_step("game"):
        found = lock(game)
        if Player.objects.filter(game=found, player_id=one.player_id).exists():
            problem = f"game {found.game_id!r} has such a player already"
            raise InvalidField("player_id", one.player_id, problem)
        return seat(game, [one])[0]


def conclude(game: Key, result: Result) -> Player:
    """Write one player's result. Raises GameNotFound and PlayerNotFound."""
    with _one_step("game"):
        found = lock(game)
        _write_result(found.game_id, result)
        return Player.objects.get(game=found, player_id=result.player_id)


def change(
    game: Key,
    *,
    status: Status | None = None,
    started_at: datetime | UnsetType | None = UNSET,
    finished_at: datetime | UnsetType | None = UNSET,
    winner_id: int | UnsetType | None = UNSET,
    total_turns: int | UnsetType = UNSET,
    results: Sequence[Result] = (),
) -> Game:
    """Write what the engine says of the game; return it as it is now. Raises as `tell` does."""
    tell(
        game,
        status=status,
        started_at=started_at,
        finished_at=finished_at,
        winner_id=winner_id,
        total_turns=total_turns,
        results=results,
    )
    return Game.objects.get(pk=key(game))


def tell(
    game: Key,
    *,
    status: Status | None = None,
    started_at: datetime | UnsetType | None = UNSET,
    finished_at: datetime | UnsetType | None = UNSET,
    winner_id: int | UnsetType | None = UNSET,
    total_turns: int | UnsetType = UNSET,
    results: Sequence[Result] = (),
) -> None:
    """As `change`, for who needs no Game: what is UNSET stays.

    Where times are not told, the first start and every end are noted as now. Raises GameNotFound,
    ImpossibleTransition and PlayerNotFound; then nothing is changed.
    """
    told: dict[str, Any] = {
        "started_at": started_at,
        "finished_at": finished_at,
        "winner_id": winner_id,
        "total_turns": total_turns,
    }
    finishes = False
    with _one_step("game"):
        found = _locked(game)
        fields = {name: value for name, value in told.items() if value is not UNSET}
        if status is not None:
            check_transition(found.game_id, found.status, status)
            finishes = status is Status.FINISHED and found.status != status
            fields = _times(found, status) | fields | {"status": status.value}
        if fields:
            _update("games", fields, "id = %s", [key(game)])
        if "status" in fields:
            announcing.game_changed(key(game))
        if finishes:
            _seal(found.game_id)
        for result in results:
            _write_result(found.game_id, result)


def lock(game: Key) -> Game:
    """Hold the game and its streams until the transaction ends. Raises GameNotFound."""
    # By primary key alone: Citus locks no other way.
    found = Game.objects.select_for_update().filter(pk=key(game)).first()
    if found is None:
        raise GameNotFound(str(game))
    return found


def json_text(value: Mapping[str, Any], field: str) -> str:
    """Return the JSON of `value`, checked to be storable. Raises InvalidField or TooLarge."""
    try:
        text = json.dumps(value, allow_nan=False, separators=(",", ":")).encode()
    except (TypeError, ValueError, RecursionError) as problem:
        raise InvalidField(field, repr(value), f"it is no JSON: {problem}") from problem
    return storable.check_json([text], lambda _: field, limits.bounds())[0]


class _Locked(NamedTuple):
    """A game's row, held until the transaction ends, as far as a change depends on it."""

    game_id: str
    status: Status
    started_at: datetime | None


def _locked(game: Key) -> _Locked:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [key(game)])
        row = cursor.fetchone()
    if row is None:
        raise GameNotFound(str(game))
    return _Locked(row[0], Status(row[1]), row[2])


def _seat_all(game: UUID, players: Sequence[Seat]) -> None:
    if not players:
        return
    values: list[Any] = []
    for index, (one, row) in enumerate(zip(players, uuid7s(len(players)), strict=True)):
        told = _checked(one, f"players[{index}]")
        values += [row, game, *(told[name] for name in _SEAT[:-1]), json.dumps(told[_SEAT[-1]])]
    places = ", ".join([_PLACES] * len(players))
    with connection.cursor() as cursor:
        cursor.execute(f"{_SEAT_ALL} {places}", values)


def _update(table: str, fields: Mapping[str, Any], where: str, which: Sequence[Any]) -> int:
    """Write columns of the rows that are meant; how many there were."""
    columns = ", ".join(f"{name} = %s" for name in fields)
    with connection.cursor() as cursor:
        # Names of our own tables and columns, never a caller's.
        cursor.execute(f"UPDATE {table} SET {columns} WHERE {where}", [*fields.values(), *which])  # noqa: S608
        return int(cursor.rowcount)


def _checked(one: Seat, place: str) -> dict[str, Any]:
    fields = structs.asdict(one)
    for name in ("name", "agent_type", "llm_model_name"):
        if fields[name] is not None:
            storable.check_text(fields[name], f"{place}.{name}", limits.bounds())
    json_text(one.llm_parameters, f"{place}.llm_parameters")
    return fields


def _times(game: _Locked, status: Status) -> dict[str, Any]:
    """The times that follow from a change of status, for an engine that does not tell them."""
    if status == game.status:
        return {}
    if status is Status.RUNNING:
        # An engine that was resumed has not finished after all.
        began = {} if game.started_at else {"started_at": timezone.now()}
        return {"finished_at": None, **began}
    return {"finished_at": timezone.now()} if status in ENDS else {}


def _seal(game_id: str) -> None:
    """Note the digest of a finished game's events, so far as they came."""
    head = stored.head(game_uuid(game_id))
    link = chain.at(game_id, None if head < 0 else head)
    with connection.cursor() as cursor:
        cursor.execute(_SEAL, [json.dumps(structs.asdict(link)), game_uuid(game_id)])


def _check_same(game_id: str, told: Sequence[str], players: Sequence[Seat]) -> None:
    seats = [
        [one.player_id, one.name, one.agent_type, one.llm_model_name, one.llm_parameters]
        for one in sorted(players, key=lambda one: one.player_id)
    ]
    with connection.cursor() as cursor:
        cursor.execute(_COMPARE, [*told, json.dumps(seats), game_uuid(game_id)])
        row = cursor.fetchone()
    if row is None:
        # Deleted between the two statements: the next try makes it.
        raise GameNotFound(game_id)
    names = ("config", "metadata", "players")
    differs = tuple(name for name, same in zip(names, row, strict=True) if not same)
    if differs:
        raise GameExists(game_id, differs)


def _write_result(game_id: str, result: Result) -> None:
    told = structs.asdict(result)
    fields = {
        name: value for name, value in told.items() if value is not UNSET and name != "player_id"
    }
    # An UPDATE without news finds out whether there is such a player. The key of the game stands in
    # the condition only: Citus refuses one that sets it.
    fields = fields or {"player_id": result.player_id}
    which = [game_uuid(game_id), result.player_id]
    if not _update("players", fields, "game_uuid = %s AND player_id = %s", which):
        raise PlayerNotFound(game_id, result.player_id)


@contextmanager
def _one_step(what: str) -> Iterator[None]:
    """A savepoint: what it refuses leaves the transaction usable.

    What no column holds, as a number of 40 bits, is told as the caller's error it is.
    """
    try:
        with transaction.atomic():
            yield
    except DataError as refusal:
        reason = str(refusal).partition("\n")[0]
        raise InvalidField(what, "a value that cannot be stored", reason) from refusal
