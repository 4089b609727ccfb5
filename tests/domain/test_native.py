"""Stories in the native vocabulary: given events, then the board."""

from __future__ import annotations

import pytest
from hypothesis import given

from replay.domain import snapshot, timeline
from replay.domain.dialects import registry
from replay.domain.dialects.native.vocabulary import VOCABULARY
from replay.domain.effects import Auction, Bundle, Trade
from replay.domain.fold import Fold, FoldBreak
from replay.domain.state import initial
from tests.domain.games import ADA, BLAISE, CLARA, THREE, event, stream
from tests.domain.made_up import games, told

TERMS = {
    "proposer_id": ADA,
    "recipient_id": BLAISE,
    "offer": {"cash": 50, "properties": [1]},
    "request": {"properties": [3], "jail_cards": 1},
}


def changed(*told):
    """What the events made different from the board before the first, path by path."""
    built = timeline.build(THREE, stream(*told))
    assert built.broken is None, built.broken
    after = built.at(len(built.events) - 1)
    return {
        difference.path: difference.after
        for difference in snapshot.differences(initial(THREE), after, THREE)
    }


def test_rent_moves_between_players_and_nowhere_else():
    assert changed(
        ("rent_payment", {"payer_id": ADA, "owner_id": BLAISE, "position": 6, "amount": 28})
    ) == {
        "players.0.cash": 1472,
        "players.0.net_worth": 1472,
        "players.1.cash": 1528,
        "players.1.net_worth": 1528,
    }


def test_a_purchase_turns_cash_into_a_deed_of_the_same_worth():
    assert changed(("purchase", {"player_id": CLARA, "position": 39, "price": 400})) == {
        "players.2.cash": 1100,
        "properties.39.owner": CLARA,
    }


def test_a_mortgaged_deed_is_worth_half_its_price_so_a_mortgage_makes_nobody_richer():
    assert changed(
        ("deed_transfer", {"position": 39, "from_id": None, "to_id": ADA}),
        ("mortgage", {"player_id": ADA, "position": 39, "amount": 200}),
    ) == {
        "players.0.cash": 1700,
        "players.0.net_worth": 1900,  # as before: the deed of $400 counts $200 now
        "properties.39.owner": ADA,
        "properties.39.is_mortgaged": True,
    }


def test_a_hotel_counts_as_five_houses_and_the_stock_is_what_the_event_says():
    told = {"player_id": ADA, "position": 1, "houses": 5, "cost": 50}
    assert changed(
        ("deed_transfer", {"position": 1, "from_id": None, "to_id": ADA}),
        ("build", told | {"bank_houses": 32, "bank_hotels": 11}),
    ) == {
        "players.0.cash": 1450,
        "players.0.net_worth": 1760,  # the deed $60, its hotel five times $50
        "properties.1.houses": 5,
        "properties.1.owner": ADA,
        "bank.hotels": 11,
    }


def test_an_accepted_trade_swaps_everything_in_it_and_closes_the_offer():
    assert changed(
        ("deed_transfer", {"position": 1, "from_id": None, "to_id": ADA}),
        ("deed_transfer", {"position": 3, "from_id": None, "to_id": BLAISE}),
        ("jail_card", {"player_id": BLAISE, "count": 1}),
        ("trade_offer", TERMS),
        ("trade_accept", TERMS),
    ) == {
        "players.0.cash": 1450,
        "players.0.jail_cards": 1,
        "players.0.net_worth": 1510,
        "players.1.cash": 1550,
        "players.1.net_worth": 1610,
        "properties.1.owner": BLAISE,
        "properties.3.owner": ADA,
    }


def test_an_open_offer_stands_on_the_board():
    state = timeline.build(THREE, stream(("trade_offer", TERMS))).at(0)
    assert state.trade == Trade(ADA, BLAISE, Bundle(50, (1,)), Bundle(0, (3,), 1))


def test_an_auction_keeps_bid_leader_and_bidders_until_it_is_closed():
    built = timeline.build(
        THREE,
        stream(
            ("auction_start", {"position": 5, "bidders": [1, 2, 0]}),
            ("auction_bid", {"player_id": BLAISE, "amount": 20}),
            ("auction_pass", {"player_id": CLARA}),
            ("auction_end", {"position": 5, "winner_id": BLAISE, "amount": 20}),
        ),
    )
    assert [built.at(number).auction for number in range(4)] == [
        Auction(5, 0, None, (1, 2, 0)),
        Auction(5, 20, BLAISE, (1, 2, 0)),
        Auction(5, 20, BLAISE, (1, 0)),
        None,
    ]
    assert (built.at(3).players[BLAISE].cash, built.at(3).owners[5]) == (1480, BLAISE)


@pytest.mark.parametrize(
    ("release", "cash", "cards"),
    [
        ({"method": "doubles"}, 1500, 1),
        ({"method": "fine", "fine": 50}, 1450, 1),
        ({"method": "card"}, 1500, 0),
    ],
)
def test_three_ways_lead_out_of_jail(release, cash, cards):
    built = timeline.build(
        THREE,
        stream(
            ("jail_card", {"player_id": ADA, "count": 1}),
            ("go_to_jail", {"player_id": ADA}),
            ("jail_roll", {"player_id": ADA, "failures": 2}),
            ("jail_release", {"player_id": ADA} | release),
        ),
    )
    jailed, free = built.at(2).players[ADA], built.at(3).players[ADA]
    assert (jailed.in_jail, jailed.position, jailed.jail_turns) == (True, 10, 2)
    assert (free.in_jail, free.jail_turns, free.cash, free.jail_cards) == (False, 0, cash, cards)


@given(event=told(), before=games())
def test_every_event_has_words_on_one_line_whatever_it_says(event, before):
    event_type, payload = event
    built = timeline.build(THREE, before)
    sentence = registry.bind(THREE).tell(
        stream((event_type, payload))[0], built.at(len(built.effects) - 1)
    )
    assert sentence
    assert sentence.isprintable()
    assert len(sentence) < 1000


def test_words_for_what_happens():
    tell = registry.bind(THREE).tell
    rent = {"payer_id": ADA, "owner_id": BLAISE, "position": 6, "amount": 28}
    assert tell(event(0, "rent_payment", **rent), initial(THREE)) == (
        "Ada pays Blaise $28 rent on Oriental Avenue"
    )
    assert tell(event(0, "trade_offer", **TERMS), initial(THREE)) == (
        "Ada offers Blaise $50 and Mediterranean Avenue "
        "for Baltic Avenue and a get-out-of-jail card"
    )


def test_what_is_told_but_changes_nothing_changes_nothing():
    silent = [event_type for event_type, entry in VOCABULARY.items() if entry.does is None]
    assert silent == ["game_start", "turn_end", "dice_roll", "card_draw", "message"]
    for event_type in silent:
        assert Fold(registry.bind(THREE), initial(THREE)).push(event(0, event_type)) == ()


@pytest.mark.parametrize(
    ("event_type", "payload", "reason"),
    [
        ("move", {"player_id": 0, "to_position": 40}, "<= 39"),
        ("move", {"player_id": 9, "to_position": 1}, "9"),
        ("move", {"player_id": True, "to_position": 1}, "`int`"),
        ("purchase", {"player_id": 0, "position": 1}, "price"),
        ("purchase", {"player_id": 0, "position": 1, "price": "60"}, "$.price"),
        ("auction_bid", {"player_id": 0, "amount": 5}, "no auction is open"),
    ],
)
def test_a_payload_that_breaks_its_promise_breaks_the_fold_and_says_where(
    event_type, payload, reason
):
    fold = Fold(registry.bind(THREE), initial(THREE))
    with pytest.raises(FoldBreak, match=r"event 0 \(") as caught:
        fold.push(event(0, event_type, **payload))
    assert reason in caught.value.reason


def test_whoever_is_jailed_anew_has_not_failed_yet():
    jail, failed = ("go_to_jail", {"player_id": ADA}), ("jail_roll", {"player_id": ADA})
    told = changed(jail, (failed[0], {**failed[1], "failures": 2}), jail)
    assert told == {"players.0.in_jail": True, "players.0.position": 10}
