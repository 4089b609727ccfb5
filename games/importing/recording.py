"""A game as some files tell it, in one neutral form for all readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from games.domain.envelope import Decision, Event
from games.domain.status import Status


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person importing decided; None leaves it to the files.

    `run` counts from 1. `config` is laid over the config found. `players` are (engine's own id,
    name) in seating order.
    """

    dialect: str | None = None
    game_id: str | None = None
    mark_gaps: bool = False
    run: int | None = None
    drop_truncated: bool = False
    config: dict[str, Any] = field(default_factory=dict)
    players: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RecordedPlayer:
    """A seat. Results are None (or false) where the files do not prove them."""

    player_id: int
    name: str
    agent_type: str
    llm_model_name: str | None = None
    llm_parameters: msgspec.Raw = field(default_factory=lambda: msgspec.Raw(b"{}"))
    final_cash: int | None = None
    final_net_worth: int | None = None
    is_winner: bool = False
    is_bankrupt: bool = False
    placement: int | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """One game. `events` and `decisions` may be walked more than once; each walk reads the files.

    `config` and `metadata` are JSON objects. `stated_digest` is what an export says of itself,
    `exported_as` the game_id it says it of.
    """

    path: Path
    game_id: str
    config: msgspec.Raw
    metadata: msgspec.Raw
    players: tuple[RecordedPlayer, ...]
    event_count: int
    events: Callable[[], Iterator[Event]]
    decisions: Callable[[], Iterator[Decision]]
    status: Status = Status.RUNNING
    winner_id: int | None = None
    total_turns: int = 0
    started_at: datetime | None = None
    finished_at: datetime | None = None
    stated_digest: str | None = None
    exported_as: str | None = None
