"""Players of the reference engine behind one interface: pure agents, and language models.

``seats.read("llm:MODEL")`` says who is to sit where, ``seat.player()`` has them sit down,
``rounds.play_on`` asks each when it is their turn and says what came of it. No Django here.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any, Protocol

from msgspec import Struct

from replay.domain.agents import View
from replay.domain.rules.choice import Choice
from replay.domain.setup import Setup

type Json = dict[str, Any]


class Moment(Struct, frozen=True):
    """What a player is asked with. ``news``: the last events in words, the latest last.

    Only players with ``reads_news`` get any.
    """

    setup: Setup
    view: View
    choices: tuple[Choice, ...]
    news: Sequence[str] = ()


class Decided(Struct, frozen=True):
    """A decision as it is recorded; the fields are those of `GameLogger.decision`.

    ``game_state["event_sequence"]`` is the last event there was when the player was asked.
    """

    player: int
    turn: int
    game_state: Json
    player_state: Json
    available_actions: list[Json]
    chosen_action: Json
    prompt: str | None = None
    reasoning: str | None = None
    strategy_description: str | None = None
    processing_time_ms: int | None = None
    model_version: str | None = None


class Made(Struct, frozen=True):
    """What a player does. ``says``: one line to the table. ``decided``: None is not recorded."""

    choice: Choice
    says: str = ""
    decided: Decided | None = None


class Player(Protocol):
    """Somebody at the table. The choice made is always a legal one; ``rng`` is the seat's own."""

    reads_news: bool

    def check(self) -> None:
        """Find out whether they can play at all.

        Raises:
            Unready: they cannot; the message says why, and is fit for a terminal.
        """
        ...

    def choose(self, moment: Moment, rng: Random) -> Made: ...

    def close(self) -> None: ...


class Unready(Exception):
    """A player cannot play: nobody answers, the key is refused, there is no such model."""


def is_forced(choices: tuple[Choice, ...]) -> bool:
    """Whether there is nothing to decide: one choice, without arguments."""
    only = choices[0]
    return len(choices) == 1 and only.bounds is None and only.offer is None
