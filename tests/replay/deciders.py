"""Decisions in the database for the tests of the reading."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec

from games import ingest
from games.domain.envelope import Decision
from games.models import Game
from tests.domain.games import ADA, START


def decision(number: int = 0, player: int = ADA, turn: int = 0, **fields: Any) -> Decision:
    """One decision; states, menu and choice as Python values, ``second`` as with events."""
    free = {
        name: msgspec.Raw(msgspec.json.encode(fields.pop(name, [] if "actions" in name else {})))
        for name in ("game_state", "player_state", "available_actions", "chosen_action")
    }
    return Decision(
        player_id=player,
        turn_number=turn,
        sequence_number=number,
        timestamp=START + timedelta(seconds=fields.pop("second", 0)),
        **free,
        **fields,
    )


def after(event: int, **members: Any) -> dict[str, Any]:
    """A state that tells what the model had seen."""
    return {"event_sequence": event, **members}


def decide(game: Game, *decisions: Decision) -> None:
    """Record decisions of a game."""
    ingest.append_decisions(game.pk, list(decisions))
