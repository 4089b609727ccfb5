"""Lanes: what is drawn along the slider, as data."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from hypothesis import given

from games.domain.envelope import Event
from games.models import Game, LLMDecision
from replay import auditing, charts_view, decisions, lanes, reading, series
from replay.domain import match
from replay.domain.course import Course, Follower
from replay.domain.dialects import registry
from replay.domain.invariants.findings import RULES
from replay.domain.rules.house import House
from replay.domain.series import Metric
from tests.domain import made_up
from tests.domain.games import ADA, BLAISE, CLARA, START, THREE, stream
from tests.domain.rules.tables import setup
from tests.replay import recorded

TOLD = (
    ("turn_start", {"player_id": ADA, "turn_number": 1}),
    ("pass_go", {"player_id": ADA, "amount": 200}),
    ("auction_start", {"position": 39, "bidders": [ADA, BLAISE]}),
    ("auction_end", {"position": 39, "winner_id": ADA, "amount": 10}),
    ("turn_start", {"player_id": CLARA, "turn_number": 2}),
    ("go_to_jail", {"player_id": CLARA}),
    ("pass_go", {"player_id": BLAISE, "amount": 1}),
)


def course(events: list[Event], table: Any = THREE) -> Course:
    follower = Follower(table, registry.bind(table))
    follower.extend(events)
    return follower.course()


def data(told: Course) -> dict[str, Any]:
    names = [f"P{seat}" for seat in range(len(told.tracks[Metric.CASH]))]
    return lanes.of(told, names, names, told.head)


def sums(steps: list[int]) -> list[int]:
    return [sum(steps[: count + 1]) for count in range(len(steps))]


def test_a_lane_has_where_each_thing_begins_how_long_it_goes_on_and_whose_it_is() -> None:
    found = {lane["name"]: lane for lane in data(course(stream(*TOLD)))["lanes"]}
    auction, jail = found["auction"], found["jail"]
    assert (auction["count"], auction["at"], auction["long"], auction["seat"]) == (
        1,
        [2],
        [1],
        [None],
    )
    assert (jail["count"], jail["at"], jail["long"], jail["seat"]) == (1, [5], [1], [CLARA])
    assert found["bankruptcy"]["count"] == 0


def test_turns_are_told_by_their_first_event_number_and_seat() -> None:
    turns = data(course(stream(*TOLD)))["turns"]
    assert sums(turns["at"]) == [0, 4]
    assert sums(turns["number"]) == [1, 2]
    assert turns["seat"] == [ADA, CLARA]


@given(made_up.games())
def test_the_net_worth_is_the_folds_at_every_moment_told(events: list[Event]) -> None:
    told = course(events)
    worth = data(told)["worth"]
    moments = sums(worth["at"])
    assert len(moments) <= lanes.SPARK
    for track, steps in zip(told.tracks[Metric.NET_WORTH], worth["seats"], strict=True):
        assert sums(steps) == [track.after(at) for at in moments]


def test_a_long_games_highs_and_lows_are_all_in_its_net_worth() -> None:
    table = setup(4)
    told = course(match.play(table, ["trader"] * 4, 3, House(turn_limit=400)), table)
    worth = data(told)["worth"]
    for track, steps in zip(told.tracks[Metric.NET_WORTH], worth["seats"], strict=True):
        drawn = sums(steps)
        assert (min(drawn), max(drawn)) == (min(track.values), max(track.values))


@pytest.fixture
def site(transactional_db: None, client: Client) -> Client:
    recorded.forget()
    for module in (series, decisions, auditing):
        module.forget_all()
    return client


def decide(game: Game, player: int, number: int, after: int, **chosen: Any) -> None:
    LLMDecision.objects.create(
        game_uuid=game.pk,
        player_id=player,
        turn_number=0,
        sequence_number=number,
        timestamp=START,
        game_state={"event_sequence": after},
        chosen_action=chosen,
    )


def test_decisions_stand_where_they_apply_and_errors_have_a_lane_of_their_own(
    site: Client,
) -> None:
    game = recorded.record("g", stream(*TOLD))
    decide(game, ADA, 1, 0, action="roll")
    decide(game, CLARA, 1, 4, action="roll", fallback="timeout")
    decide(game, BLAISE, 1, 6, action="roll")  # nothing has come of it yet
    made, errors = site.get("/games/g/lanes/decisions.json").json()["lanes"]
    assert (made["count"], sums(made["at"]), made["seat"]) == (3, [1, 5, 6], [ADA, CLARA, BLAISE])
    assert (errors["count"], sums(errors["at"]), errors["seat"]) == (1, [5], [CLARA])


def test_findings_stand_at_their_events_with_the_rule_they_break(site: Client) -> None:
    recorded.record("g", stream(*TOLD))
    (found,) = site.get("/games/g/lanes/findings.json").json()["lanes"]
    report = auditing.of(reading.open_game("g")).report
    marked = [one for one in report.findings if one.rule not in lanes.TOLD_ELSEWHERE]
    assert found["count"] == len(marked) > 0
    assert sums(found["at"]) == sorted(one.sequence_number for one in marked)
    said = {found["says"][index] for index in found["say"]}
    assert said == {RULES[one.rule].title for one in marked}
    assert found["note"] == ""


def test_more_findings_than_are_kept_are_counted_and_said_to_be_cut(site: Client) -> None:
    many = [("purchase", {"player_id": ADA, "position": 1, "price": 20}) for _ in range(130)]
    recorded.record("g", stream(*many))
    (found,) = site.get("/games/g/lanes/findings.json").json()["lanes"]
    assert found["count"] > len(found["at"])
    assert "the first 100 each are marked" in found["note"]


def test_lanes_of_a_moment_that_has_passed_are_kept_for_ever(site: Client) -> None:
    recorded.record("g", stream(*TOLD))
    version = charts_view.version(reading.open_game("g"))
    answer = site.get(f"/games/g/lanes.json?v={version}&head=3")
    assert answer["Cache-Control"].endswith("immutable")
    assert (answer.json()["known"], answer.json()["head"]) == (3, 3)
    assert [lane["count"] for lane in answer.json()["lanes"] if lane["name"] == "jail"] == [0]
    assert site.get("/games/g/lanes.json")["Cache-Control"] == "no-cache"
    assert site.get("/games/g/lanes.json?head=7").status_code == 404


def test_a_broken_game_says_up_to_where_it_is_known(site: Client) -> None:
    recorded.record("g", stream(*TOLD, ("move", {"player_id": ADA}), *TOLD[:2]))
    told = site.get("/games/g/lanes.json").json()
    assert (told["known"], told["head"]) == (6, 9)


def test_an_event_is_told_in_words(site: Client) -> None:
    recorded.record("g", stream(*TOLD))
    told = site.get("/games/g/lanes/1.json").json()["sentence"]
    assert told == "Ada passes Go and collects $200"
    assert site.get("/games/g/lanes/-1.json").json() == {"sentence": "Before the first event"}
    assert site.get("/games/g/lanes/99.json").status_code == 404
