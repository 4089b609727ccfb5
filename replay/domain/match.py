"""Whole games: the rules, the native fold and the players brought together, pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from games.domain.envelope import Event
from replay.domain.agents import Agent, View
from replay.domain.agents.registry import AGENTS
from replay.domain.dialects import registry
from replay.domain.fold import Fold
from replay.domain.rules import engine
from replay.domain.rules.agenda import Debt
from replay.domain.rules.chance import Seeded
from replay.domain.rules.choice import Choice
from replay.domain.rules.game import Follow, Game
from replay.domain.rules.house import House
from replay.domain.setup import InvalidSetup, Setup
from replay.domain.state import State, initial

ENDLESS = House(turn_limit=2000)
"""The official rules, stopped where a game between players who will not trade goes on for ever."""


def play(setup: Setup, seats: Sequence[str], seed: int, house: House = ENDLESS) -> list[Event]:
    """A whole game between the agents named, one per seat. The same seed, the same events.

    Raises:
        InvalidSetup: the game is not native, an agent is unknown or there is not one per seat.
        ValueError: it is not for 2-8 players.
    """
    return [event for events in steps(setup, seats, seed, house) for event in events]


def steps(
    setup: Setup, seats: Sequence[str], seed: int, house: House = ENDLESS
) -> Iterator[tuple[Event, ...]]:
    """As `play`, choice by choice: the opening, then what each choice led to."""
    agents = _agents(setup, seats)
    chance = Seeded(Random(f"{seed} chance"))  # noqa: S311
    minds = [Random(f"{seed} seat {seat}") for seat in range(len(agents))]  # noqa: S311
    game = engine.begin(setup, house, follow(setup), chance)
    yield tuple(game.told)
    while choices := engine.legal_choices(game):
        seat = choices[0].seat
        choice = agents[seat](view(game, choices), choices, minds[seat])
        yield engine.advance(game, choice, chance, choices)


def follow(setup: Setup) -> Follow:
    """The native fold, as the rules take it.

    Raises:
        InvalidSetup: the rules speak no other dialect.
    """
    if setup.dialect != "native":
        raise InvalidSetup(f"config.dialect is {setup.dialect!r}, but the rules speak native")
    fold = Fold(registry.bind(setup), initial(setup))

    def carry(state: State, event: Event) -> None:
        fold.state = state
        fold.push(event)

    return carry


def view(game: Game, choices: tuple[Choice, ...]) -> View:
    """What the seat that is to choose sees."""
    task = game.table.agenda[-1]
    owed = max(task.amount, -game.player(task.seat).cash) if isinstance(task, Debt) else 0
    return View(choices[0].seat, game.state, game.house, owed, game.table.proposals)


def _agents(setup: Setup, seats: Sequence[str]) -> list[Agent]:
    if len(seats) != len(setup.seats):
        raise InvalidSetup(f"{len(seats)} agents are named for {len(setup.seats)} seats")
    unknown = [name for name in seats if name not in AGENTS]
    if unknown:
        raise InvalidSetup(f"no agent is called {unknown[0]!r}: {', '.join(AGENTS)}")
    return [AGENTS[name] for name in seats]
