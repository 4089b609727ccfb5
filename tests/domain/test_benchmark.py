"""Stories in the vocabulary of monopoly-llm-benchmark: given these events, then this board."""

from __future__ import annotations

from typing import Any

import pytest

from replay.domain.fold import FoldBreak
from tests.domain.told import CLAUDE, GEMMA, GPT, Game


@pytest.fixture
def game() -> Game:
    """Three players; the first one's first turn has begun."""
    return Game().told("GAME_STARTED").told("TURN_STARTED").now()


def in_jail() -> Game:
    """The first player sits in jail and it is his turn again."""
    game = Game().told("GAME_STARTED").told("TURN_STARTED").jail(GPT).told("TURN_ENDED")
    game.told("TURN_STARTED").roll(CLAUDE, 1, 2).told("TURN_ENDED")
    game.told("TURN_STARTED").roll(GEMMA, 1, 2).told("TURN_ENDED")
    return game.told("TURN_STARTED").now()


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


# turns


def test_the_end_of_a_turn_already_counts_the_next_one(game: Game):
    game.roll(GPT, 1, 2).told("TURN_ENDED")
    assert game.changed() == {"turn_number": 1, "current_player": 1}


def test_a_double_gives_the_same_player_a_new_turn(game: Game):
    game.roll(GPT, 2, 2).told("TURN_ENDED").told("TURN_STARTED")
    assert game.changed() == {"turn_number": 1}
    assert game.state.memory["doubles"] == 1


def test_after_the_last_seat_comes_the_first(game: Game):
    for player in (GPT, CLAUDE, GEMMA):
        game.roll(player, 1, 2).told("TURN_ENDED")
    assert game.changed() == {"turn_number": 3}


def test_three_doubles_lead_to_jail_and_to_no_further_turn(game: Game):
    for _ in range(2):
        game.roll(GPT, 2, 2).told("TURN_ENDED").told("TURN_STARTED")
    game.roll(GPT, 3, 3)
    assert game.state.memory["doubles"] == 3
    game.jail(GPT, "THREE_DOUBLES").told("TURN_ENDED")
    assert game.changed() == {
        "turn_number": 3,
        "current_player": 1,
        "players.0.position": 10,
        "players.0.in_jail": True,
    }
    assert game.state.memory["doubles"] == 0


def test_a_double_that_leads_to_jail_gives_no_further_turn(game: Game):
    game.roll(GPT, 2, 2).move(GPT, 26, 30).move(GPT, 30, 10).jail(GPT).told("TURN_ENDED")
    assert game.state.current == 1


def test_the_roll_for_a_utilitys_rent_is_not_a_roll_for_the_turn(game: Game):
    game.roll(GPT, 1, 2)
    payload = {"d1": 4, "d2": 4, "is_double": True, "reason": "CARD_UTILITY_RENT"}
    game.told("DICE_ROLLED", GPT, **payload).told("TURN_ENDED")
    assert game.changed() == {"turn_number": 1, "current_player": 1}


def test_bankrupt_players_are_skipped(game: Game):
    game.cash(CLAUDE, 0, "BANKRUPTCY").roll(GPT, 1, 2).told("TURN_ENDED")
    assert game.state.current == 2
    game.told("TURN_STARTED").cash(GPT, 0, "BANKRUPTCY").roll(GEMMA, 1, 2).told("TURN_ENDED")
    assert game.state.current == 2


def test_the_dice_show_whose_turn_it_is_where_the_reckoning_was_wrong(game: Game):
    game.roll(GPT, 2, 2).told("TURN_ENDED").told("TURN_STARTED").roll(CLAUDE, 1, 2)
    assert game.changed() == {"turn_number": 1, "current_player": 1}
    game.told("TURN_ENDED")
    assert game.state.current == 2


def test_after_lost_events_a_question_shows_whose_turn_it_is(game: Game):
    game.told("missing", first=3, last=90)
    game.told("LLM_DECISION_REQUESTED", player_id=GEMMA, decision_type="JAIL_DECISION")
    assert game.state.current == 2
    assert game.state.missing == 1


@pytest.mark.parametrize("reason", ["BANKRUPTCY", "TURN_LIMIT", "STOPPED"])
def test_the_winner_is_the_current_player_of_a_game_that_is_over(game: Game, reason: str):
    game.told("GAME_ENDED", winner_player_id=GEMMA, reason=reason)
    assert game.changed() == {"is_over": True, "winner": 2, "current_player": 2}


# money


def test_rent_moves_by_its_two_cash_changes_and_not_by_their_summary(game: Game):
    game.cash(GPT, -28, "RENT").cash(CLAUDE, 28, "RENT")
    rent = {"from_player_id": GPT, "to_player_id": CLAUDE, "amount": 28, "space_index": 16}
    game.told("RENT_PAID", GPT, **rent)
    assert game.changed() == {"players.0.cash": 1472, "players.1.cash": 1528}


def test_passing_go_pays_by_its_own_event_only(game: Game):
    game.move(GPT, 39, 4)
    assert game.changed() == {"players.0.position": 4}
    game.cash(GPT, 200, "PASS_GO")
    assert game.changed() == {"players.0.position": 4, "players.0.cash": 1700}


def test_a_deed_is_owned_before_it_is_paid(game: Game):
    game.buy(GPT, 39, 400)
    assert game.changed() == {"properties.39.owner": 0}
    game.cash(GPT, -400, "buy_property")
    assert game.changed() == {"properties.39.owner": 0, "players.0.cash": 1100}


# jail


def test_a_paid_fine_opens_the_jail():
    game = in_jail().answer(GPT, "pay_jail_fine").cash(GPT, -50, "JAIL_FINE")
    assert game.changed() == {"players.0.cash": 1450, "players.0.in_jail": False}
    game.roll(GPT, 3, 3).told("TURN_ENDED")
    assert game.state.current == 0, "a double after the fine counts as any other"


def test_a_card_opens_the_jail_though_only_the_answer_tells():
    game = in_jail().told("CARD_DRAWN", GPT, deck_type="CHANCE", card_id="GET_OUT_OF_JAIL_FREE")
    assert game.changed() == {"players.0.jail_cards": 1}
    game.answer(GPT, "use_get_out_of_jail_card")
    assert game.changed() == {"players.0.in_jail": False}


def test_a_card_played_by_a_fallback_opens_the_jail_too():
    game = in_jail().told("CARD_DRAWN", GPT, deck_type="CHANCE", card_id="GET_OUT_OF_JAIL_FREE")
    game.answer(GPT, "use_get_out_of_jail_card", error="fallback:invalid_action")
    assert game.changed() == {"players.0.in_jail": False}


def test_doubles_open_the_jail_but_give_no_further_turn():
    game = in_jail().answer(GPT, "roll_for_doubles").roll(GPT, 4, 4).move(GPT, 10, 18)
    assert game.changed() == {"players.0.in_jail": False, "players.0.position": 18}
    game.told("TURN_ENDED")
    assert game.state.current == 1


def test_a_failed_attempt_is_counted_and_the_third_asks_for_the_fine():
    game = in_jail()
    for _ in range(3):
        game.answer(GPT, "roll_for_doubles").roll(GPT, 1, 2)
    assert game.changed() == {"players.0.jail_turns": 3}
    game.cash(GPT, -50, "JAIL_FINE")
    assert game.changed() == {"players.0.cash": 1450, "players.0.in_jail": False}


def test_who_cannot_pay_after_the_third_attempt_is_bankrupt_and_out_of_jail():
    game = in_jail().cash(GPT, -1460, "TAX_INCOME").buy(GPT, 39, 400)
    game.roll(GPT, 1, 2).roll(GPT, 1, 2).roll(GPT, 1, 2)
    game.cash(GPT, -40, "BANKRUPTCY_CASH").cash(GPT, 0, "BANKRUPTCY")
    game.cash(GPT, 0, "BANKRUPTCY_ASSETS_TO_BANK").told("TURN_ENDED")
    assert game.changed() == {
        "turn_number": 4,
        "current_player": 1,
        "players.0.cash": 0,
        "players.0.in_jail": False,
        "players.0.is_bankrupt": True,
    }


# bankruptcy


def test_a_creditor_inherits_cash_and_deeds_with_what_stands_on_them(game: Game):
    game.buy(GPT, 37, 350).buy(GPT, 5, 200).buy(CLAUDE, 39, 400)
    game.told("HOUSE_BUILT", GPT, player_id=GPT, space_index=37, count=2)
    game.told("PROPERTY_MORTGAGED", GPT, player_id=GPT, space_index=5, amount=100)
    game.told("CARD_DRAWN", GPT, deck_type="CHANCE", card_id="GET_OUT_OF_JAIL_FREE")
    game.roll(GPT, 6, 6).move(GPT, 27, 39).now()
    game.cash(GPT, -1500, "BANKRUPTCY_CASH").cash(CLAUDE, 1500, "BANKRUPTCY_CASH")
    game.cash(GPT, 0, "BANKRUPTCY").buy(CLAUDE, 5, 0).buy(CLAUDE, 37, 0).told("TURN_ENDED")
    assert game.changed() == {
        "turn_number": 1,
        "current_player": 1,
        "players.0.cash": 0,
        "players.0.is_bankrupt": True,
        "players.0.bankrupt_to": 1,
        "players.1.cash": 3000,
        "properties.5.owner": 1,
        "properties.37.owner": 1,
    }
    assert game.state.players[0].jail_cards == 1, "the bankrupt keep their cards"
    assert game.state.memory["doubles"] == 0


def test_the_bank_takes_everything_back_without_a_word(game: Game):
    game.buy(GPT, 37, 350).buy(GPT, 39, 400).buy(GPT, 5, 200).buy(CLAUDE, 1, 60)
    game.told("HOUSE_BUILT", GPT, player_id=GPT, space_index=37, count=4)
    game.told("HOUSE_BUILT", GPT, player_id=GPT, space_index=39, count=4)
    game.told("HOTEL_BUILT", GPT, player_id=GPT, space_index=39, count=1)
    game.told("PROPERTY_MORTGAGED", GPT, player_id=GPT, space_index=5, amount=100)
    assert (game.state.bank_houses, game.state.bank_hotels) == (28, 11)
    game.roll(GPT, 1, 3).move(GPT, 0, 4).now()
    game.cash(GPT, -1500, "BANKRUPTCY_CASH").cash(GPT, 0, "BANKRUPTCY")
    game.cash(GPT, 0, "BANKRUPTCY_ASSETS_TO_BANK")
    assert game.changed() == {
        "players.0.cash": 0,
        "players.0.is_bankrupt": True,
        "properties.5.owner": None,
        "properties.5.is_mortgaged": False,
        "properties.37.owner": None,
        "properties.37.houses": 0,
        "properties.39.owner": None,
        "properties.39.houses": 0,
        "bank.houses": 32,
        "bank.hotels": 12,
    }


def test_a_deed_taken_over_for_nothing_names_the_creditor(game: Game):
    game.buy(GPT, 5, 200).move(GPT, 0, 10).now()
    game.cash(GPT, 0, "BANKRUPTCY").buy(GEMMA, 5, 0)
    assert game.changed() == {
        "players.0.is_bankrupt": True,
        "players.0.bankrupt_to": 2,
        "properties.5.owner": 2,
    }


def test_who_has_nothing_at_all_owes_the_landlord(game: Game):
    game.buy(GEMMA, 39, 400).roll(GPT, 1, 2).move(GPT, 36, 39).cash(GPT, 0, "BANKRUPTCY")
    assert game.state.players[0].bankrupt_to == 2


def test_who_has_nothing_for_a_birthday_owes_the_one_who_has_it(game: Game):
    game.buy(GEMMA, 39, 400).move(CLAUDE, 0, 39).roll(GPT, 1, 1).move(GPT, 0, 2)
    game.cash(CLAUDE, 0, "BANKRUPTCY")
    assert game.state.players[1].bankrupt_to == 0
    assert game.state.memory["doubles"] == 1, "it is not the debtor's turn"


def test_a_chairman_without_money_owes_the_next_player_to_be_paid(game: Game):
    card = "ELECTED_CHAIRMAN_PAY_EACH_PLAYER_50"
    game.roll(GPT, 3, 4).move(GPT, 0, 7).told("CARD_DRAWN", GPT, deck_type="CHANCE", card_id=card)
    game.cash(GPT, -50, card).cash(CLAUDE, 50, card).cash(GPT, 0, "BANKRUPTCY")
    assert game.state.players[0].bankrupt_to == 2


def test_a_jailed_player_ruined_by_a_birthday_stays_in_jail():
    game = in_jail().roll(GPT, 1, 2).told("TURN_ENDED").told("TURN_STARTED").roll(CLAUDE, 1, 1)
    game.now().cash(GPT, -5, "BANKRUPTCY_CASH").cash(CLAUDE, 5, "BANKRUPTCY_CASH")
    game.cash(GPT, 0, "BANKRUPTCY")
    assert game.changed() == {
        "players.0.cash": 1495,
        "players.0.is_bankrupt": True,
        "players.0.bankrupt_to": 1,
        "players.1.cash": 1505,
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


# what cannot be read


@pytest.mark.parametrize(
    ("event_type", "payload", "named"),
    [
        ("PLAYER_MOVED", {"from": 0, "to": 40, "passed_go": False}, "$.to"),
        ("CASH_CHANGED", {"player_id": GPT, "delta": "7", "reason": "RENT"}, "$.delta"),
        ("CASH_CHANGED", {"player_id": GPT, "delta": 10**13, "reason": "RENT"}, "$.delta"),
        ("DICE_ROLLED", {"d1": 7, "d2": 1, "is_double": False}, "$.d1"),
        ("PROPERTY_PURCHASED", {"player_id": GPT, "price": 1}, "space_index"),
        ("PROPERTY_PURCHASED", {"player_id": GPT, "space_index": 0, "price": 1}, "Go"),
        ("CASH_CHANGED", {"player_id": "p9", "delta": 1, "reason": "RENT"}, "p9"),
        ("AUCTION_STARTED", {"property_space": "CHANCE", "initiator_player_id": GPT}, "CHANCE"),
    ],
)
def test_a_malformed_payload_breaks_the_fold_and_is_named(
    game: Game, event_type: str, payload: dict[str, Any], named: str
):
    with pytest.raises(FoldBreak) as broken:
        game.told(event_type, GPT, **payload)
    assert named in broken.value.reason
    assert broken.value.event_type == event_type
