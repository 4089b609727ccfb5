"""Charts: figures as data, to the dollar what the fold has."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.test import Client
from hypothesis import given
from msgspec import structs

from games.domain.envelope import Event
from games.models import Game
from replay import charts, reading, series
from replay.charts import Axis, Span
from replay.domain import match, sampling
from replay.domain.course import Course, Follower
from replay.domain.dialects import registry
from replay.domain.ruler import Ruler
from replay.domain.rules.house import House
from replay.domain.series import Metric, Track
from replay.domain.setup import Setup
from tests.domain import made_up
from tests.domain.games import ADA, BLAISE, CLARA, THREE, stream
from tests.domain.rules.tables import setup
from tests.replay import recorded

NAMES = [seat.name for seat in THREE.seats]


def course(events: Sequence[Event], table: Setup = THREE) -> Course:
    follower = Follower(table, registry.bind(table))
    follower.extend(events)
    return follower.course()


def draw(told: Course, metric: Metric, axis: Axis = Axis.EVENT, **span: int) -> charts.Figure:
    names = [f"P{seat}" for seat in range(len(told.tracks[metric]))]
    part = Span(span.get("first", told.first), span.get("last", told.head))
    return charts.figure(told, metric, axis, names, part, told.head)


def assert_exact(told: Course, metric: Metric, figure: charts.Figure) -> None:
    for trace in figure["data"]:
        track = told.tracks[metric][trace["meta"]["seat"]]
        assert trace["y"] == [track.after(at) for at in figure["about"]["moments"]]


@pytest.mark.parametrize("metric", Metric)
def test_every_point_is_the_folds_to_the_dollar(metric: Metric) -> None:
    table = setup(4)
    events = match.play(table, ["greedy", "trader", "random", "greedy"], 11, House(turn_limit=300))
    told = course(events, table)
    for span in ({}, {"first": 100, "last": 300}):
        figure = draw(told, metric, **span)
        assert_exact(told, metric, figure)
        assert figure["about"]["is_complete"]


def test_a_long_game_is_drawn_in_full_only_when_zoomed_in() -> None:
    amounts = [(at * 7919) % 1000 for at in range(3 * sampling.MOST)]
    told = course(stream(*[("pass_go", {"player_id": ADA, "amount": it}) for it in amounts]))
    whole, part = draw(told, Metric.CASH), draw(told, Metric.CASH, first=4000, last=5000)
    assert not whole["about"]["is_complete"]
    assert part["about"]["is_complete"]
    for figure in (whole, part):
        assert len(figure["about"]["moments"]) <= sampling.MOST
        assert_exact(told, Metric.CASH, figure)


@given(made_up.games())
def test_a_figure_of_any_game_is_bounded_and_goes_from_end_to_end(events: list[Event]) -> None:
    told = course(events)
    for axis in Axis:
        about = draw(told, Metric.CASH, axis)["about"]
        assert (about["moments"][0], about["moments"][-1]) == (told.first, told.head)
        assert about["x"] == sorted(about["x"])
        assert len(about["x"]) == len(about["moments"]) <= sampling.MOST


def test_every_seat_has_a_dash_of_its_own() -> None:
    traces = draw(course([], setup(8)), Metric.CASH)["data"]
    assert len({trace["line"]["dash"] for trace in traces}) == 8


def test_turns_are_placed_by_their_numbers_and_what_has_passed_of_them() -> None:
    told = course(
        stream(
            ("game_start", {}),
            ("turn_start", {"player_id": ADA, "turn_number": 5}),
            ("pass_go", {"player_id": ADA, "amount": 1}),
            ("turn_start", {"player_id": BLAISE, "turn_number": 7}),
            ("pass_go", {"player_id": ADA, "amount": 1}),
        )
    )
    ruler = Ruler(told)
    assert [ruler.place(at) for at in range(-1, 5)] == [4, 4.5, 5, 5.5, 7, 7.5]
    assert not ruler.is_counted


def test_turns_are_counted_where_the_engines_numbers_do_not_ascend() -> None:
    again = [("turn_start", {"player_id": ADA, "turn_number": 3})] * 2
    told = course(stream(*again))
    assert [Ruler(told).place(at) for at in (0, 1)] == [1, 2]
    notes = draw(told, Metric.CASH, Axis.TURN)["about"]["notes"]
    assert notes == ["The engine’s turn numbers do not ascend: turns are counted from 1 here"]


def test_a_broken_game_is_drawn_up_to_the_break_and_says_so() -> None:
    events = stream(
        ("pass_go", {"player_id": ADA, "amount": 200}),
        ("move", {"player_id": ADA}),
        ("pass_go", {"player_id": ADA, "amount": 200}),
    )
    told = course(events)
    figure = charts.figure(told, Metric.CASH, Axis.EVENT, NAMES, Span(told.first, told.head), 2)
    assert figure["about"]["moments"] == [-1, 0]
    assert figure["data"][ADA]["y"] == [1500, 1700]
    assert figure["about"]["notes"][0].startswith("The fold broke at event 1 (move: ")
    unread = figure["layout"]["shapes"][-1]
    assert (unread["name"], unread["x0"], unread["x1"]) == ("unread", 0, 2)


def test_events_nobody_reads_throw_doubt_on_the_chart() -> None:
    notes = draw(course(stream(("coffee_break", {}), ("missing", {}))), Metric.CASH)["about"][
        "notes"
    ]
    assert notes == [
        "1 event is missing from the log: values after the first of them may be wrong",
        "1 event is not understood: values after the first of them may be wrong",
    ]


def test_an_amount_no_browser_holds_exactly_is_not_drawn() -> None:
    told = course([])
    cash = (*told.tracks[Metric.CASH][:CLARA], Track((-1, 0), (1500, 2**53)))
    told = structs.replace(told, head=0, tracks={**told.tracks, Metric.CASH: cash})
    figure = draw(told, Metric.CASH)
    assert [trace["meta"]["seat"] for trace in figure["data"]] == [ADA, BLAISE]
    assert figure["about"]["notes"] == ["P2 has amounts no browser can draw exactly, and no line"]


def test_markup_in_a_name_stays_text() -> None:
    told = course([])
    names = ["<b>bold</b>", "a&lt;b", "%{y}"]
    figure = charts.figure(told, Metric.CASH, Axis.EVENT, names, Span(-1, -1), -1)
    assert [trace["name"] for trace in figure["data"]] == [
        "&lt;b&gt;bold&lt;/b&gt;",
        "a&amp;lt;b",
        "%{y}",
    ]


def test_names_with_one_beginning_are_told_apart_in_the_legend() -> None:
    names = [f"a model with a very long name, {seat}" for seat in range(3)]
    figure = charts.figure(course(()), Metric.CASH, Axis.EVENT, names, Span(-1, -1), -1)
    legend = [trace["name"] for trace in figure["data"]]
    assert len(set(legend)) == 3
    assert max(map(len, legend)) <= charts.NAME_CHARS


def test_phases_are_bands_that_meet() -> None:
    house = {"player_id": ADA, "position": 39, "houses": 1, "cost": 200}
    told = course(
        stream(
            ("purchase", {"player_id": ADA, "position": 39, "price": 400}),
            ("build", {**house, "bank_houses": 31, "bank_hotels": 12}),
            ("bankruptcy", {"player_id": CLARA, "creditor_id": None}),
            ("pass_go", {"player_id": ADA, "amount": 1}),
        )
    )
    bands = draw(told, Metric.CASH)["layout"]["shapes"]
    assert [(band["name"], band["x0"], band["x1"]) for band in bands] == [
        ("opening", -1, 1),
        ("building", 1, 2),
        ("endgame", 2, 3),
    ]


@pytest.fixture
def site(transactional_db: None, client: Client) -> Client:
    recorded.forget()
    series.forget_all()
    recorded.record("g", recorded.salaries(50))
    return client


def test_a_figure_of_a_moment_that_has_passed_is_kept_for_ever(site: Client) -> None:
    from replay import charts_view

    version = charts_view.version(reading.open_game("g"))
    answer = site.get(f"/games/g/charts/cash.json?v={version}&head=20")
    assert answer["Cache-Control"].endswith("immutable")
    assert answer.json()["data"][0]["y"][-1] == 1521
    assert answer.json()["about"]["moments"][-1] == 20
    for query in (f"head=20&v={version[:16]}old", "head=20", f"v={version}"):
        assert site.get(f"/games/g/charts/cash.json?{query}")["Cache-Control"] == "no-cache"


def test_a_chart_grows_with_its_game(site: Client) -> None:
    assert site.get("/games/g/charts/cash.json").json()["data"][0]["y"][-1] == 1550
    recorded.add(Game.objects.get(game_id="g"), recorded.salaries(5, first=50))
    assert site.get("/games/g/charts/cash.json").json()["data"][0]["y"][-1] == 1555
    assert site.get("/games/g/charts/cash.json?head=49").json()["data"][0]["y"][-1] == 1550


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/games/g/charts/fame.json", 400),
        ("/games/g/charts/cash.json?over=time", 400),
        ("/games/g/charts/cash.json?first=9&last=3", 400),
        ("/games/g/charts/cash.json?head=99", 404),
        ("/games/g/charts/cash.json?head=x", 400),
        ("/games/none/charts/cash.json", 404),
        ("/games/g/charts/?chart=fame", 400),
        ("/games/g/charts/?seq=99", 404),
    ],
)
def test_what_cannot_be_drawn_is_refused(site: Client, address: str, status: int) -> None:
    assert site.get(address).status_code == status


def test_the_table_of_a_chart_has_its_values_at_the_starts_of_turns(site: Client) -> None:
    recorded.record(
        "turns",
        stream(
            ("turn_start", {"player_id": ADA, "turn_number": 1}),
            ("pass_go", {"player_id": ADA, "amount": 7}),
            ("turn_start", {"player_id": BLAISE, "turn_number": 2}),
        ),
    )
    page = site.get("/games/turns/charts/?chart=cash").content.decode()
    assert "4 moments" not in page
    assert "3 moments" in page
    assert page.count("$1,507") == 1
    panel = site.get("/games/turns/panels/charts/1/?chart=cash", headers={"HX-Request": "true"})
    assert "up to event 1" in panel.content.decode()
    assert "$1,507" not in panel.content.decode()  # what comes after the moment is not in it


def test_a_game_nobody_can_read_has_no_chart_and_says_why(site: Client) -> None:
    recorded.record("odd", recorded.salaries(3), dialect="klingon")
    told = site.get("/games/odd/charts/cash.json").json()
    assert told["data"] == []
    assert "cannot be read, so there is nothing to draw" in told["about"]["notes"][0]
    assert "chart-table" not in site.get("/games/odd/charts/").content.decode()
