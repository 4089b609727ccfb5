"""What is not in the events but goes with a summary: whom it can be filtered by, what it cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection
from msgspec import Struct

from games.domain.errors import GameNotFound
from replay.domain.summary.deciding import Usage
from replay.recording import Recording

CHARS = 200
"""Longer names are cut, so that an index can hold them."""

MOST = 64
"""Values of one kind kept of one game."""

_FACTS = """
    SELECT status, finished_at, metadata::text,
        ARRAY(SELECT DISTINCT left(llm_model_name, %(chars)s) FROM players
            WHERE game_uuid = games.id AND llm_model_name <> '' ORDER BY 1 LIMIT %(most)s),
        ARRAY(SELECT DISTINCT left(agent_type, %(chars)s) FROM players
            WHERE game_uuid = games.id ORDER BY 1 LIMIT %(most)s),
        ARRAY(SELECT DISTINCT left(strategy_description, %(chars)s) FROM llm_decisions
            WHERE game_uuid = games.id AND strategy_description <> '' ORDER BY 1 LIMIT %(most)s)
    FROM games WHERE id = %(game)s AND created_at = %(created_at)s
"""

_USAGE = """
    SELECT player_id,
        sum(asked)::bigint, count(asked), sum(answered)::bigint, count(answered),
        sum(cost)::float8, count(cost)
    FROM (
        SELECT player_id,
            CASE WHEN jsonb_typeof(usage->'prompt_tokens') = 'number'
                AND (usage->'prompt_tokens')::numeric BETWEEN 0 AND 1e9
                THEN (usage->'prompt_tokens')::numeric END AS asked,
            CASE WHEN jsonb_typeof(usage->'completion_tokens') = 'number'
                AND (usage->'completion_tokens')::numeric BETWEEN 0 AND 1e9
                THEN (usage->'completion_tokens')::numeric END AS answered,
            CASE WHEN jsonb_typeof(usage->'cost_usd') = 'number'
                AND (usage->'cost_usd')::numeric BETWEEN 0 AND 1e9
                THEN (usage->'cost_usd')::numeric END AS cost
        FROM (SELECT player_id, chosen_action->'usage' AS usage
                FROM llm_decisions WHERE game_uuid = %s) AS told
    ) AS read GROUP BY player_id
"""


# Numbers no float can hold are stored as well; here they are texts only.
_decode = msgspec.json.Decoder(dict[str, Any], float_hook=str).decode


class Facts(Struct, frozen=True):
    """What filters ask for; the lists ascending, of at most `MOST` texts of up to `CHARS`.

    ``tags``: ``key=value`` for every plain value of the metadata's top level, and for each plain
    member of a list there.
    """

    status: str
    finished_at: datetime | None
    model_names: list[str]
    agents: list[str]
    strategies: list[str]
    tags: list[str]


def of(recording: Recording) -> Facts:
    """The facts of a game; one query.

    Raises:
        GameNotFound: it is gone since the recording was opened.
    """
    asked: dict[str, Any] = {
        "chars": CHARS,
        "most": MOST,
        "game": recording.uuid,
        "created_at": recording.created_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, asked)
        row = cursor.fetchone()
    if row is None:
        raise GameNotFound(recording.game_id)
    status, finished_at, metadata, models, agents, strategies = row
    told = sorted(set(_tags(_decode(metadata))))[:MOST]
    return Facts(status, finished_at, models, agents, strategies, told)


def usage(recording: Recording) -> dict[int, Usage]:
    """By player_id, the sums of ``chosen_action.usage``, as far as decisions tell any."""
    with connection.cursor() as cursor:
        cursor.execute(_USAGE, [recording.uuid])
        return {player_id: Usage(*sums) for player_id, *sums in cursor.fetchall()}


def _tags(metadata: Mapping[str, Any]) -> Iterator[str]:
    for key, told in metadata.items():
        for value in told if isinstance(told, list) else [told]:
            if isinstance(value, str | int):
                text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
                yield f"{key}={text}"[:CHARS]
