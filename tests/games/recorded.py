"""Small games for tests of the record."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from games.models import Game, GameEvent, LLMDecision, Player

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


def game(name: str = "abc123", **fields: Any) -> Game:
    return Game.objects.create(game_id=name, **fields)


def player(of: Game, number: int, **fields: Any) -> Player:
    return Player.objects.create(
        game=of, player_id=number, **{"name": f"P{number}", "agent_type": "greedy"} | fields
    )


def event(of: Game, number: int, **fields: Any) -> GameEvent:
    told = {"turn_number": 1, "event_type": "dice_rolled", "timestamp": NOON} | fields
    return GameEvent(game=of, sequence_number=number, **told)


def events(of: Game, numbers: Sequence[int], **fields: Any) -> list[GameEvent]:
    """Write the events as one statement."""
    return GameEvent.objects.bulk_create([event(of, number, **fields) for number in numbers])


def long_stream(of: Game, length: int) -> None:
    """Write `length` events quickly, for tests of what a long game costs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO game_events (id, game_uuid, sequence_number, turn_number, event_type,"
            " timestamp, payload) SELECT gen_random_uuid(), %s, number, 1, 'x', now(), '{}'"
            " FROM generate_series(0, %s) AS number",
            [of.pk, length - 1],
        )


def decisions(
    of: Game, numbers: Sequence[int], player_id: int = 0, **fields: Any
) -> list[LLMDecision]:
    """Write the decisions as one statement."""
    told = {"turn_number": 1, "timestamp": NOON} | fields
    return LLMDecision.objects.bulk_create(
        [
            LLMDecision(game=of, player_id=player_id, sequence_number=number, **told)
            for number in numbers
        ]
    )


def numbers(of: Game) -> list[int]:
    stream = GameEvent.objects.filter(game=of).order_by("sequence_number")
    return list(stream.values_list("sequence_number", flat=True))
