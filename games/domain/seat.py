"""A place at the table, as it is told when a game is made."""

from collections.abc import Mapping
from typing import Any

import msgspec


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """Who plays. `player_id` is the engine's own number; only a model has the last two."""

    player_id: int
    name: str
    agent_type: str
    llm_model_name: str | None = None
    llm_parameters: Mapping[str, Any] = {}


class Result(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a seat ended. What is UNSET stays as it is recorded; null takes a number back."""

    player_id: int
    final_cash: int | msgspec.UnsetType | None = msgspec.UNSET
    final_net_worth: int | msgspec.UnsetType | None = msgspec.UNSET
    is_winner: bool | msgspec.UnsetType = msgspec.UNSET
    is_bankrupt: bool | msgspec.UnsetType = msgspec.UNSET
    placement: int | msgspec.UnsetType | None = msgspec.UNSET
