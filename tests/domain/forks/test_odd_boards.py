"""Boards no game by the rules comes to: played on or refused, never a crash or another board."""

from __future__ import annotations

from contextlib import suppress
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from replay.domain import board, match
from replay.domain.dialects import registry, testimony
from replay.domain.effects import Auction, Bundle, Trade
from replay.domain.fold import Fold, FoldBreak
from replay.domain.forks import fork
from replay.domain.forks.fork import Plan, house_of
from replay.domain.forks.past import Past
from replay.domain.forks.reader import Reader
from replay.domain.forks.resume import Moment, Refused, resume
from replay.domain.rules import trades
from replay.domain.rules.choice import Action, Choice, IllegalChoice
from replay.domain.rules.house import House
from replay.domain.setup import Setup
from replay.domain.state import State, copy, initial
from tests.domain.forks.checked import played
from tests.domain.forks.moments import moments
from tests.domain.games import ADA, BLAISE, CLARA, THREE, stream
from tests.domain.made_up import games
from tests.examples import tried

SEATS = ("greedy", "trader", "random")


def moment(state: State, past: Past | None = None, setup: Setup = THREE) -> Moment:
    return Moment("odd", setup, state, past or Past(ADA, has_begun=True))


def ended(one: Moment, seed: int = 1, turns: int = 3) -> fork.Outcome:
    return fork.outcome(Plan(one, house_of(one, House(), turns), SEATS), seed)


def test_a_bankrupt_player_with_deeds_left_hands_them_to_the_creditor():
    state = initial(THREE)
    state.owners[39], state.players[BLAISE].cash = BLAISE, 0
    state.players[BLAISE].is_bankrupt, state.players[BLAISE].bankrupt_to = True, CLARA
    resumed = resume(moment(state), House(), 1)
    assert resumed.game.state.owners[39] == CLARA
    assert "What Blaise left when bankrupt is handed over" in resumed.notes


def test_buildings_on_a_divided_group_are_sold_to_the_bank_at_half_price():
    state = initial(THREE)
    state.owners[37], state.owners[39] = ADA, BLAISE
    state.houses[39], state.bank_houses = 3, 29
    resumed = resume(moment(state), House(), 1)
    assert resumed.game.state.houses[39] == 0
    assert resumed.game.state.bank_houses == board.HOUSES
    assert resumed.game.player(BLAISE).cash == 1500 + 3 * 100


def test_an_offer_nobody_could_keep_is_turned_down():
    state = initial(THREE)
    state.trade = Trade(ADA, BLAISE, Bundle(cash=5000), Bundle(properties=(39,)))
    resumed = resume(moment(state), House(), 1)
    assert resumed.game.state.trade is None
    assert Action.ROLL in {choice.action for choice in fork.choices(resumed)}


def test_an_auction_that_a_bankrupt_leads_begins_anew():
    state = initial(THREE)
    state.players[CLARA].is_bankrupt, state.players[CLARA].cash = True, 0
    state.auction = Auction(39, 100, CLARA, (ADA, CLARA))
    resumed = resume(moment(state), House(), 1)
    assert resumed.game.state.auction == Auction(39, 0, None, (ADA, BLAISE))


def test_an_open_auction_goes_on_with_the_bidder_after_the_last_one():
    state = initial(THREE)
    state.auction = Auction(39, 100, BLAISE, (ADA, BLAISE, CLARA))
    resumed = resume(moment(state, Past(ADA, has_begun=True, asked=BLAISE)), House(), 1)
    assert {choice.seat for choice in fork.choices(resumed)} == {CLARA}


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda state: setattr(state, "is_over", True), "over by then"),
        (lambda state: setattr(state.players[0], "position", 77), "no space"),
        (lambda state: setattr(state.players[0], "cash", 10**16), "board"),
        (lambda state: setattr(state.players[0], "jail_cards", 9), "Ada holds 9 get-out-of-jail"),
        (lambda state: [setattr(p, "is_bankrupt", True) for p in state.players[1:]], "1 of 3"),
    ],
)
def test_what_cannot_be_played_on_is_refused_with_the_reason(spoil, why):
    state = initial(THREE)
    spoil(state)
    with pytest.raises(Refused, match=why):
        resume(moment(state), House(), 1)


def test_who_is_in_debt_or_short_of_cards_is_asked_for_neither():
    state = initial(THREE)
    state.owners[39], state.owners[1] = ADA, CLARA
    state.players[CLARA].cash, state.players[CLARA].jail_cards = -50, -1
    resumed = resume(moment(state, Past(BLAISE, has_begun=True)), House(), 1)
    asked = {choice.partner: choice.request for choice in trades.propose_choices(resumed.game, ADA)}
    assert asked[CLARA] == Bundle(cash=0, properties=(1,), jail_cards=0)


def test_a_first_choice_that_is_not_legal_is_refused_with_the_legal_ones():
    one = moment(initial(THREE))
    plan = Plan(one, house_of(one, House(), 3), SEATS, Choice(Action.BUY, ADA, 39))
    with pytest.raises(IllegalChoice, match="roll"):
        fork.outcome(plan, 1)


def test_a_first_choice_is_taken_and_the_agents_go_on():
    state = initial(THREE)
    state.players[ADA].in_jail, state.players[ADA].position = True, board.JAIL
    one = moment(state)
    plan = Plan(one, house_of(one, House(), 3), SEATS, Choice(Action.PAY_FINE, ADA))
    told = [event.event_type for events in fork.play(plan, 1) for event in events]
    assert told[:4] == ["game_start", "state_restored", "jail_release", "dice_roll"]


@tried(60)
@given(events=games(), seed=st.integers(0, 99))
def test_any_board_that_events_can_make_is_played_on_or_refused(events, seed):
    dialect = registry.bind(THREE)
    fold = Fold(dialect, initial(THREE))
    reader = Reader(dialect, testimony.of(THREE).of_event, fold.state)
    for event in events:
        before = copy(fold.state)
        try:
            done = fold.read(event)
            reader.take(event, done, fold.state)
            fold.carry(event, done)
        except FoldBreak:
            fold.state = before
            break
    with suppress(Refused):
        assert played(moment(fold.state, reader.past), seed).state.is_over


@tried(30)
@given(seed=st.integers(0, 2**32))
def test_any_moment_of_a_log_that_lost_or_repeats_events_is_played_on_or_refused(seed):
    chance = Random(seed)
    told = match.play(THREE, SEATS, seed, House(turn_limit=60))
    damaged = [event for event in told if chance.random() < 0.99]
    for _ in range(3):
        damaged.insert(chance.randrange(len(damaged)), chance.choice(told))
    damaged = [replace(event, sequence_number=at) for at, event in enumerate(damaged)]
    with suppress(FoldBreak):
        for one in moments(THREE, damaged):
            if chance.random() < 0.1:
                with suppress(Refused):
                    assert played(one, seed).state.is_over


def test_a_doubtful_board_stays_doubtful_in_the_fork():
    told = stream(("coffee_break", {}), ("missing", {}), ("turn_start", _TURN))
    fold = Fold(registry.bind(THREE), initial(THREE))
    for event in told:
        fold.push(event)
    game = resume(moment(fold.state), House(), 1).game
    assert (game.state.unread, game.state.missing) == (1, 1)


_TURN = {"player_id": ADA, "turn_number": 1}
