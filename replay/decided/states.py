"""The states posted with a decision, as JSON that can be read."""

from __future__ import annotations

import msgspec

from games.domain.envelope import Decision
from replay.decided import texts
from replay.decided.texts import Text


def of(decision: Decision) -> list[tuple[str, Text]]:
    """(column, its JSON) of each state that is not empty."""
    found = (("game_state", decision.game_state), ("player_state", decision.player_state))
    return [
        (name, texts.json(value))
        for name, value in ((name, msgspec.json.decode(raw)) for name, raw in found)
        if value not in ({}, None)
    ]
