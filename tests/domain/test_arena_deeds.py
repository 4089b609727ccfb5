"""Stories in the words of monopoly_game_arena: deeds, buildings, auctions, estates."""

from __future__ import annotations

import pytest

from replay.domain.effects import Auction
from tests.domain.arena import BOARDWALK, ORIENTAL, VERMONT, builds, buys, card, changed, folded
from tests.domain.games import ADA, BLAISE, CLARA


def test_a_deed_is_bought_mortgaged_and_redeemed():
    bought = buys(ADA, ORIENTAL, 100)
    mortgaged = ("mortgage", {"player_id": ADA, "position": ORIENTAL, "value": 50})
    redeemed = ("unmortgage", {"player_id": ADA, "position": ORIENTAL, "cost": 55})
    owned = {"players.0.cash": 1400, "properties.6.owner": ADA}
    assert changed(bought) == owned
    assert changed(bought, mortgaged) == {
        **owned,
        "players.0.cash": 1450,
        "properties.6.is_mortgaged": True,
    }
    assert changed(bought, mortgaged, redeemed) == {**owned, "players.0.cash": 1395}


def test_the_old_logger_names_deeds_without_their_position():
    told = {"player_id": ADA, "property_name": "Oriental Avenue", "value": 50}
    assert changed(("mortgage", told)) == {
        "players.0.cash": 1550,
        "properties.6.is_mortgaged": True,
    }


def test_houses_come_from_the_bank_and_a_hotel_hands_four_back():
    house = {"player_id": ADA, "position": ORIENTAL, "cost": 50, "house_count": 4}
    hotel = {"player_id": ADA, "position": ORIENTAL, "cost": 50}
    assert changed(("build_house", house)) == {
        "players.0.cash": 1450,
        "properties.6.houses": 4,
        "bank.houses": 31,
    }
    assert changed(("build_house", house), ("build_hotel", hotel)) == {
        "players.0.cash": 1400,
        "properties.6.houses": 5,
        "bank.houses": 35,
        "bank.hotels": 11,
    }


def test_a_house_whose_count_is_untold_is_one_more():
    house = ("build_house", {"player_id": ADA, "position": ORIENTAL, "cost": 50, "houses_count": 1})
    assert folded(house, house).houses[ORIENTAL] == 2


@pytest.mark.parametrize(
    ("kind", "left", "houses", "hotels"),
    [("house", 3, 33, 12), ("hotel", 4, 32, 13), ("hotel_downgrade", 4, 28, 13)],
)
def test_a_hotel_sold_takes_no_houses_from_the_bank_unless_downgraded(kind, left, houses, hotels):
    told = {"player_id": ADA, "position": 6, "type": kind, "sale_price": 25, "house_count": left}
    state = folded(("sell_building", told))
    assert (state.houses[6], state.bank_houses, state.bank_hotels) == (left, houses, hotels)
    assert state.players[ADA].cash == 1525


def test_buildings_the_old_logger_sold_in_silence_are_gone_once_a_player_is_stated():
    streets = (buys(ADA, ORIENTAL), buys(ADA, VERMONT), buys(BLAISE, BOARDWALK))
    built = (builds(ADA, ORIENTAL, 3), builds(ADA, VERMONT, 5), builds(BLAISE, BOARDWALK, 1))
    free = {"in_jail": False, "jail_turns": 0, "jail_free_cards": 0}
    told = {"player_id": ADA, "cash": 1500, "position": 0, **free}
    sold = ("player_state_detailed", {**told, "houses": {"Vermont Avenue": 4}, "hotels": []})
    kept = {"houses": {"Oriental Avenue": 3}, "hotels": ["Vermont Avenue"]}
    before, after = folded(*streets, *built), folded(*streets, *built, sold)
    assert [after.houses[at] for at in (ORIENTAL, VERMONT, BOARDWALK)] == [0, 4, 1]
    assert after.bank_houses == before.bank_houses + 3
    assert after.bank_hotels == before.bank_hotels + 1
    same = folded(*streets, *built, ("player_state_detailed", {**told, **kept}))
    assert same.houses == before.houses


def test_an_auction_ends_with_a_purchase_nobody_tells():
    start = ("auction_start", {"position": ORIENTAL, "eligible_players": [ADA, BLAISE, CLARA]})
    bid = ("auction_bid", {"player_id": ADA, "bid_amount": 10})
    dropped = ("auction_pass", {"player_id": BLAISE, "remaining_bidders": [ADA, CLARA]})
    again = ("auction_pass", {"player_id": BLAISE, "remaining_bidders": []})
    end = ("auction_end", {"position": ORIENTAL, "winning_bid": 10, "winner_id": ADA})
    assert folded(start).auction == Auction(ORIENTAL, 0, None, (ADA, BLAISE, CLARA))
    assert folded(start, bid, dropped, again).auction == Auction(ORIENTAL, 10, ADA, (ADA, CLARA))
    assert changed(start, bid, dropped, end) == {
        "players.0.cash": 1490,
        "properties.6.owner": ADA,
    }


def test_an_auction_ended_twice_over_a_failing_agent_sells_once():
    start = ("auction_start", {"position": ORIENTAL, "eligible_players": [ADA, BLAISE]})
    bid = ("auction_bid", {"player_id": ADA, "bid_amount": 10})
    forced = ("auction_pass", {"player_id": ADA, "remaining_bidders": [BLAISE]})
    asked = ("auction_pass", {"player_id": BLAISE, "remaining_bidders": []})
    end = ("auction_end", {"position": ORIENTAL, "winning_bid": 10, "winner_id": ADA})
    assert changed(start, bid, forced, end, asked, end) == {
        "players.0.cash": 1490,
        "properties.6.owner": ADA,
    }


def test_an_auction_of_the_older_engine_may_have_no_winner():
    start = ("auction_start", {"position": ORIENTAL, "eligible_players": [ADA, BLAISE]})
    free = ("auction_bid", {"player_id": ADA, "bid_amount": None})
    end = ("auction_end", {"position": ORIENTAL, "winning_bid": None, "winner_id": None})
    assert folded(start, free).auction == Auction(ORIENTAL, 0, ADA, (ADA, BLAISE))
    assert changed(start, end) == {}


def test_bids_in_an_auction_whose_start_was_lost_change_nothing():
    bid = ("auction_bid", {"player_id": ADA, "bid_amount": 10})
    assert changed(bid, ("auction_pass", {"player_id": BLAISE})) == {}


def estate():
    """Blaise: three houses, a hotel, a mortgaged Boardwalk, a jail card, $400."""
    return (
        buys(BLAISE, ORIENTAL),
        buys(BLAISE, VERMONT),
        buys(BLAISE, BOARDWALK),
        builds(BLAISE, ORIENTAL, 3),
        builds(BLAISE, VERMONT, 5),
        ("mortgage", {"player_id": BLAISE, "position": BOARDWALK, "value": 0}),
        card(BLAISE, "Get Out of Jail Free", "get_out_of_jail"),
        ("tax_payment", {"player_id": BLAISE, "amount": 1100}),
    )


def test_a_bankrupts_estate_goes_to_the_creditor_who_pays_a_tenth_of_the_mortgage():
    assert changed(*estate(), ("bankruptcy", {"player_id": BLAISE, "creditor_id": ADA})) == {
        # three houses at 25, a hotel's last step at 25, the fee a tenth of 200
        "players.0.cash": 1500 + 400 + 75 + 25 - 20,
        "players.0.jail_cards": 1,
        "players.1.cash": 0,
        "players.1.is_bankrupt": True,
        "properties.6.owner": ADA,
        "properties.8.owner": ADA,
        "properties.39.owner": ADA,
        "properties.39.is_mortgaged": True,
        "bank.houses": 32 - 1 + 4 + 3,
    }


def test_a_bankrupts_estate_without_a_creditor_is_the_banks_and_free_of_mortgage():
    assert changed(*estate(), ("bankruptcy", {"player_id": BLAISE, "creditor_id": None})) == {
        "players.1.cash": 0,
        "players.1.is_bankrupt": True,
        "bank.houses": 32 - 1 + 4 + 3,
    }


def test_a_creditor_inherits_debts():
    broke = ("tax_payment", {"player_id": BLAISE, "amount": 1600})
    gone = ("bankruptcy", {"player_id": BLAISE, "creditor_id": ADA})
    assert [player.cash for player in folded(broke, gone).players] == [1400, 0, 1500]


def test_who_names_himself_his_creditor_is_bankrupt_all_the_same():
    gone = ("bankruptcy", {"player_id": BLAISE, "creditor_id": BLAISE})
    player = folded(buys(BLAISE, ORIENTAL), gone).players[BLAISE]
    assert (player.cash, player.is_bankrupt) == (0, True)
