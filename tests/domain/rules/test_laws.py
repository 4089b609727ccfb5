"""Laws of the rules: whatever is chosen, the board stays lawful and the fold agrees."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import inspect, json

from replay.domain import match, state, timeline
from replay.domain.agents import chaotic
from replay.domain.agents.registry import AGENTS
from replay.domain.dialects import registry, testimony
from replay.domain.dialects.native.vocabulary import VOCABULARY
from replay.domain.invariants import Audit
from replay.domain.rules import decks, engine
from replay.domain.rules.chance import Seeded
from replay.domain.rules.choice import Action, Choice, IllegalChoice
from replay.domain.rules.house import House
from replay.domain.setup import Setup
from tests.domain.rules.lawful import assert_lawful, from_bank
from tests.domain.rules.tables import begun, setup
from tests.examples import tried

SEEDS = st.integers(0, 2**32)
PLAYERS = st.integers(2, 8)
HOUSES = st.builds(
    House,
    turn_limit=st.integers(1, 120),
    salary=st.integers(0, 400),
    jail_fine=st.integers(0, 400),
    reshuffle=st.booleans(),
)


@tried(1000, 5000)
@given(
    seed=SEEDS,
    players=PLAYERS,
    house=HOUSES,
    cash=st.integers(0, 3000),
    seated=st.sampled_from(["chaos", "chaos", "mixed"]),
)
def test_no_game_breaks_a_law_or_is_found_fault_with(seed, players, house, cash, seated):
    """Whatever is chosen: lawful boards, money through the bank, every card somewhere."""
    seats = setup(players).seats
    table = Setup(seats, starting_cash=cash, salary=house.salary, jail_fine=house.jail_fine)
    agents = [chaotic.choose] * players if seated == "chaos" else list(AGENTS.values()) * 2
    chance, mind = Seeded(Random(seed)), Random(-seed)
    game = engine.begin(table, house, match.follow(table), chance)
    audit = Audit(table, registry.bind(table), testimony.of(table))
    audit.extend(game.told)
    while choices := engine.legal_choices(game):
        assert len({choice.seat for choice in choices}) == 1
        assert not game.player(choices[0].seat).is_bankrupt
        before = sum(player.cash for player in game.state.players)
        choice = agents[choices[0].seat](match.view(game, choices), choices, mind)
        events = engine.advance(game, choice, chance)
        assert events or choice.action is Action.KEEP_MORTGAGE  # its interest is still owed
        after = sum(player.cash for player in game.state.players)
        assert after - before == sum(map(from_bank, events))
        assert_lawful(game.state)
        assert_all_cards(game)
        audit.extend(events)
    assert game.state.is_over
    winner = None if game.state.winner is None else table.seats[game.state.winner].player_id
    assert audit.close("finished", winner).findings == ()


def assert_all_cards(game):
    """Each of the 32 cards is once in its deck or in a hand."""
    table = game.table
    assert [len(kept) for kept in table.kept] == [
        player.jail_cards for player in game.state.players
    ]
    in_hand = [name for kept in table.kept for name in kept]
    for name, deck in table.decks.items():
        cards = sorted(deck.pile + deck.discard + [decks.jail_card(name)] * in_hand.count(name))
        assert cards == list(range(16))


@tried(30, 1000)
@given(seed=SEEDS, players=PLAYERS, turns=st.integers(30, 120))  # fewer may be alike by chance
def test_the_same_seed_gives_the_same_bytes_and_another_another_game(seed, players, turns):
    names = [sorted(AGENTS)[(seed + seat) % len(AGENTS)] for seat in range(players)]
    once, again, other = (
        json.encode(match.play(setup(players), names, each, House(turn_limit=turns)))
        for each in (seed, seed, seed + 1)
    )
    assert once == again
    assert once != other


@tried(15, 1000)
@given(seed=SEEDS, players=PLAYERS)
def test_folding_the_events_gives_the_board_of_the_rules_after_every_choice(seed, players):
    table = setup(players)
    chance, mind = Seeded(Random(seed)), Random(-seed)
    game = engine.begin(table, House(turn_limit=60), match.follow(table), chance)
    events, boards = list(game.told), []
    while choices := engine.legal_choices(game):
        choice = chaotic.choose(match.view(game, choices), choices, mind)
        events += engine.advance(game, choice, chance)
        boards.append(state.copy(game.state))
    folded = timeline.build(table, events)
    assert folded.broken is None
    assert all(folded.at(board.sequence_number) == board for board in boards)


@tried(15, 1000)
@given(seed=SEEDS)
def test_deciding_leaves_the_game_as_it_was_and_says_what_advancing_does(seed):
    table = setup(4)
    chance, mind = Random(seed), Random(-seed)
    game = engine.begin(table, House(turn_limit=20), match.follow(table), Seeded(chance))
    while choices := engine.legal_choices(game):
        choice = chaotic.choose(match.view(game, choices), choices, mind)
        before = state.copy(game.state)
        dice = chance.getstate()
        decided = engine.decide(game, choice, Seeded(chance))
        assert (game.state, engine.legal_choices(game)) == (before, choices)
        chance.setstate(dice)
        assert engine.advance(game, choice, Seeded(chance)) == decided


@given(
    st.builds(
        Choice,
        st.sampled_from([action for action in Action if action is not Action.ROLL]),
        st.integers(-1, 3),
        st.none() | st.integers(0, 39),
        st.none() | st.integers(0, 3),
        st.none() | st.integers(-10, 10**6),
    )
)
def test_what_is_not_legal_is_refused_and_changes_nothing(choice):
    game = begun()
    before = state.copy(game.state)
    with pytest.raises(IllegalChoice, match="legal actions: propose, roll"):
        engine.advance(game, choice, Seeded(Random(0)))
    assert game.state == before


def test_every_payload_is_what_the_vocabulary_promises_and_no_more():
    promised = {
        name: {field.encode_name for field in inspect.type_info(entry.payload).fields}
        for name, entry in VOCABULARY.items()
    }
    for event in match.play(setup(5), ["random"] * 5, 1, House(turn_limit=300)):
        assert json.decode(event.payload).keys() <= promised[event.event_type]


def test_monopoly_is_for_two_to_eight_players():
    for players in (0, 1):
        with pytest.raises(ValueError, match="2 to 8 players"):
            match.play(setup(players), ["random"] * players, 1)
