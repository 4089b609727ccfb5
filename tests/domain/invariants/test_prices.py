"""What the bank is paid, and pays."""

from __future__ import annotations

import pytest

from tests.domain.games import ADA, BLAISE
from tests.domain.invariants.audits import (
    ARENA,
    BENCH,
    builds,
    found,
    goes,
    mortgages,
    owns,
    roll,
    sentences,
    turn,
)

GROUP = [owns(ADA, 37), owns(ADA, 39)]


def buys(position, price):
    return ("purchase", {"player_id": ADA, "position": position, "price": price})


def lifts(position, amount):
    return ("unmortgage", {"player_id": ADA, "position": position, "amount": amount})


def test_a_deed_costs_what_is_printed_on_it_and_is_bought_where_one_stands():
    assert found(goes(ADA, 39), buys(39, 400)) == []
    assert found(goes(ADA, 39), buys(39, 40)) == [("price", 1)]
    assert sentences(goes(ADA, 39), buys(39, 40)) == [
        "Ada buys Boardwalk for $40, where $400 is due"
    ]
    assert sentences(goes(ADA, 37), buys(39, 400)) == [
        "Ada buys Boardwalk, but stands on Park Place"
    ]


def test_a_mortgage_lends_half_and_is_lifted_for_a_tenth_more():
    assert found(owns(ADA, 39), mortgages(ADA, 39), lifts(39, 220)) == []
    assert found(owns(ADA, 39), mortgages(ADA, 39), lifts(39, 200)) == [("price", 2)]
    dear = ("mortgage", {"player_id": ADA, "position": 39, "amount": 400})
    assert found(owns(ADA, 39), dear) == [("price", 1)]


@pytest.mark.parametrize(("amount", "is_right"), [(82, True), (83, True), (81, False), (84, False)])
def test_where_a_tenth_is_no_whole_dollar_either_beside_it_will_do(amount, is_right):
    assert (found(owns(ADA, 12), mortgages(ADA, 12), lifts(12, amount)) == []) is is_right


def test_the_bank_cancels_the_mortgages_of_who_has_nothing_left():
    told = [owns(ADA, 39), mortgages(ADA, 39)]
    gone = ("bank_payment", {"player_id": ADA, "amount": -1700, "reason": "bankruptcy"})
    assert found(*told, gone, lifts(39, 0)) == []
    assert found(*told, lifts(39, 0)) == [("price", 2)]


def test_buildings_cost_what_the_deed_says_and_bring_half():
    def sells(houses, proceeds, stock):
        told = {"player_id": ADA, "position": 39, "houses": houses, "proceeds": proceeds}
        return ("sell_building", {**told, "bank_houses": stock, "bank_hotels": 12})

    built = [*GROUP, builds(39, 1, 31)]
    assert found(*built, sells(0, 100, 32)) == []
    assert found(*built, sells(0, 200, 32)) == [("price", 3)]
    cheap = (built[-1][0], {**built[-1][1], "cost": 50})
    assert found(*GROUP, cheap) == [("price", 2)]


def test_a_building_won_at_auction_costs_the_bid():
    sold = {"position": 39, "building": "house"}
    auction = [
        ("auction_start", {**sold, "bidders": [ADA, BLAISE]}),
        ("auction_bid", {"player_id": ADA, "amount": 333}),
        ("auction_end", {**sold, "winner_id": ADA, "amount": 333}),
    ]
    won = ("build", {**builds(39, 1, 31)[1], "cost": 333})
    assert found(*GROUP, *auction, won) == []
    assert found(*GROUP, won) == [("price", 2)]


def test_a_tax_is_paid_by_who_comes_to_it_and_in_full():
    def pays(amount):
        return ("tax_payment", {"player_id": ADA, "position": 4, "amount": amount})

    came = [turn(ADA, 1), roll(ADA, 1, 3), goes(ADA, 4)]
    assert found(*came, pays(200), turn(BLAISE, 2)) == []
    assert found(*came, pays(75), turn(BLAISE, 2)) == [("price", 3)]
    assert found(*came, turn(BLAISE, 2)) == [("price", 2)]
    assert sentences(*came, turn(BLAISE, 2)) == ["Ada comes to Income Tax and pays no tax"]
    assert found(pays(200)) == [("price", 0)]


def test_where_events_were_lost_nobody_has_skipped_a_tax():
    lost = [turn(ADA, 1), roll(ADA, 1, 3), goes(ADA, 4), ("missing", {}), turn(BLAISE, 2)]
    assert found(*lost) == [("sequence", 3)]


def test_the_arenas_prices_are_known():
    there = ("move", {"player_id": ADA, "from_position": None, "to_position": 39, "direct": True})
    bought = {"player_id": ADA, "position": 39, "property_name": "Boardwalk"}
    assert found(there, ("purchase", {**bought, "price": 400}), setup=ARENA) == []
    assert found(there, ("purchase", {**bought, "price": 300}), setup=ARENA) == [("price", 1)]


def test_the_benchmarks_prices_are_known():
    there = ("PLAYER_MOVED", {"from": 0, "to": 38, "passed_go": False, "player_id": ADA})
    paid = {"player_id": "p1", "reason": "TAX_LUXURY"}
    assert found(there, ("CASH_CHANGED", {**paid, "delta": -100}), setup=BENCH) == []
    assert found(there, ("CASH_CHANGED", {**paid, "delta": -75}), setup=BENCH) == [("price", 1)]
