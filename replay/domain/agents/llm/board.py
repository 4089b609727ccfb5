"""What a model is shown of the game, as the decision records it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from replay.domain import board, snapshot
from replay.domain.agents import View
from replay.domain.setup import Setup

type Json = dict[str, Any]


def of_game(view: View, setup: Setup, news: Sequence[str]) -> Json:
    """The board as in the State JSON, but of the deeds only those that somebody owns.

    ``event_sequence`` is the last event there was; ``last_events`` are the latest, in words.
    """
    told: Json = msgspec.to_builtins(snapshot.public(view.state, setup, ""))
    return {
        "event_sequence": told["sequence_number"],
        "turn_number": told["turn_number"],
        "current_player": told["current_player"],
        "players": told["players"],
        "properties": [one for one in told["properties"] if one["owner"] is not None],
        "bank": told["bank"],
        "auction": told["auction"],
        "trade": told["trade"],
        "last_events": list(news),
    }


def of_player(view: View, setup: Setup) -> Json:
    """How the one who is asked stands. ``owed``: dollars to be paid at once."""
    told: Json = msgspec.to_builtins(snapshot.public(view.state, setup, ""))
    own: Json = told["players"][view.seat]
    return {
        **own,
        "space": board.SPACES[own["position"]].name,
        "owed": view.owed,
        "offers_made_this_turn": view.proposals,
    }
