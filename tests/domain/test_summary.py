"""Every number of a summary, against a slow and obvious computation of the same game."""

from __future__ import annotations

import math
from collections import Counter
from functools import cache

import msgspec
import pytest

from replay.domain import match, state
from replay.domain.dialects import registry
from replay.domain.rules.house import House
from replay.domain.setup import Setup
from replay.domain.summary import ends, luck
from replay.domain.summary.collector import Collector
from replay.domain.summary.game import Doubt, Summary
from replay.domain.summary.worth import worth
from tests.domain.games import THREE, event, stream
from tests.domain.summary_slowly import Slow

SEEDS = (1, 2, 5)
LINEUPS = (("greedy", "trader", "cautious"), ("random", "trader", "random"))
each_game = pytest.mark.parametrize(
    ("lineup", "seed"), [(lineup, seed) for lineup in LINEUPS for seed in SEEDS]
)


def summed(setup: Setup, events) -> Summary:
    collector = Collector(setup, registry.bind(setup))
    collector.extend(events)
    return collector.summary()


@cache
def game(lineup: tuple[str, ...], seed: int) -> tuple[Slow, Summary]:
    events = match.play(THREE, lineup, seed, House(turn_limit=150))
    return Slow(THREE, events), summed(THREE, events)


@each_game
def test_the_last_board_is_told(lineup, seed):
    slow, told = game(lineup, seed)
    assert told.events == len(slow.events)
    assert told.head == slow.last.sequence_number
    assert (told.is_over, told.winner) == (slow.last.is_over, slow.last.winner)
    for seat, side in enumerate(told.sides):
        player = slow.last.players[seat]
        assert (side.cash, side.is_bankrupt) == (player.cash, player.is_bankrupt)
        assert side.net_worth == state.net_worth(slow.last, seat)
        assert side.deeds == tuple(at for at in range(40) if slow.last.owners[at] == seat)
        assert side.owned == tuple(
            at for at in range(40) if any(one.owners[at] == seat for one in slow.states)
        )


@each_game
def test_dice_landings_rents_and_salaries_are_counted(lineup, seed):
    slow, told = game(lineup, seed)
    for seat, side in enumerate(told.sides):
        rolls = slow.rolls(seat)
        assert side.dice is not None
        assert side.dice.by_sum == tuple(
            sum(a + b == total for _, a, b in rolls) for total in range(2, 13)
        )
        assert side.dice.total == sum(a + b for _, a, b in rolls)
        assert side.dice.doubles == sum(a == b for _, a, b in rolls)
        assert side.landings == slow.landings(seat)
        assert side.rent_paid == slow.rent(seat, "payer_id")
        assert side.rent_received == slow.rent(seat, "owner_id")
        assert side.salary == sum(
            one["amount"] for _, one in slow.told("pass_go") if one["player_id"] == seat
        )
        assert side.jailed == sum(one["player_id"] == seat for _, one in slow.told("go_to_jail"))
        assert side.built == slow.built(seat)


@each_game
def test_luck_is_the_rent_of_the_throw_against_that_of_all_throws(lineup, seed):
    slow, told = game(lineup, seed)
    for seat, side in enumerate(told.sides):
        paid, expected = slow.rents_of_throws(seat)
        assert side.luck is not None
        assert side.luck.paid == paid
        assert side.luck.expected_paid == pytest.approx(float(expected))
    lucks = [side.luck for side in told.sides if side.luck is not None]
    assert sum(one.received for one in lucks) == sum(one.paid for one in lucks)
    assert math.fsum(one.expected_received for one in lucks) == pytest.approx(
        math.fsum(one.expected_paid for one in lucks)
    )


@each_game
def test_sales_groups_and_turns_are_those_of_the_states(lineup, seed):
    slow, told = game(lineup, seed)
    sales = [(one.seat, one.position, one.price, one.by_auction) for one in told.sales]
    assert sales == slow.bought()
    assert [(one.seat, one.group) for one in told.monopolies] == slow.monopolies()
    assert told.turns == len(slow.told("turn_start"))
    assert [side.survived for side in told.sides] == [slow.survived(seat) for seat in slow.seats]
    assert sum(side.turns for side in told.sides) == told.turns
    assert told.event_types == Counter(one.event_type for one in slow.events)
    assert told.unsold == sum(one["winner_id"] is None for _, one in slow.told("auction_end"))


@each_game
def test_money_in_play_is_that_of_the_turns_it_names(lineup, seed):
    slow, told = game(lineup, seed)
    money, kept = slow.money(), told.economy
    assert kept.turns[0] == 1
    assert kept.turns[-1] == told.turns
    assert len(kept.turns) == min(ends.MOMENTS, told.turns)
    assert list(zip(kept.cash, kept.net_worth, strict=True)) == [
        money[turn - 1] for turn in kept.turns
    ]


@each_game
def test_trades_are_counted_by_side(lineup, seed):
    slow, told = game(lineup, seed)
    offers = slow.told("trade_offer", "trade_counter")
    for seat, side in enumerate(told.sides):
        assert side.proposed == sum(one["proposer_id"] == seat for _, one in offers)
    accepted = slow.told("trade_accept")
    assert [(one.proposer, one.recipient) for one in told.deals] == [
        (one["proposer_id"], one["recipient_id"]) for _, one in accepted
    ]
    for deal, (before, _) in zip(told.deals, accepted, strict=True):
        assert before.trade is not None
        assert (deal.given, deal.taken) == (
            worth(before.trade.offer, before),
            worth(before.trade.request, before),
        )


@each_game
def test_the_bankrupt_stand_behind_all_others_the_first_last(lineup, seed):
    slow, told = game(lineup, seed)
    fell = [one["player_id"] for _, one in slow.told("bankruptcy")]
    assert [kill.seat for kill in told.kills] == fell
    if told.is_over:
        places = [side.placement for side in told.sides]
        assert [places[seat] for seat in fell] == [3 - index for index in range(len(fell))]
        assert told.winner is None or places[told.winner] == 1


@each_game
def test_growing_by_pieces_comes_to_the_same(lineup, seed):
    slow, told = game(lineup, seed)
    collector = Collector(THREE, registry.bind(THREE))
    for start in range(0, len(slow.events), 97):
        collector.extend(slow.events[start : start + 97])
        collector.summary()
    assert collector.summary() == told
    assert msgspec.json.decode(msgspec.json.encode(told), type=Summary) == told


def test_a_debt_on_the_own_turn_is_that_of_the_space_one_stands_on():
    told = summed(
        THREE,
        stream(
            ("turn_start", {"player_id": 1, "turn_number": 1}),
            ("move", {"player_id": 1, "from_position": 0, "to_position": 4}),
            ("bankruptcy", {"player_id": 1, "creditor_id": None}),
        ),
    )
    kill = told.kills[0]
    assert (kill.sequence_number, kill.turn, kill.seat, kill.position) == (2, 1, 1, 4)


def test_a_debt_on_anothers_turn_is_that_of_the_card_they_drew():
    told = summed(
        THREE,
        stream(
            ("turn_start", {"player_id": 1, "turn_number": 1}),
            ("move", {"player_id": 1, "from_position": 0, "to_position": 17}),
            ("bankruptcy", {"player_id": 2, "creditor_id": 1}),
        ),
    )
    assert (told.kills[0].position, told.kills[0].creditor) == (17, 1)


def test_a_game_that_does_not_end_says_so_and_has_no_placements():
    told = summed(THREE, stream(("turn_start", {"player_id": 0, "turn_number": 1})))
    assert told.doubts == {Doubt.UNFINISHED: 1}
    assert {side.placement for side in told.sides} == {None}


def test_unknown_and_lost_events_are_counted_as_doubts():
    told = summed(THREE, stream(("missing", {}), ("wormhole", {})))
    assert told.doubts == {Doubt.UNREAD: 1, Doubt.MISSING: 1, Doubt.UNFINISHED: 1}


def ended(*winners: int | None) -> Summary:
    over = [("game_end", {"winner_id": winner, "reason": "x"}) for winner in winners]
    return summed(THREE, stream(*over))


def test_two_winners_leave_open_who_won():
    assert ended(0, 1).doubts == {Doubt.CONTESTED: 1}
    assert ended(0, 0).doubts == {}
    assert ended(None, 1).doubts == {}


def rented(amount: int) -> Summary:
    rent = {"payer_id": 0, "owner_id": 1, "position": 1, "amount": amount}
    return summed(
        THREE, stream(("turn_start", {"player_id": 0, "turn_number": 1}), ("rent_payment", rent))
    )


def test_more_money_than_there_can_be_is_a_slip_of_the_engines():
    can_be = ends.most_money(3 * THREE.starting_cash, 1)
    assert Doubt.EXCESSIVE not in rented(can_be).doubts
    assert rented(can_be + 1).doubts[Doubt.EXCESSIVE] == 1
    assert rented(10**12).doubts[Doubt.EXCESSIVE] == 1


def test_no_game_by_the_rules_moves_more_money_than_there_can_be():
    told = [game(lineup, seed)[1] for lineup in LINEUPS for seed in SEEDS]
    assert not {doubt for one in told for doubt in one.doubts} - {Doubt.UNFINISHED}


def test_stamps_that_only_count_are_no_clock():
    ticking = stream(*[("turn_end", {"player_id": 0})] * 5)
    assert summed(THREE, ticking).seconds is None
    late = msgspec.structs.replace(
        event(5, "turn_end", player_id=0), timestamp=ticking[0].timestamp
    )
    assert summed(THREE, [*ticking, late]).seconds is None
    last = event(9, "turn_end", player_id=0)
    real = [*ticking, msgspec.structs.replace(last, sequence_number=5)]
    assert summed(THREE, real).seconds == 9


def test_any_number_of_event_types_takes_little_room():
    names = [f"type {number}" for number in range(500)]
    told = summed(THREE, stream(*[(name, {}) for name in names], ("x" * 200, {}), ("x" * 200, {})))
    assert len(told.event_types) == ends.TYPES
    assert told.event_types["x" * ends.TYPE_CHARS] == 2
    assert told.other_events == 502 - sum(told.event_types.values())


def test_the_dice_are_weighed_by_their_ways():
    ways = Counter(a + b for a in range(1, 7) for b in range(1, 7))
    assert tuple(ways[total] for total in range(2, 13)) == luck.WAYS
