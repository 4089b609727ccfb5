"""Laws of forks, over every moment of games the rules played."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay.domain import match, snapshot, state, timeline
from replay.domain.agents import chaotic
from replay.domain.agents.registry import AGENTS
from replay.domain.dialects import registry, testimony
from replay.domain.forks import fork
from replay.domain.forks.fork import Plan, house_of
from replay.domain.forks.resume import Moment, Refused, resume, setup_of
from replay.domain.invariants import Audit
from replay.domain.rules import engine
from replay.domain.rules.chance import Seeded
from replay.domain.rules.house import House
from tests.domain.forks.moments import last, moments
from tests.domain.rules.tables import setup
from tests.examples import tried

SEEDS = st.integers(0, 2**32)
PLAYERS = st.integers(2, 6)
PREFIX = 2


def played(seed: int, players: int, turns: int = 120) -> list[Moment]:
    """Every moment of one game between all sorts of players, but its end."""
    names = [sorted(AGENTS)[(seed + seat) % len(AGENTS)] for seat in range(players)]
    table = setup(players)
    told = match.play(table, names, seed, House(turn_limit=turns))
    return [one for one in moments(table, told) if not one.state.is_over]


def plan(moment: Moment, turns: int | None = 4) -> Plan:
    seats = ("greedy", "trader", "cautious", "random", "greedy", "trader", "cautious", "random")
    house = house_of(moment, House(), turns)
    return Plan(moment, house, seats[: len(moment.setup.seats)])


def can_go_on(moment: Moment) -> bool:
    return sum(not player.is_bankrupt for player in moment.state.players) >= 2


@tried(4)
@given(seed=SEEDS, players=PLAYERS)
def test_the_first_events_of_a_fork_rebuild_the_board_to_the_letter(seed, players):
    for moment in filter(can_go_on, played(seed, players)):
        game = resume(moment, House(), seed).game
        ours = setup_of(moment.setup)
        rebuilt = timeline.build(ours, game.told[:PREFIX]).at(PREFIX - 1)
        there = snapshot.public(moment.state, moment.setup, "same")
        here = snapshot.public(rebuilt, ours, "same")
        assert snapshot.differences(moment.state, rebuilt, ours) == []
        assert (here.players, here.properties, here.bank) == (
            there.players,
            there.properties,
            there.bank,
        )
        assert (here.auction, here.trade, here.warnings) == (
            there.auction,
            there.trade,
            there.warnings,
        )


@tried(4)
@given(seed=SEEDS, players=PLAYERS)
def test_a_fork_that_the_rules_play_has_no_findings(seed, players):
    for moment in filter(can_go_on, played(seed, players)[:: 1 + seed % 5]):
        ours = setup_of(moment.setup)
        audit = Audit(ours, registry.bind(ours), testimony.of(ours))
        for events in fork.play(plan(moment), seed):
            audit.extend(events)
        assert audit.close("finished").findings == ()


@tried(8)
@given(seed=SEEDS, players=PLAYERS)
def test_who_resumes_has_the_choices_that_were_open_in_the_game(seed, players):
    table, house = setup(players), House(turn_limit=60)
    chance, mind = Seeded(Random(seed)), Random(-seed)
    game = engine.begin(table, house, match.follow(table), chance)
    told, boards = list(game.told), {}
    while choices := engine.legal_choices(game):
        boards[game.state.sequence_number] = choices
        choice = chaotic.choose(match.view(game, choices), choices, mind)
        told += engine.advance(game, choice, chance)
    compared = 0
    for moment in moments(table, told):
        here = boards.get(moment.state.sequence_number)
        if here is not None:
            resumed = resume(moment, house, seed)
            if resumed.game.state == _as_native(moment):  # nothing had to be told to get there
                assert fork.choices(resumed) == here
                compared += 1
    assert compared >= 0.9 * len(boards)


@given(seed=SEEDS)
@tried(5)
def test_the_same_seed_is_the_same_fork_and_another_seed_another(seed):
    moment = played(seed, 4)[150]
    once, again, other = (
        [event for events in fork.play(plan(moment), one) for event in events]
        for one in (seed, seed, seed + 1)
    )
    assert once == again
    assert once != other


@given(seed=SEEDS)
@tried(5)
def test_an_outcome_is_that_of_the_game_its_seed_plays(seed):
    moment = played(seed, 4)[150]
    events = [event for events in fork.play(plan(moment, 300), seed) for event in events]
    end = timeline.build(setup_of(moment.setup), events).at(len(events) - 1)
    assert fork.outcome(plan(moment, 300), seed) == fork.result(end, seed)


def test_a_game_that_is_over_is_not_played_on():
    table = setup(2)
    end = last(table, match.play(table, ["random"] * 2, 3, House(turn_limit=10)))
    with pytest.raises(Refused, match="over by then"):
        resume(end, House(), 1)


def _as_native(moment: Moment) -> state.State:
    board = state.copy(moment.state)
    board.sequence_number = PREFIX - 1
    board.memory = {}
    return board
