"""A fork played: from the moment to its end, choice by choice, the same seed the same events."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from msgspec import Struct

from games.domain.envelope import Event
from replay.domain import match
from replay.domain.agents import Agent
from replay.domain.agents.registry import AGENTS
from replay.domain.dialects import registry
from replay.domain.fold import Fold, FoldBreak
from replay.domain.forks.resume import Moment, Refused, Resumed, resume, setup_of
from replay.domain.rules import engine
from replay.domain.rules.choice import Choice
from replay.domain.rules.house import House
from replay.domain.setup import InvalidSetup
from replay.domain.state import State, initial, net_worth


def _digest_of_sources() -> str:
    digest = hashlib.sha256()
    here = Path(__file__).parents[1]
    for source in sorted(here.rglob("*.py")):
        digest.update(source.relative_to(here).as_posix().encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()[:16]


VERSION = _digest_of_sources()
"""Changes with any line of reading, rules and agents: what was played under another is void."""

MORE_TURNS = 500
"""How many turns a fork is played on where nothing else is said."""


class Plan(Struct, frozen=True):
    """How a fork is played on.

    ``seats``: an agent's name for each seat. ``choice``: what the first one to choose has to
    choose.
    """

    moment: Moment
    house: House
    seats: tuple[str, ...]
    choice: Choice | None = None


class Outcome(Struct, frozen=True):
    """How one fork ended.

    ``winner``: the seat that is left over all others; None where the turn limit stopped the game.
    ``leader``: who was the richest then (None: a tie). ``worths``: net worth of each seat, dollars.
    """

    seed: int
    winner: int | None
    leader: int | None
    turns: int
    events: int
    worths: tuple[int, ...]


def house_of(moment: Moment, agreed: House, turn_limit: int | None) -> House:
    """The house rules played on by; ``turn_limit`` counts further turns.

    Where none is given, the limit the game was played with holds, or else `MORE_TURNS`.
    """
    now = moment.state.turn_number
    if turn_limit is None and agreed.turn_limit is not None and agreed.turn_limit > now:
        return agreed
    limit = max(1, now + (turn_limit or MORE_TURNS))
    return House(limit, agreed.salary, agreed.jail_fine, agreed.reshuffle)


def check_seats(moment: Moment, seats: Sequence[str]) -> None:
    """Raise InvalidSetup unless there is one known agent for each seat."""
    if len(seats) != len(moment.setup.seats):
        raise InvalidSetup(f"{len(seats)} agents are named for {len(moment.setup.seats)} seats")
    unknown = [name for name in seats if name not in AGENTS]
    if unknown:
        raise InvalidSetup(f"no agent is called {unknown[0]!r}: there are {', '.join(AGENTS)}")


def choices(resumed: Resumed) -> tuple[Choice, ...]:
    """What may be chosen first.

    Raises:
        Refused: nothing may, and the game is not over.
    """
    game = resumed.game
    found = engine.legal_choices(game)
    if not found and not game.state.is_over:
        raise Refused("nobody has a choice that the rules allow")
    return found


def play(plan: Plan, seed: int) -> Iterator[tuple[Event, ...]]:
    """The fork's events: those that rebuild the board, then what each choice led to.

    Raises:
        Refused: the rules cannot go on, at the start or on the way.
        IllegalChoice: the first choice is none of the legal ones.
    """
    resumed = resume(plan.moment, plan.house, seed)
    yield tuple(resumed.game.told)
    yield from _steps(plan, resumed, seed)


def outcome(plan: Plan, seed: int) -> Outcome:
    """How the fork of a seed ends. Raises as `play` does."""
    resumed = resume(plan.moment, plan.house, seed)
    for _ in _steps(plan, resumed, seed):
        pass
    return result(resumed.game.state, seed)


def ended(plan: Plan, events: Sequence[Event], seed: int) -> Outcome:
    """The outcome of a fork by its events."""
    setup = setup_of(plan.moment.setup)
    fold = Fold(registry.bind(setup), initial(setup))
    for event in events:
        fold.push(event)
    return result(fold.state, seed)


def result(end: State, seed: int) -> Outcome:
    """The outcome of a game that is over: a winner is who is left, not who was the richest."""
    live = [seat for seat, player in enumerate(end.players) if not player.is_bankrupt]
    return Outcome(
        seed=seed,
        winner=live[0] if len(live) == 1 else None,
        leader=None if len(live) == 1 else end.winner,
        turns=end.turn_number,
        events=end.sequence_number + 1,
        worths=tuple(net_worth(end, seat) for seat in range(len(end.players))),
    )


def _steps(plan: Plan, resumed: Resumed, seed: int) -> Iterator[tuple[Event, ...]]:
    game, chance = resumed.game, resumed.chance
    agents: list[Agent] = [AGENTS[name] for name in plan.seats]
    minds = [Random(f"{seed} seat {seat}") for seat in range(len(agents))]  # noqa: S311
    forced = plan.choice
    try:
        while legal := choices(resumed):
            seat = legal[0].seat
            chosen = forced or agents[seat](match.view(game, legal), legal, minds[seat])
            forced = None
            yield engine.advance(game, chosen, chance, legal)
    except FoldBreak as broken:
        raise Refused(f"the rules cannot go on from here: {broken.reason}") from broken
