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
from replay.domain.dialects.native.vocabulary import VOCABULARY
from replay.domain.rules import engine
from replay.domain.rules.chance import Seeded
from replay.domain.rules.choice import Action, Choice, IllegalChoice
from replay.domain.rules.house import House
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


@tried(60)
@given(seed=SEEDS, players=PLAYERS, house=HOUSES, cash=st.integers(0, 3000))
def test_random_choices_never_raise_and_never_break_a_law(seed, players, house, cash):
    table = setup(players, cash)
    chance, mind = Seeded(Random(seed)), Random(-seed)
    game = engine.begin(table, house, match.follow(table), chance)
    while choices := engine.legal_choices(game):
        assert len({choice.seat for choice in choices}) == 1
        assert not game.player(choices[0].seat).is_bankrupt
        before = sum(player.cash for player in game.state.players)
        choice = chaotic.choose(match.view(game, choices), choices, mind)
        events = engine.advance(game, choice, chance)
        assert events or choice.action is Action.KEEP_MORTGAGE  # its interest is still owed
        after = sum(player.cash for player in game.state.players)
        assert after - before == sum(map(from_bank, events))
        assert_lawful(game.state)
        assert [len(kept) for kept in game.table.kept] == [
            player.jail_cards for player in game.state.players
        ]
        for deck in game.table.decks.values():
            assert len(set(deck.pile + deck.discard)) == len(deck.pile + deck.discard)
        cards = sum(len(d.pile) + len(d.discard) for d in game.table.decks.values())
        assert cards + sum(map(len, game.table.kept)) == 32
    assert game.state.is_over


@tried(15)
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


@tried(15)
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


@pytest.mark.parametrize("agent", sorted(AGENTS))
def test_the_same_seed_gives_the_same_bytes(agent):
    house = House(turn_limit=80)
    once, again = (json.encode(match.play(setup(), [agent] * 4, 7, house)) for _ in range(2))
    assert once == again
    assert once != json.encode(match.play(setup(), [agent] * 4, 8, house))


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
