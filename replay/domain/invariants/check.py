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


class Unsure:
    """From a board taken over on to the turn's end: what led to it happened elsewhere."""

    def __init__(self) -> None:
        self._is_on = False

    def __call__(self, step: Step) -> bool:
        """Whether it is so at an event. To be asked of each, in order."""
        if any(isinstance(claim, claims.Restored) for claim in step.claims):
            self._is_on = True
        elif self._is_on and turn_passes(step):
            self._is_on = False
        return self._is_on


class Throws:
    """Which throws begin a move: not the one a card asks for, for the rent of a utility."""

    def __init__(self) -> None:
        self._for_rent: int | None = None

    def beginning(self, step: Step) -> list[claims.Rolled]:
        """Those of an event. To be asked once of each event, in order."""
        found = []
        for claim in step.claims:
            if isinstance(claim, claims.Drawn):
                self._for_rent = claim.seat if "utility" in claim.text.lower() else None
            elif isinstance(claim, claims.Walked) and claim.seat == self._for_rent:
                self._for_rent = claim.seat if _is_let(step.state, claim) else None
            elif isinstance(claim, claims.Rent):
                self._for_rent = None
            elif isinstance(claim, claims.Rolled) and claim.moves:
                if claim.seat != self._for_rent:
                    found.append(claim)
                self._for_rent = None
        if any(isinstance(one, effects.TurnStarted) for one in step.done):
            self._for_rent = None
        return found


def _is_let(state: State, walked: claims.Walked) -> bool:
    """Whether rent is asked for where a token comes to."""
    if not 0 <= walked.to < len(state.owners):
        return False
    return state.owners[walked.to] not in {None, walked.seat} and not state.mortgaged[walked.to]


def turn_passes(step: Step) -> bool:
    """Whether the event ends what belongs together: a turn or the game."""
    return any(
        isinstance(one, effects.GameOver)
        or (isinstance(one, effects.TurnStarted) and one.turn_number != step.state.turn_number)
        for one in step.done
    )
