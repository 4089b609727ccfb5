"""What is not in the events but goes with a summary: who sat there, what filters ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from django.db import connection

from games.domain.errors import GameNotFound
from replay import decisions
from replay.domain.statistics.sheet import Facts
from replay.domain.summary.body import NAME_CHARS, Seat
from replay.domain.summary.deciding import Deciding, Told
from replay.recording import Recording

MOST_TAGS = 64
"""Tags kept of one game."""

PAGE = 500
"""Decisions in one read: their answers can be long."""

_FACTS = """
    SELECT status, coalesce(finished_at, started_at, created_at), metadata::text
    FROM games WHERE id = %s AND created_at = %s
"""

_PLAYERS = """
    SELECT player_id, left(name, %s), left(agent_type, %s), left(coalesce(llm_model_name, ''), %s)
    FROM players WHERE game_uuid = %s
"""

_DECIDED = f"""
    SELECT d.processing_time_ms, left(coalesce(d.model_version, ''), %(chars)s),
        left(coalesce(d.strategy_description, ''), %(chars)s),
        {decisions.IS_ERROR}, {decisions.IS_FALLBACK},
        d.available_actions::text, d.chosen_action::text, d.sequence_number
    FROM llm_decisions AS d WHERE d.game_uuid = %(game)s
        AND d.player_id = %(player_id)s AND d.sequence_number > %(after)s
    ORDER BY d.sequence_number LIMIT %(page)s
"""  # noqa: S608 - pieces of our own


# Numbers no float can hold are stored as well; here they are texts only.
_decode = msgspec.json.Decoder(dict[str, Any], float_hook=str).decode


def of(recording: Recording) -> Facts:
    """The facts of a game; one query.

    Its tags are ``key=value`` for every plain value of the metadata's top level, and for each plain
    member of a list there, ascending, at most `MOST_TAGS` of them.

    Raises:
        GameNotFound: it is gone since the recording was opened.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, [recording.uuid, recording.created_at])
        row = cursor.fetchone()
    if row is None:
        raise GameNotFound(recording.game_id)
    status, dated, metadata = row
    tags = sorted(set(_tags(_decode(metadata))))[:MOST_TAGS]
    return Facts(recording.game_id, status, recording.setup.dialect, dated, tuple(tags))


def told(recording: Recording, player_id: int) -> Iterator[Told]:
    """One player's decisions as far as they are counted, in order; one query for each `PAGE`."""
    asked = {
        **decisions.ASKED,
        "chars": NAME_CHARS,
        "game": recording.uuid,
        "player_id": player_id,
        "page": PAGE,
    }
    after: int | None = -1
    while after is not None:
        with connection.cursor() as cursor:
            cursor.execute(_DECIDED, {**asked, "after": after})
            rows = cursor.fetchall()
        for latency, model, strategy, is_error, is_fallback, menu, chosen, _ in rows:
            yield Told(
                player_id,
                latency,
                model,
                strategy,
                is_error=is_error,
                is_fallback=is_fallback,
                menu=menu.encode(),
                chosen=chosen.encode(),
            )
        after = rows[-1][-1] if len(rows) == PAGE else None


def seats(recording: Recording, deciding: Sequence[Deciding]) -> tuple[Seat, ...]:
    """Who sat there, in seating order; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_PLAYERS, [*[NAME_CHARS] * 3, recording.uuid])
        known = {player_id: row for player_id, *row in cursor.fetchall()}
    found = []
    for seat, made in zip(recording.setup.seats, deciding, strict=True):
        name, agent, model = known.get(seat.player_id, (seat.name[:NAME_CHARS], "", ""))
        model = model or next(iter(made.models), "")
        strategy = next(iter(made.strategies), "")
        found.append(Seat(seat.player_id, name, agent, model, strategy))
    return tuple(found)


def _tags(metadata: Mapping[str, Any]) -> Iterator[str]:
    for key, told_ in metadata.items():
        for value in told_ if isinstance(told_, list) else [told_]:
            if isinstance(value, str | int):
                text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
                yield f"{key}={text}"[:NAME_CHARS]
