"""Stories of monopoly-llm-benchmark: buildings, mortgages, auctions and trades."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.told import CLAUDE, GEMMA, GPT, Game, begun


@pytest.fixture
def game() -> Game:
    return begun()


def bundle(cash: int = 0, properties: tuple[str, ...] = (), cards: int = 0) -> dict[str, Any]:
    return {"cash": cash, "properties": properties, "get_out_of_jail_cards": cards}


def trade(exchange_index: int, offer: Any, request: Any, **more: Any) -> dict[str, Any]:
    return {
        "initiator_player_id": GPT,
        "counterparty_player_id": CLAUDE,
        "exchange_index": exchange_index,
        "max_exchanges": 5,
        "offer": offer,
        "request": request,
        **more,
    }


# deeds and buildings


def test_houses_come_from_the_bank_and_go_back(game: Game):
    game.told("HOUSE_BUILT", GPT, player_id=GPT, space_index=1, count=3)
    assert game.changed() == {"properties.1.houses": 3, "bank.houses": 29}
    game.told("HOUSE_SOLD", GPT, player_id=GPT, space_index=1, count=2)
    assert game.changed() == {"properties.1.houses": 1, "bank.houses": 31}


def test_a_hotel_frees_four_houses_and_takes_them_when_it_is_sold(game: Game):
    game.told("HOUSE_BUILT", GPT, player_id=GPT, space_index=1, count=4)
    game.told("HOTEL_BUILT", GPT, player_id=GPT, space_index=1, count=1)
    assert game.changed() == {"properties.1.houses": 5, "bank.hotels": 11}
    game.told("HOTEL_SOLD", GPT, player_id=GPT, space_index=1, count=1)
    assert game.changed() == {"properties.1.houses": 4, "bank.houses": 28}


def test_mortgages_are_set_and_lifted(game: Game):
    game.told("PROPERTY_MORTGAGED", GPT, player_id=GPT, space_index=12, amount=75)
    assert game.changed() == {"properties.12.is_mortgaged": True}
    game.told("PROPERTY_UNMORTGAGED", GPT, player_id=GPT, space_index=12, amount=83)
    assert game.changed() == {}


# auctions


@pytest.fixture
def auction(game: Game) -> Game:
    """The first player's refusal has put Connecticut Avenue up for auction."""
    return game.roll(GPT, 4, 5).told(
        "AUCTION_STARTED", property_space="CONNECTICUT_AVENUE", initiator_player_id=GPT
    )


def bid(game: Game, player: str, amount: int) -> Game:
    space = "CONNECTICUT_AVENUE"
    payload = {"property_space": space, "bidder_player_id": player, "bid_amount": amount}
    return game.told("AUCTION_BID_PLACED", player, **payload)


def drop(game: Game, player: str) -> Game:
    payload = {"property_space": "CONNECTICUT_AVENUE", "player_id": player}
    return game.told("AUCTION_PLAYER_DROPPED", player, **payload)


def ended(game: Game, winner: str | None, amount: int | None) -> Game:
    return game.told(
        "AUCTION_ENDED",
        property_space="CONNECTICUT_AVENUE",
        winner_player_id=winner,
        winning_bid=amount,
        reason="NO_BIDS" if winner is None else "SOLD",
    )


def test_an_auction_asks_everyone_the_initiator_last(auction: Game):
    assert auction.changed() == {
        "current_player": 1,
        "auction": {"position": 9, "high_bid": 0, "leader": None, "bidders": [1, 2, 0]},
    }


def test_the_bankrupt_do_not_bid(game: Game):
    game.cash(CLAUDE, 0, "BANKRUPTCY")
    game.told("AUCTION_STARTED", property_space="B_O_RAILROAD", initiator_player_id=GPT)
    assert game.state.auction is not None
    assert (game.state.auction.position, game.state.auction.bidders) == (25, (2, 0))


def test_bidders_take_turns_and_drop_out(auction: Game):
    bid(auction, CLAUDE, 1)
    assert auction.state.current == 2
    drop(auction, GEMMA)
    assert auction.state.current == 0
    bid(auction, GPT, 60)
    assert auction.changed() == {
        "current_player": 1,
        "auction": {"position": 9, "high_bid": 60, "leader": 0, "bidders": [1, 0]},
    }


def test_a_sale_leaves_deed_and_debt_and_the_turn_goes_on_where_it_was(auction: Game):
    drop(drop(bid(auction, CLAUDE, 70), GEMMA), GPT).buy(CLAUDE, 9, 70)
    auction.cash(CLAUDE, -70, "auction_bid")
    ended(auction, CLAUDE, 70)
    assert auction.changed() == {"properties.9.owner": 1, "players.1.cash": 1430}


def test_an_auction_nobody_bids_in_ends_with_one_who_was_never_asked(auction: Game):
    ended(drop(drop(auction, CLAUDE), GEMMA), None, None)
    assert auction.changed() == {}


def test_a_double_before_an_auction_still_gives_a_further_turn(game: Game):
    game.roll(GPT, 4, 4)
    game.told("AUCTION_STARTED", property_space="CONNECTICUT_AVENUE", initiator_player_id=GPT)
    ended(drop(drop(game, CLAUDE), GEMMA), None, None).told("TURN_ENDED")
    assert game.state.current == 0


def test_an_auction_whose_start_is_lost_is_opened_by_the_first_bid(game: Game):
    bid(game.told("missing"), GEMMA, 20)
    assert game.changed() == {
        "auction": {"position": 9, "high_bid": 20, "leader": 2, "bidders": [1, 2, 0]},
    }


# trades


def test_an_offer_lies_open_and_its_answer_is_still_the_proposers_turn(game: Game):
    offer = trade(0, bundle(50), bundle(0, ("ST_CHARLES_PLACE",), 1))
    game.told("TRADE_PROPOSED", GPT, **offer)
    game.told("LLM_DECISION_REQUESTED", player_id=CLAUDE, decision_type="TRADE_RESPONSE_DECISION")
    assert game.changed() == {
        "trade": {
            "proposer": 0,
            "recipient": 1,
            "offer": {"cash": 50, "properties": [], "jail_cards": 0},
            "request": {"cash": 0, "properties": [11], "jail_cards": 1},
        }
    }


def test_a_counter_offer_is_seen_from_the_other_side(game: Game):
    game.told("TRADE_COUNTERED", CLAUDE, **trade(1, bundle(5), bundle(80)))
    assert game.state.trade is not None
    assert (game.state.trade.proposer, game.state.trade.recipient) == (1, 0)
    assert (game.state.trade.offer.cash, game.state.trade.request.cash) == (5, 80)


@pytest.mark.parametrize(("countered", "cards"), [(0, [0, 2, 0]), (1, [2, 0, 0])])
def test_an_accepted_trade_moves_jail_cards_unsaid(game: Game, countered: int, cards: list[int]):
    for player in (GPT, CLAUDE):
        game.told("CARD_DRAWN", player, deck_type="CHANCE", card_id="GET_OUT_OF_JAIL_FREE")
    terms = trade(countered, bundle(cards=1), bundle())
    game.told("TRADE_COUNTERED" if countered else "TRADE_PROPOSED", None, **terms)
    game.told("TRADE_ACCEPTED", None, **terms)
    assert [player.jail_cards for player in game.state.players] == cards
    assert game.state.trade is None


def test_the_rest_of_an_accepted_trade_has_its_own_events(game: Game):
    game.buy(GPT, 5, 200).told("PROPERTY_MORTGAGED", GPT, player_id=GPT, space_index=5, amount=100)
    game.now().told(
        "TRADE_ACCEPTED", CLAUDE, **trade(0, bundle(0, ("READING_RAILROAD",)), bundle(90))
    )
    assert game.changed() == {}
    game.cash(CLAUDE, -90, "TRADE_CASH").cash(GPT, 90, "TRADE_CASH")
    deed = {"from_player_id": GPT, "to_player_id": CLAUDE, "space_index": 5, "mortgaged": True}
    game.told("PROPERTY_TRANSFERRED", **deed).cash(CLAUDE, -10, "MORTGAGE_INTEREST")
    assert game.changed() == {
        "players.0.cash": 1590,
        "players.1.cash": 1400,
        "properties.5.owner": 1,
    }


@pytest.mark.parametrize("end", ["TRADE_REJECTED", "TRADE_EXPIRED"])
def test_a_trade_that_comes_to_nothing_changes_nothing(game: Game, end: str):
    offer = trade(4, bundle(5), bundle(80, (), 1))
    game.told("TRADE_COUNTERED", GPT, **offer)
    game.told(end, CLAUDE, **{**offer, "reason": "MAX_EXCHANGES"})
    assert game.changed() == {}
