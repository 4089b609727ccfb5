"""The decisions of a game: an index of all in memory, the text of one when it is asked for.

Prompts and states of one decision run to tens of kilobytes, so that only what finds a decision is
kept: who, when, what came of it, whether something went wrong.
"""

from __future__ import annotations

from itertools import pairwise
from sys import intern
from threading import Lock
from typing import Any

from cachetools import LRUCache
from django.db import connection
from django.db.backends.utils import CursorWrapper
from msgspec import Raw

from games.domain.envelope import Decision
from games.domain.status import ENDS
from replay.domain import menus
from replay.domain.deciding import Basis, Course, Index, Link, Made, Placed
from replay.recording import Recording

__all__ = ["Basis", "Index", "Link", "Made", "Placed", "forget_all", "index", "read"]

CACHED_BYTES = 48_000_000
"""Indexes kept in memory per process, measured as below."""

DECISION_BYTES, EVENT_BYTES = 600, 32

# Between the players who are known, whoever comes first of those who are not: one look into the
# index for each gap, however many decisions there are.
_HEADS = """
    SELECT one.player_id, (
        SELECT max(sequence_number) FROM llm_decisions
        WHERE game_uuid = %(game)s AND player_id = one.player_id)
    FROM (
        SELECT unnest(%(known)s::int[]) AS player_id
        UNION ALL
        SELECT (
            SELECT player_id FROM llm_decisions
            WHERE game_uuid = %(game)s AND player_id > gap.low AND player_id < gap.high
            ORDER BY player_id LIMIT 1)
        FROM unnest(%(lows)s::bigint[], %(highs)s::bigint[]) AS gap (low, high)
    ) AS one
    WHERE one.player_id IS NOT NULL
        AND (SELECT created_at FROM games WHERE id = %(game)s) = %(created_at)s
"""

_DECIDERS = """
    SELECT DISTINCT player_id FROM llm_decisions
    WHERE game_uuid = %(game)s AND (SELECT created_at FROM games WHERE id = %(game)s)
        = %(created_at)s
"""

IS_ERROR = """(d.chosen_action ? 'unresolved'
            OR coalesce(d.chosen_action->'error' <> ALL(%(nothing)s::jsonb[]), false)
            OR jsonb_path_exists(d.chosen_action, %(errors)s))"""
"""Whether an attempt, or the decision ``d`` itself, tells of an error; wants `ASKED`."""

IS_FALLBACK = "coalesce(d.chosen_action->'fallback' <> ALL(%(nothing)s::jsonb[]), false)"
"""Whether the engine chose in the model's place; wants `ASKED`."""

# As `menus.name` has it: a number is the place on a numbered menu, and no name.
_ACTION = ", ".join(
    f"CASE WHEN jsonb_typeof(d.chosen_action->'{name}') = 'string' "
    f"THEN d.chosen_action->>'{name}' END"
    for name in menus.NAMES
)

_NEWER = f"""
    SELECT d.player_id, d.sequence_number, d.turn_number,
        (extract(epoch FROM d."timestamp") * 1000000)::bigint,
        CASE WHEN jsonb_typeof(d.game_state->'event_sequence') = 'number'
            THEN left(d.game_state->>'event_sequence', 20) END,
        left(coalesce({_ACTION}, ''), 80),
        left(coalesce(d.model_version, ''), 120),
        d.processing_time_ms,
        {IS_ERROR}, {IS_FALLBACK}
    FROM llm_decisions AS d
    WHERE d.game_uuid = %(game)s AND d.player_id = %(player_id)s AND d.sequence_number > %(head)s
        AND (SELECT created_at FROM games WHERE id = %(game)s) = %(created_at)s
"""  # noqa: S608 - pieces of our own

_COURSE = """
    SELECT actor_player_id, turn_number, (extract(epoch FROM "timestamp") * 1000000)::bigint,
        event_type = ANY(%s)
    FROM game_events
    WHERE game_uuid = %s AND sequence_number BETWEEN %s AND %s
        AND (SELECT created_at FROM games WHERE id = %s) = %s
    ORDER BY sequence_number
"""

_ONE = """
    SELECT turn_number, "timestamp", game_state::text, player_state::text,
        available_actions::text, chosen_action::text, prompt, reasoning, strategy_description,
        processing_time_ms, model_version
    FROM llm_decisions WHERE game_uuid = %s AND player_id = %s AND sequence_number = %s
        AND (SELECT created_at FROM games WHERE id = %s) = %s
"""

_NOTHING = ["null", "false", '""', "0", "[]", "{}"]
_ERRORS = (
    '$.attempts[*] ? ((exists(@.error) && @.error != null && @.error != "")'
    ' || (exists(@.error_type) && @.error_type != null && @.error_type != "")'
    ' || (exists(@.error_message) && @.error_message != null && @.error_message != "")'
    " || exists(@.validation_errors[*]))"
)

ASKED: dict[str, Any] = {"nothing": _NOTHING, "errors": _ERRORS}
"""Values for `IS_ERROR` and `IS_FALLBACK`."""


def index(recording: Recording) -> Index:
    """All the game's decisions up to now, matched with its events up to the recording's head.

    The first question about a game reads its decisions once, later ones only what is new. The
    index is never changed: whoever holds it keeps what was so when they asked.
    """
    with _lock:
        held = _cache.get(recording.tag)
        if held is None:
            held = _cache[recording.tag] = _Held(recording)
    with held.lock:
        found = held.catch_up(recording)
    with _lock:
        if held.size > _cache.maxsize:
            _cache.pop(recording.tag, None)  # larger than all the room there is
        else:
            _cache[recording.tag] = held  # measured anew
    return found


def read(recording: Recording, player_id: int, number: int) -> Decision | None:
    """One decision as it was posted; one query. None where it is gone, or never was."""
    game = recording.uuid
    with connection.cursor() as cursor:
        cursor.execute(_ONE, [game, player_id, number, game, recording.created_at])
        row = cursor.fetchone()
    if row is None:
        return None
    turn, moment, game_state, player_state, actions, chosen, *texts = row
    prompt, reasoning, strategy, milliseconds, model = texts
    return Decision(
        player_id=player_id,
        turn_number=turn,
        sequence_number=number,
        timestamp=moment,
        game_state=Raw(game_state.encode()),
        player_state=Raw(player_state.encode()),
        available_actions=Raw(actions.encode()),
        chosen_action=Raw(chosen.encode()),
        prompt=prompt,
        reasoning=reasoning,
        strategy_description=strategy,
        processing_time_ms=milliseconds,
        model_version=model,
    )


def forget_all() -> None:
    """Empty the memory, as after a restart."""
    with _lock:
        _cache.clear()


class _Held:
    """What is known of one game, and the lock of whoever extends it."""

    def __init__(self, recording: Recording) -> None:
        self.lock = Lock()
        self._made: list[Made] = []
        self._heads = {seat.player_id: -1 for seat in recording.setup.seats}
        self._course = Course.begin(recording.first)
        self._is_over = False
        self._index = Index((), self._course, is_over=False)

    @property
    def size(self) -> int:
        """Bytes, about."""
        return DECISION_BYTES * (len(self._made) + 1) + EVENT_BYTES * len(self._course.turns)

    def catch_up(self, recording: Recording) -> Index:
        """Take in what is new; who asks for less than is known gets what is known."""
        newer = self._newer(recording)
        self._made += newer
        is_over = recording.status in ENDS
        # Nothing has to be known of a stream that nobody decided anything in.
        grown = bool(self._made) and self._extend(recording)
        if newer or grown or is_over != self._is_over:
            self._is_over = is_over
            self._index = Index(self._made, self._course, is_over=is_over)
        return self._index

    def _newer(self, recording: Recording) -> list[Made]:
        made = list[Made]()
        asked: dict[str, Any] = {
            **ASKED,
            "game": recording.uuid,
            "created_at": recording.created_at,
        }
        with connection.cursor() as cursor:
            for player_id, head in self._ahead(cursor, asked):
                known = self._heads.setdefault(player_id, -1)
                if head > known:
                    cursor.execute(_NEWER, {**asked, "player_id": player_id, "head": known})
                    made += [_made(row) for row in cursor.fetchall()]
        for each in made:
            self._heads[each.player_id] = max(self._heads[each.player_id], each.number)
        return made

    def _ahead(self, cursor: CursorWrapper, asked: dict[str, Any]) -> list[tuple[int, int]]:
        """Everybody's last decision: of the seats, and of players whom the game does not have."""
        found = self._look(cursor, asked, list(self._heads))
        if any(player_id not in self._heads for player_id, _ in found):
            # The first ones of maybe more.
            cursor.execute(_DECIDERS, asked)
            found = self._look(cursor, asked, [player_id for (player_id,) in cursor.fetchall()])
        return found

    def _look(
        self, cursor: CursorWrapper, asked: dict[str, Any], known: list[int]
    ) -> list[tuple[int, int]]:
        bounds = [-(2**31) - 1, *sorted(known), 2**31]
        gaps = [(low, high) for low, high in pairwise(bounds) if high - low > 1]
        lows, highs = [low for low, _ in gaps], [high for _, high in gaps]
        cursor.execute(_HEADS, {**asked, "known": known, "lows": lows, "highs": highs})
        return [(player_id, head) for player_id, head in cursor.fetchall() if head is not None]

    def _extend(self, recording: Recording) -> bool:
        course, game = self._course, recording.uuid
        begin = course.head + 1
        if recording.head < begin:
            return False
        starts = list(recording.dialect.turn_starts)
        span = [begin, recording.head]
        with connection.cursor() as cursor:
            cursor.execute(_COURSE, [starts, game, *span, game, recording.created_at])
            for actor, turn, time, starts_turn in cursor.fetchall():
                course.add(actor, turn, time, starts_turn=starts_turn)
        return True


def _made(row: tuple[int, int, int, int, str | None, str, str, int | None, bool, bool]) -> Made:
    player_id, number, turn, time, after, action, model, latency, is_error, is_fallback = row
    return Made(
        player_id=player_id,
        number=number,
        turn=turn,
        time=time,
        after=_moment(after),
        action=intern(action),
        model=intern(model),
        latency_ms=latency,
        is_error=is_error,
        is_fallback=is_fallback,
    )


def _moment(told: str | None) -> int | None:
    """As `replay.domain.dialects.answers.moment` reads it."""
    if told is None or not told.removeprefix("-").isdigit():
        return None
    after = int(told)
    return after if -1 <= after < 2**63 else None


_lock = Lock()
_cache: LRUCache[str, _Held] = LRUCache(CACHED_BYTES, getsizeof=lambda held: held.size)
