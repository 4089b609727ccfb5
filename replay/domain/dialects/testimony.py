"""How each dialect's claims are read, for the audit."""

from __future__ import annotations

from collections.abc import Callable

from games.domain.envelope import Event
from replay.domain import claims
from replay.domain.claims import Testimony
from replay.domain.dialects.arena import choices as arena_choices
from replay.domain.dialects.arena import claims as arena_claims
from replay.domain.dialects.benchmark import choices as benchmark_choices
from replay.domain.dialects.benchmark import claims as benchmark_claims
from replay.domain.dialects.native import choices as native_choices
from replay.domain.dialects.native import claims as native_claims
from replay.domain.setup import Setup

_TESTIMONY: dict[str, Callable[[Setup], Testimony]] = {
    "native": lambda setup: Testimony(native_claims.of(setup), native_choices.of),
    "monopoly-game-arena": lambda setup: Testimony(arena_claims.of(setup), arena_choices.of),
    "monopoly-llm-benchmark": lambda setup: Testimony(
        benchmark_claims.of(setup), benchmark_choices.of(setup)
    ),
}


def of(setup: Setup) -> Testimony:
    """The reader of a game's claims; one that reads none where nobody speaks its dialect."""
    made = _TESTIMONY.get(setup.dialect)
    return Testimony(_silent, native_choices.of) if made is None else made(setup)


def _silent(_: Event) -> tuple[claims.Any, ...]:
    return ()
