"""Games in the database for the tests of the reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from games import ingest
from games.domain.envelope import Event
from games.models import Game, Player
from replay import changes, decisions, segments
from tests.domain.games import THREE, event


def record(game_id: str, events: Sequence[Event], **config: Any) -> Game:
    """A game of Ada, Blaise and Clara with these events."""
    game = Game.objects.create(game_id=game_id, config=config)
    Player.objects.bulk_create(
        Player(game_uuid=game.pk, player_id=seat.player_id, name=seat.name, agent_type="human")
        for seat in THREE.seats
    )
    add(game, events)
    return game


def add(game: Game, events: Sequence[Event]) -> None:
    """More events of a game."""
    for start in range(0, len(events), 1000):
        ingest.append_events(game.pk, events[start : start + 1000])


def salaries(count: int, first: int = 0, amount: int = 1) -> list[Event]:
    """That many events, each of which makes Ada richer by ``amount`` dollars."""
    return [event(first + index, "pass_go", player_id=0, amount=amount) for index in range(count)]


def forget() -> None:
    """Empty what the process remembers, as after a restart."""
    segments.forget_all()
    changes.forget_all()
    decisions.forget_all()
