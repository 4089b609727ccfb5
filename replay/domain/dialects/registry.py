"""Which dialects there are."""

from __future__ import annotations

from replay.domain.dialects import Dialect, Factory
from replay.domain.dialects.arena import GameArena
from replay.domain.dialects.benchmark import LlmBenchmark
from replay.domain.dialects.native import Native
from replay.domain.setup import InvalidSetup, Setup

DIALECTS: dict[str, Factory] = {
    "native": Native,
    "monopoly-game-arena": GameArena,
    "monopoly-llm-benchmark": LlmBenchmark,
}


def bind(setup: Setup) -> Dialect:
    """The dialect the game names, for this game.

    Raises:
        InvalidSetup: nobody here speaks it.
    """
    factory = DIALECTS.get(setup.dialect)
    if factory is None:
        known = ", ".join(sorted(DIALECTS))
        raise InvalidSetup(f"config.dialect is {setup.dialect!r}, but the known ones are {known}")
    return factory(setup)
