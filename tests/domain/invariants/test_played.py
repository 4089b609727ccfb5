"""Rules decide, invariants judge, and neither knows the other: they must agree."""

from __future__ import annotations

import pytest

from replay.domain.agents.registry import AGENTS
from replay.domain.dialects import registry, testimony
from replay.domain.invariants import Audit
from replay.domain.match import play
from replay.domain.setup import Seat, Setup


@pytest.mark.parametrize("seed", range(6))
def test_a_game_played_by_the_rules_has_no_findings(seed):
    names = list(AGENTS)
    seats = [names[(seed + seat) % len(names)] for seat in range(2 + seed % 5)]
    setup = Setup(tuple(Seat(seat, f"{name} {seat}") for seat, name in enumerate(seats)))
    audit = Audit(setup, registry.bind(setup), testimony.of(setup))
    audit.extend(play(setup, seats, seed))
    assert audit.close("finished").findings == ()
