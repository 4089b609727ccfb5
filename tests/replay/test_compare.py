"""Two boards under one cursor: what links them, and that every difference is told."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from replay import reading, versus
from replay.versus import By, Place
from tests.browser import games
from tests.domain.games import event
from tests.examples import tried

pytestmark = pytest.mark.django_db

ROUNDS = {"a": 10, "b": 25}


@pytest.fixture(autouse=True)
def recorded(db: None) -> None:
    for name, turns in ROUNDS.items():
        games.record(name, games.rounds(turns))


def _place(name: str, anchor: int) -> Place:
    return Place(reading.open_game(name), anchor)


def test_linked_by_event_both_take_the_same_steps() -> None:
    left, right = _place("a", 5), _place("b", 40)
    assert [versus.follow(left, right, at, By.EVENT) for at in (5, 6, 39, 0, -1)] == [
        40, 41, 74, 35, 34,
    ]  # fmt: skip


def test_linked_by_turn_both_take_as_many_turns() -> None:
    left, right = _place("a", 4), _place("b", 40)  # each at the start of a turn of four events
    assert [versus.follow(left, right, at, By.TURN) for at in (4, 6, 8, 11, 0, 39)] == [
        40, 42, 44, 47, 36, 75,
    ]  # fmt: skip


@tried(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(-1, 39), st.integers(-1, 99), st.integers(-1, 39), st.sampled_from(By))
def test_the_right_cursor_stays_in_its_game_and_at_its_anchor(
    anchor: int, other: int, at: int, by: By
) -> None:
    left, right = _place("a", anchor), _place("b", other)
    assert -1 <= versus.follow(left, right, at, by) <= 99
    assert versus.follow(left, right, anchor, by) == other


def test_a_moment_differs_from_itself_in_nothing(client: Client) -> None:
    page = client.get("/compare/?left=a&left_seq=7&right=a&right_seq=7").content.decode()
    assert "The boards are the same" in page


def test_every_value_that_differs_is_told_and_no_other() -> None:
    one = reading.open_game("a")
    for before, after in ((0, 2), (2, 3), (5, 30)):
        told = {each.name for each in versus.unlike(one, before, one, after)}
        states = [reading.state_at(one, at) for at in (before, after)]
        cash = {
            f"Seat {seat}: cash"
            for seat, both in enumerate(zip(*(state.players for state in states), strict=True), 1)
            if both[0].cash != both[1].cash
        }
        assert {name for name in told if name.endswith("cash")} == cash


def test_games_of_different_sizes_are_compared_by_seat(client: Client) -> None:
    games.record("two", games.rounds(4, players=2), names=("X", "Y"))
    page = client.get("/compare/?left=a&right=two").content.decode()
    assert "Seat 3: cash" in page
    assert "not there" in page


def test_games_without_players_are_compared_as_well(client: Client) -> None:
    games.record("nobody", names=())
    page = client.get("/compare/?left=nobody&right=nobody")
    assert page.status_code == 200
    assert "Before the first event" in page.content.decode()


def test_net_worth_is_drawn_up_to_where_a_game_breaks_and_not_over_all_of_it() -> None:
    told = games.rounds(10)
    told[20] = event(20, "turn_start", player_id=99)
    games.record("broken", told)
    broken, whole = (reading.open_game(name) for name in ("broken", "a"))
    left, right = versus.lines(broken, 30, whole, 30)
    ends = [[line.path.rpartition("H")[2] for _, _, line in one.tracks] for one in (left, right)]
    assert ends == [["300"] * 3, ["600"] * 3]
    assert left.cursor == right.cursor


def test_the_cursor_moves_both_and_the_fragment_names_its_moment(client: Client) -> None:
    query = "left=a&left_seq=4&right=b&right_seq=40&by=turn&at=8"
    answer = client.get(f"/compare/?{query}", headers={"HX-Request": "true"})
    assert answer["X-Sequence-Number"] == "8"
    shown = [int(each) for each in re.findall(r"after event (\d+)", answer.content.decode())]
    assert shown == [8, 44]


@pytest.mark.parametrize(
    ("query", "status", "named"),
    [
        ("left=a&right=nothing", 404, "nothing"),
        ("left=a&left_seq=40&right=b", 404, "40"),
        ("left=a&left_seq=x&right=b", 400, "left_seq"),
        ("left=a&right=b&by=moon", 400, "moon"),
        ("left=a&right=b&at=99", 404, "99"),
    ],
)
def test_what_cannot_be_compared_is_named(
    client: Client, query: str, status: int, named: str
) -> None:
    answer = client.get(f"/compare/?{query}")
    assert answer.status_code == status
    assert named in answer.content.decode()


def test_without_two_games_it_asks_for_them(client: Client) -> None:
    page = client.get("/compare/?left=a").content.decode()
    assert 'value="a"' in page
    assert 'name="right"' in page
