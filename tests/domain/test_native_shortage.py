"""Stories of a building sold by auction: it is paid for where it is put, and owns no deed."""

from __future__ import annotations

from replay.domain import timeline
from replay.domain.dialects import registry
from replay.domain.state import initial
from tests.domain.games import ADA, BLAISE, THREE, event, stream

START = {"position": 3, "bidders": [ADA, BLAISE], "building": "house"}
END = {"position": 3, "winner_id": BLAISE, "amount": 120, "building": "house"}
BUILD = {
    "player_id": BLAISE,
    "position": 39,
    "houses": 1,
    "cost": 120,
    "bank_houses": 0,
    "bank_hotels": 12,
}


def test_a_building_won_at_auction_is_paid_once_and_moves_no_deed():
    told = (
        ("auction_start", START),
        ("auction_bid", {"player_id": BLAISE, "amount": 120}),
        ("auction_end", END),
        ("build", BUILD),
    )
    state = timeline.build(THREE, stream(*told)).at(3)
    assert [player.cash for player in state.players] == [1500, 1380, 1500]
    assert (state.auction, state.owners[3], state.houses[39], state.bank_houses) == (
        None,
        None,
        1,
        0,
    )


def test_the_sentence_names_the_building_that_is_sold():
    tell, before = registry.bind(THREE).tell, initial(THREE)
    assert tell(event(0, "auction_start", **START), before) == "A house is put up for auction"
    assert tell(event(0, "auction_end", **END), before) == (
        "Blaise buys a house at auction for $120"
    )
    unsold = {**END, "winner_id": None, "building": "hotel"}
    assert tell(event(0, "auction_end", **unsold), before) == "Nobody buys a hotel at auction"
