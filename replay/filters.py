"""Which events are of interest: by type, by kind, by who acted."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock
from typing import Any

from cachetools import LRUCache, cached
from django.db import connection
from msgspec import Struct

from games import queries
from games.domain.errors import InvalidField
from replay import cast
from replay.domain.fold import MISSING
from replay.drawing import plain
from replay.recording import Recording

NAMES = ("type", "kind", "player")
"""The parameters of an address that make a filter."""

UNREAD = "unread"
"""The kind of all events whose type the game's dialect does not know."""

_OTHERS = {MISSING: "missing"}

_MATCHING = """
    SELECT sequence_number FROM game_events WHERE {} ORDER BY sequence_number
"""


class Filter(Struct, frozen=True):
    """What events must be: "" and None ask nothing. ``player`` is a player_id."""

    event_type: str = ""
    kind: str = ""
    player: int | None = None

    def __bool__(self) -> bool:
        """Whether anything is asked."""
        return bool(self.event_type or self.kind or self.player is not None)


class Option(Struct, frozen=True):
    """One choice of a form: its value, and how it reads."""

    value: str
    label: str
    is_chosen: bool


def parse(query: Mapping[str, str]) -> Filter:
    """The filter an address names.

    Raises:
        InvalidField: ``player`` is no number.
    """
    player = query.get("player", "").strip()
    try:
        number = int(player) if player else None
    except ValueError:
        raise InvalidField("player", player, "not a player's number") from None
    return Filter(query.get("type", "").replace("\0", ""), query.get("kind", ""), number)


def numbers(recording: Recording, wanted: Filter) -> list[int]:
    """The numbers of the events that pass, ascending, up to the recording's head; one query."""
    conditions = ["game_uuid = %s", "sequence_number <= %s"]
    values: list[Any] = [recording.uuid, recording.head]
    if wanted.event_type:
        conditions.append("event_type = %s")
        values.append(wanted.event_type)
    if wanted.kind:
        is_unread = wanted.kind == UNREAD
        conditions.append("event_type <> ALL(%s)" if is_unread else "event_type = ANY(%s)")
        values.append(_types_of(recording, wanted.kind))
    if wanted.player is not None:
        conditions.append("actor_player_id = %s")
        values.append(min(max(wanted.player, -(2**31)), 2**31 - 1))
    with connection.cursor() as cursor:
        cursor.execute(_MATCHING.format(" AND ".join(conditions)), values)
        return [number for (number,) in cursor.fetchall()]


def options(recording: Recording, chosen: Filter) -> dict[str, list[Option]]:
    """What the game's events can be told apart by, with how many there are of each type.

    What is chosen is always there, even if the game has no such event (yet): the page keeps to it.
    """
    counted = _counted(recording)
    types = counted if chosen.event_type in counted else {**counted, chosen.event_type: 0}
    kinds = {_kind_of(recording, name) for name in counted} | {chosen.kind}
    roles = zip(recording.setup.seats, cast.of(recording), strict=True)
    players = {seat.player_id: role.name for seat, role in roles}
    if chosen.player is not None and chosen.player not in players:
        players[chosen.player] = f"player {chosen.player}"
    return {
        "type": [
            Option(name, f"{plain.clip(name, 60)} · {count:,}", name == chosen.event_type)
            for name, count in types.items()
            if name
        ],
        "kind": [
            Option(kind, plain.clip(kind, 60), kind == chosen.kind)
            for kind in sorted(kinds)
            if kind
        ],
        "player": [
            Option(str(player), name, player == chosen.player) for player, name in players.items()
        ],
    }


@cached(LRUCache(256), key=lambda recording: (recording.tag, recording.head), lock=Lock())
def _counted(recording: Recording) -> dict[str, int]:
    """How many events of each type a game has: counted once for each length it is looked at."""
    counted: dict[str, int] = queries.statistics(recording.uuid)["events_by_type"]
    return counted


def _kind_of(recording: Recording, event_type: str) -> str:
    return recording.dialect.kinds.get(event_type, _OTHERS.get(event_type, UNREAD))


def _types_of(recording: Recording, kind: str) -> list[str]:
    """The event types of a kind; for `UNREAD`, all that are not."""
    kinds = _OTHERS | dict(recording.dialect.kinds)
    return [name for name, each in kinds.items() if kind in {each, UNREAD}]
