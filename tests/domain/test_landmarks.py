"""Landmarks: where in a game things happen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import given

from games.domain.envelope import Event
from replay.domain import board, match
from replay.domain.course import Follower
from replay.domain.dialects import registry
from replay.domain.landmarks import Landmark, Landmarks, Lane, Phase, Turn
from replay.domain.rules.house import House
from tests.domain import made_up
from tests.domain.games import ADA, BLAISE, CLARA, THREE, stream
from tests.domain.rules.tables import setup


def landmarks(*told: tuple[str, dict[str, Any]], events: Sequence[Event] = ()) -> Landmarks:
    follower = Follower(THREE, registry.bind(THREE))
    follower.extend(events or stream(*told))
    return follower.course().landmarks


def offer() -> dict[str, Any]:
    return {"proposer_id": BLAISE, "recipient_id": ADA, "offer": {"cash": 1}, "request": {}}


def test_a_turn_begins_where_it_is_told_to() -> None:
    found = landmarks(
        ("game_start", {}),
        ("turn_start", {"player_id": BLAISE, "turn_number": 7}),
        ("turn_start", {"player_id": CLARA, "turn_number": 8}),
    )
    assert found.turns == (Turn(1, 7, BLAISE), Turn(2, 8, CLARA))


def test_an_auction_goes_from_its_start_to_its_end() -> None:
    found = landmarks(
        ("game_start", {}),
        ("auction_start", {"position": 39, "bidders": [ADA, BLAISE]}),
        ("auction_bid", {"player_id": ADA, "amount": 10}),
        ("auction_pass", {"player_id": BLAISE}),
        ("auction_end", {"position": 39, "winner_id": ADA, "amount": 10}),
        ("auction_start", {"position": 37, "bidders": [ADA, BLAISE]}),
    )
    assert found.marks == (
        Landmark(Lane.AUCTION, 1, 4, None),
        Landmark(Lane.AUCTION, 5, None, None),
    )


def test_a_trade_is_its_proposers_until_it_is_closed() -> None:
    found = landmarks(
        ("trade_offer", offer()),
        ("trade_counter", {**offer(), "proposer_id": ADA, "recipient_id": BLAISE}),
        ("trade_reject", {"proposer_id": ADA, "recipient_id": BLAISE}),
    )
    assert found.marks == (Landmark(Lane.TRADE, 0, 2, BLAISE),)


def test_everyones_time_in_jail_is_told_and_ends_with_a_bankruptcy() -> None:
    found = landmarks(
        ("go_to_jail", {"player_id": ADA}),
        ("go_to_jail", {"player_id": CLARA}),
        ("jail_release", {"player_id": ADA, "method": "doubles"}),
        ("bankruptcy", {"player_id": CLARA, "creditor_id": None}),
    )
    assert found.marks == (
        Landmark(Lane.JAIL, 0, 2, ADA),
        Landmark(Lane.JAIL, 1, 3, CLARA),
        Landmark(Lane.BANKRUPTCY, 3, 3, CLARA),
    )


def test_what_nobody_reads_is_a_landmark_too() -> None:
    found = landmarks(("game_start", {}), ("coffee_break", {}), ("missing", {}))
    assert [(mark.lane, mark.first) for mark in found.marks] == [
        (Lane.UNREAD, 1),
        (Lane.UNREAD, 2),
    ]


def test_building_begins_with_the_first_house() -> None:
    house = {"player_id": ADA, "position": 39, "houses": 1, "cost": 200}
    found = landmarks(
        ("purchase", {"player_id": ADA, "position": 39, "price": 400}),
        ("build", {**house, "bank_houses": 31, "bank_hotels": 12}),
        ("bankruptcy", {"player_id": CLARA, "creditor_id": None}),
    )
    assert found.phases == ((Phase.OPENING, -1), (Phase.BUILDING, 1), (Phase.ENDGAME, 2))


def test_building_begins_with_the_banks_last_deed() -> None:
    buys = [("purchase", {"player_id": ADA, "position": at, "price": 1}) for at in board.PROPERTIES]
    found = landmarks(*buys)
    assert found.phases == ((Phase.OPENING, -1), (Phase.BUILDING, 27))


def test_a_game_may_end_without_any_building() -> None:
    buys = [("purchase", {"player_id": ADA, "position": at, "price": 1}) for at in board.PROPERTIES]
    found = landmarks(("bankruptcy", {"player_id": CLARA, "creditor_id": None}), *buys)
    assert found.phases == ((Phase.OPENING, -1), (Phase.ENDGAME, 0))


def test_a_game_played_by_the_rules_has_landmarks_where_its_events_say() -> None:
    events = match.play(setup(3), ["trader"] * 3, 5, House(turn_limit=150))
    found = landmarks(events=events)
    for lane, begins in ((Lane.AUCTION, "auction_start"), (Lane.JAIL, "go_to_jail")):
        told = [event.sequence_number for event in events if event.event_type == begins]
        assert [mark.first for mark in found.marks if mark.lane is lane] == told
    assert len(found.turns) == sum(event.event_type == "turn_start" for event in events)


@given(made_up.games())
def test_landmarks_lie_within_the_game_in_order(events: list[Event]) -> None:
    found = landmarks(events=events) if events else landmarks()
    numbers = range(-1, len(events))
    assert [mark.first for mark in found.marks] == sorted(mark.first for mark in found.marks)
    for mark in found.marks:
        assert mark.first in numbers
        assert mark.last is None or mark.first <= mark.last < len(events)
    begins = [at for _, at in found.phases]
    assert begins == sorted(begins)
    assert begins[0] == -1
