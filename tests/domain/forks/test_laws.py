"""Laws of forks, over every moment of games the rules played."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay.domain import match, snapshot, timeline
from replay.domain.agents import Agent, chaotic
from replay.domain.agents.registry import AGENTS
from replay.domain.dialects import registry, testimony
from replay.domain.forks import fork
from replay.domain.forks.fork import Plan, house_of
from replay.domain.forks.resume import Moment, Refused, Resumed, resume, resume_by, setup_of
from replay.domain.invariants import Audit
from replay.domain.rules import engine
from replay.domain.rules.choice import Action
from replay.domain.rules.house import House
from tests.domain.forks.checked import assert_fits
from tests.domain.forks.moments import last, moments
from tests.domain.forks.told import Game, Told, what
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
    left = sum(not player.is_bankrupt for player in moment.state.players)
    return left >= 2 and not moment.state.is_over


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
@given(seed=SEEDS, players=st.integers(2, 8), is_chaos=st.booleans())
def test_from_any_event_the_same_dice_and_cards_bring_what_followed_and_the_same_choices(
    seed, players, is_chaos
):
    game = Game(setup(players), House(turn_limit=90), agents(seed, players, is_chaos), seed)
    for moment in moments(game.setup, game.events):
        number = moment.state.sequence_number
        if number >= 0 and can_go_on(moment) and knows_all(moment, game):
            resumed = resume_by(moment, game.house, Told(game.events[number + 1 :]))
            assert_goes_on(resumed, game, number)


@tried(8)
@given(seed=SEEDS, players=st.integers(2, 8), is_chaos=st.booleans())
def test_a_fork_of_a_fork_stands_where_the_fork_does(seed, players, is_chaos):
    """Up to its first turn's end it can only know what the fork was told with the board."""
    game = Game(setup(players), House(turn_limit=90), agents(seed, players, is_chaos), seed)
    for moment in moments(game.setup, game.events):
        number = moment.state.sequence_number
        if number < 0 or number % 7 or not can_go_on(moment) or not knows_all(moment, game):
            continue
        told = Told(game.events[number + 1 :])
        first = resume_by(moment, game.house, told).game.told[:PREFIX]
        again = last(setup_of(game.setup), first)
        resumed = resume_by(again, game.house, Told(game.events[number + 1 :]))
        assert_goes_on(resumed, game, number)


def agents(seed: int, players: int, is_chaos: bool) -> list[Agent]:
    if is_chaos:
        return [chaotic.choose] * players
    return [AGENTS[sorted(AGENTS)[(seed + seat) % len(AGENTS)]] for seat in range(players)]


def knows_all(moment: Moment, game: Game) -> bool:
    """Whether the past tells all that the next events depend on.

    Not the deck of a kept jail card, nor to whom one goes that has just left a hand without money.
    """
    number = moment.state.sequence_number
    told = game.between(number - 1, game.next_stop(number))
    if told and told[0][0] == "jail_card" and told[0][1]["count"] < 0 and moment.past.fall is None:
        return False
    is_held = any(player.jail_cards for player in moment.state.players)
    return not (is_held and any("Get Out" in body.get("text", "") for _, body in told[1:]))


def assert_goes_on(resumed: Resumed, game: Game, number: int) -> None:
    stop = game.next_stop(number)
    here, legal = [what(event) for event in resumed.game.told[PREFIX:]], fork.choices(resumed)
    due = game.between(number, stop)
    if len(here) < len(due) and [choice.action for choice in legal] == [Action.BANKRUPT]:
        # Who has begun to hand over everything says once more that there is no other way.
        here += map(what, engine.advance(resumed.game, legal[0], resumed.chance))
        legal = engine.legal_choices(resumed.game)
    assert here == due
    assert legal == game.choices[stop]
    assert_fits(resumed.game)


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
