"""Auctions and offers."""

from __future__ import annotations

from tests.domain.games import ADA, BLAISE, CLARA
from tests.domain.invariants.audits import builds, found, owns, sentences

OPENED = ("auction_start", {"position": 39, "bidders": [ADA, BLAISE]})


def bids(player, amount):
    return ("auction_bid", {"player_id": player, "amount": amount})


def ends(winner, amount):
    return ("auction_end", {"position": 39, "winner_id": winner, "amount": amount})


def offers(kind="trade_offer", cash=10, properties=(1,)):
    sides = {"offer": {"cash": cash}, "request": {"properties": list(properties)}}
    return (kind, {"proposer_id": ADA, "recipient_id": BLAISE, **sides})


def test_the_highest_bidder_pays_the_highest_bid():
    assert found(OPENED, bids(ADA, 10), bids(BLAISE, 20), ends(BLAISE, 20)) == []
    assert found(OPENED, bids(ADA, 10), bids(BLAISE, 20), ends(BLAISE, 10)) == [("auction", 3)]
    assert found(OPENED, bids(ADA, 10), bids(BLAISE, 20), ends(ADA, 20)) == [("auction", 3)]
    assert sentences(OPENED, ends(ADA, 0)) == [
        "Ada gets Boardwalk, for which nobody bid most",
    ]


def test_bids_rise_and_are_covered():
    assert found(OPENED, bids(ADA, 10), bids(BLAISE, 10)) == [("auction", 2)]
    assert found(OPENED, bids(ADA, 1501)) == [("auction", 1)]
    assert sentences(OPENED, bids(ADA, 1501)) == ["Ada bids $1,501 and has $1,500"]


def test_only_who_is_in_the_auction_bids():
    out = ("auction_pass", {"player_id": BLAISE})
    assert found(OPENED, out, bids(BLAISE, 5)) == [("auction", 2)]
    assert found(OPENED, bids(CLARA, 5)) == [("auction", 1)]


def test_what_is_accepted_is_what_was_offered():
    owned = owns(BLAISE, 1)
    assert found(owned, offers(), offers("trade_accept")) == []
    assert found(owned, offers(), offers("trade_accept", cash=11)) == [("trade", 2)]
    assert sentences(owned, offers("trade_accept")) == ["An offer is accepted that nobody has made"]


def test_no_deed_changes_hands_with_buildings_on_its_group():
    built = [owns(ADA, 1), owns(ADA, 3), builds(1, 1, 31)]
    given = ("deed_transfer", {"position": 3, "from_id": ADA, "to_id": BLAISE})
    assert found(*built[:2], given) == []
    assert found(*built, given) == [("trade", 3)]
    assert sentences(*built, given) == [
        "Ada gives Baltic Avenue away with buildings on Mediterranean Avenue"
    ]
