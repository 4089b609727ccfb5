"""What every check gets to see, and the turns of phrase they share."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from replay.domain import claims, effects, phrases
from replay.domain.invariants.findings import Findings
from replay.domain.setup import Setup
from replay.domain.state import State


class Step(Struct, frozen=True, gc=False):
    """One event: its number, what it does, what it claims, and the fold's own working state."""

    number: int
    done: tuple[effects.Any, ...]
    claims: tuple[claims.Any, ...]
    state: State


class Bench(Struct, frozen=True):
    """What the checks of one audit share."""

    setup: Setup
    findings: Findings

    def name(self, seat: int) -> str:
        """A player as sentences call them."""
        return phrases.name(self.setup, seat)


class Check(Protocol):
    """One or a few rules; called for each event before it is carried out, after it, at the end.

    None may change the state, or keep it.
    """

    def before(self, step: Step) -> None: ...

    def after(self, step: Step) -> None: ...

    def end(self, state: State) -> None: ...


class Quiet:
    """A check that looks on where it has nothing to say."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._add = bench.findings.add

    def before(self, step: Step) -> None:
        """Nothing to see before an event."""

    def after(self, step: Step) -> None:
        """Nothing to see after an event."""

    def end(self, state: State) -> None:
        """Nothing is left to say."""


def turn_passes(step: Step) -> bool:
    """Whether the event ends what belongs together: a turn or the game."""
    return any(
        isinstance(one, effects.GameOver)
        or (isinstance(one, effects.TurnStarted) and one.turn_number != step.state.turn_number)
        for one in step.done
    )
