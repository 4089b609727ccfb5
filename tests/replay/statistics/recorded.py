"""A few played games in the database, summed up, for the tests of the statistics' pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from games import ingest
from games.models import Game, Player
from replay import summaries
from tests.domain.statistics import games as made_up
from tests.replay.deciders import decision

BEGIN = datetime(2026, 1, 1, 12, tzinfo=UTC)


def record(count: int = 6, *, first: int = 0, summed: bool = True, **fields: Any) -> list[Game]:
    """The games of the seeds ``first`` and following, with the decisions of their models."""
    return [one(seed, summed=summed, **fields) for seed in range(first, first + count)]


def one(seed: int, *, summed: bool = True, name: str = "", **fields: Any) -> Game:
    """One game, one each day."""
    made = made_up.made(seed)
    told = {
        "status": "finished",
        "finished_at": BEGIN + timedelta(days=seed),
        "metadata": {"run": "ab"[seed % 2]},
    } | fields
    game = Game.objects.create(game_id=name or f"game-{seed}", config={}, **told)
    Player.objects.bulk_create(
        Player(
            game_uuid=game.pk,
            player_id=seat.player_id,
            name=seat.name,
            agent_type=seat.agent,
            llm_model_name=seat.model or None,
        )
        for seat in made.body.seats
    )
    ingest.append_events(game.pk, made.events)
    if seed % 3 == 0:
        _decide(game, seed)
    if summed:
        summaries.make(game.game_id)
    return game


def _decide(game: Game, seed: int) -> None:
    import json

    for seat in made_up.made(seed).setup.seats:
        told = made_up.decided(seat.player_id, seed)
        made = [
            decision(
                number,
                player=seat.player_id,
                available_actions=json.loads(one_.menu),
                chosen_action=json.loads(one_.chosen),
                processing_time_ms=one_.latency_ms,
                model_version="model",
                reasoning="cash is short",
                prompt="choose",
            )
            for number, one_ in enumerate(told)
        ]
        ingest.append_decisions(game.pk, made)
