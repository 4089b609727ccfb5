"""Owners, mortgages, stock and buildings."""

from __future__ import annotations

from replay.domain.board import SPACES
from tests.domain.games import ADA, BLAISE
from tests.domain.invariants.audits import ARENA, BENCH, builds, found, mortgages, owns, sentences

BROWN = [owns(ADA, 1), owns(ADA, 3)]


def unmortgages(player, position):
    amount = SPACES[position].mortgage + -(-SPACES[position].mortgage // 10)
    return ("unmortgage", {"player_id": player, "position": position, "amount": amount})


def test_the_bank_sells_what_it_owns():
    assert found(owns(ADA, 1)) == []
    assert found(owns(ADA, 1), owns(BLAISE, 1)) == [("owner", 1)]
    assert sentences(owns(ADA, 1), owns(BLAISE, 1)) == [
        "the bank gives away Mediterranean Avenue, which belongs to Ada"
    ]


def test_players_trade_what_they_own():
    def swap(offered):
        sides = {"offer": {"properties": [offered]}, "request": {"properties": [39]}}
        told = {"proposer_id": ADA, "recipient_id": BLAISE, **sides}
        return [("trade_offer", told), ("trade_accept", told)]

    assert found(owns(ADA, 1), owns(BLAISE, 39), *swap(1)) == []
    assert found(owns(ADA, 1), owns(BLAISE, 39), *swap(5)) == [("owner", 3)]


def test_only_an_owner_mortgages():
    assert found(owns(ADA, 1), mortgages(ADA, 1)) == []
    assert found(owns(ADA, 1), mortgages(BLAISE, 1)) == [("owner", 1)]


def test_a_deed_is_mortgaged_once():
    assert found(owns(ADA, 1), mortgages(ADA, 1), unmortgages(ADA, 1), mortgages(ADA, 1)) == []
    assert found(owns(ADA, 1), mortgages(ADA, 1), mortgages(ADA, 1)) == [("mortgage", 2)]
    assert found(owns(ADA, 1), unmortgages(ADA, 1)) == [("mortgage", 1)]


def test_nothing_is_mortgaged_under_buildings_of_its_group():
    assert found(*BROWN, builds(1, 1, 31), mortgages(ADA, 3)) == [("mortgage", 3)]


def test_houses_come_from_the_bank():
    assert found(*BROWN, builds(1, 1, 31), builds(3, 1, 30)) == []
    assert found(*BROWN, builds(1, 1, 32)) == [("stock", 2)]


def test_the_bank_cannot_give_what_it_has_not():
    streets = [at for at in (1, 3, 6, 8, 9, 11, 13, 14, 16) for _ in range(4)]
    houses = [("build_house", {"player_id": ADA, "position": at, "cost": 0}) for at in streets[:33]]
    stock = [one for one in found(*houses, setup=ARENA) if one[0] == "stock"]
    assert stock == [("stock", 32)]


def test_a_hotel_that_leaves_four_houses_takes_them_from_the_bank():
    def hotel():
        built = [
            ("build_house", {"player_id": ADA, "position": at, "cost": 50, "house_count": count})
            for count in range(1, 5)
            for at in (1, 3)
        ]
        sold = {"winner_id": ADA, "winning_bid": 0}
        owned = [("auction_end", {**sold, "position": at}) for at in (1, 3)]
        return [*owned, *built, ("build_hotel", {"player_id": ADA, "position": 1, "cost": 50})]

    sold = {"player_id": ADA, "position": 1, "sale_price": 25, "house_count": 4}
    right = ("sell_building", {**sold, "type": "hotel_downgrade"})
    wrong = ("sell_building", {**sold, "type": "hotel"})
    assert found(*hotel(), right, setup=ARENA) == []
    assert found(*hotel(), wrong, setup=ARENA) == [("stock", 11)]
    assert sentences(*hotel(), wrong, setup=ARENA) == [
        "Bank and board hold 36 houses after this event, 32 before"
    ]


def test_streets_are_built_on_evenly():
    assert found(*BROWN, builds(1, 1, 31), builds(3, 1, 30), builds(3, 2, 29)) == []
    assert found(*BROWN, builds(1, 1, 31), builds(1, 2, 30)) == [("building", 3)]


def test_houses_are_sold_evenly():
    def sells(position, houses, bank):
        told = {"player_id": ADA, "position": position, "houses": houses, "proceeds": 25}
        return ("sell_building", {**told, "bank_houses": bank, "bank_hotels": 12})

    built = [*BROWN, builds(1, 1, 31), builds(3, 1, 30), builds(1, 2, 29), builds(3, 2, 28)]
    assert found(*built, sells(1, 1, 29), sells(3, 1, 30)) == []
    assert found(*built, sells(1, 1, 29), sells(1, 0, 30)) == [("building", 7)]


def test_a_bankrupts_buildings_go_all_at_once():
    def sold_out(position, bank):
        told = {"player_id": ADA, "position": position, "houses": 0, "proceeds": 50}
        return ("sell_building", {**told, "bank_houses": bank, "bank_hotels": 12})

    built = [*BROWN, builds(1, 1, 31), builds(3, 1, 30), builds(1, 2, 29), builds(3, 2, 28)]
    assert found(*built, sold_out(1, 30), sold_out(3, 32)) == []


def test_an_auctioned_house_needs_no_deed_of_the_banks():
    sold = ("auction_end", {"position": 1, "winner_id": ADA, "amount": 50})
    assert found(*BROWN, (sold[0], {**sold[1], "building": "house"})) == []
    assert found(*BROWN, sold) == [("owner", 2)]


def test_a_plan_of_several_events_is_judged_when_it_is_done():
    def house(at, count):
        return ("HOUSE_BUILT", {"player_id": "p1", "space_index": at, "count": count})

    owned = [
        ("PROPERTY_PURCHASED", {"player_id": "p1", "space_index": at, "price": 0}) for at in (1, 3)
    ]
    end = ("TURN_ENDED", {})
    assert found(*owned, house(1, 2), house(3, 2), end, setup=BENCH) == []
    assert found(*owned, house(1, 2), end, setup=BENCH) == [("building", 2)]
    assert found(*owned, house(1, 2), setup=BENCH) == [("building", 2)]


def test_only_who_owns_the_whole_group_builds():
    assert found(owns(ADA, 1), builds(1, 1, 31)) == [("building", 1)]
    assert found(owns(ADA, 1), owns(BLAISE, 3), builds(1, 1, 31)) == [("building", 2)]


def test_no_building_where_a_deed_of_the_group_is_mortgaged():
    assert found(*BROWN, mortgages(ADA, 3), builds(1, 1, 31)) == [("building", 3)]
