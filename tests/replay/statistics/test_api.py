"""Statistics by JSON: the numbers of the pages, described as they are."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, settings
from schemathesis import checks
from schemathesis.specs.openapi import checks as openapi_checks

from games import ingest
from replay.domain.statistics import filters
from replay.statistics import asked, view
from tests.domain.games import event
from tests.replay.statistics.recorded import record

schema = schemathesis.openapi.from_wsgi("/api/openapi.json", WSGIHandler())
API = "/api/v1/statistics"

pytestmark = pytest.mark.django_db


def get(client, path: str, **query):
    answer = client.get(f"{API}/{path}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.mark.parametrize("section", view.SECTIONS)
def test_a_section_has_the_numbers_of_its_page(client, section):
    record(6)
    told = get(client, section, agent="greedy")
    assert told["about"]["filters"]["agent"] == ["greedy"]
    assert told["about"]["games"] == len(asked.of(filters.Filters(agent=("greedy",))).chosen)
    assert told[section]


def test_an_estimate_says_what_it_is_of(client):
    record(6)
    (first, *_) = get(client, "leaderboard")["leaderboard"]["standings"]
    rate = first["standing"]["win_rate"]
    assert rate.keys() == {"value", "low", "high", "n", "games"}
    assert rate["n"] == first["standing"]["decided"]


def test_games_left_out_are_counted_by_reason(client):
    game, *_ = record(3)
    ingest.append_events(game.pk, [event(game.events.count(), "message", player_id=0, text="x")])
    about = get(client, "luck")["about"]
    assert (about["games"], about["left_out"], about["recorded"]) == (2, {"outdated": 1}, 3)


@pytest.mark.parametrize("path", [*view.SECTIONS, "moments", "compare"])
def test_a_misspelt_filter_is_refused_by_name(client, path):
    answer = client.get(f"{API}/{path}", {"modle": "x"})
    assert answer.status_code == 422
    assert answer.json()["field"] == "modle"


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("luck", {"players": "x"}, "players"),
        ("luck", {"by": "shoe"}, "by"),
        ("luck", {"since": "2026-13-01"}, "since"),
        ("moments", {"of": "dragons"}, "of"),
        ("moments", {"of": "landings", "position": "99"}, "position"),
        ("moments", {"of": "ahead", "against": "x:y"}, "against"),
        ("compare", {"left.players": "x"}, "players"),
        ("export/summaries.xml", {}, "form"),
        ("export/thoughts.csv", {}, "name"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_field_and_value(client, path, query, field):
    answer = client.get(f"{API}/{path}", query)
    assert answer.status_code == 422
    assert answer.json()["field"] == field
    assert answer.json()["detail"]


def test_moments_come_in_pages_that_add_up(client):
    record(6)
    whole = get(client, "moments", of="landings", position="24", limit="500")["moments"]
    assert whole["total"] == sum(row["amount"] for row in whole["rows"])
    pages, start = [], 0
    while start is not None:
        page = get(client, "moments", of="landings", position="24", start=start, limit="3")
        pages += page["moments"]["rows"]
        start = page["moments"]["next"]
    assert pages == whole["rows"]


def test_a_comparison_tells_the_difference(client):
    record(9)
    told = get(client, "compare", **{"left.agent": "greedy", "right.agent": "trader"})
    for line in told["lines"]:
        left, right, difference = (line[name]["value"] for name in ("left", "right", "difference"))
        if left is not None and right is not None:
            assert difference == pytest.approx(right - left)


def test_filters_tell_what_there_is(client):
    record(4)
    told = get(client, "filters")["filters"]
    assert {one["value"] for one in told["players"]} == {"2", "3", "4"}
    assert {one["value"] for one in told["tag"]} == {"run=a", "run=b"}
    assert told["agent"][0]["count"] >= told["agent"][-1]["count"]


def test_one_game_can_be_read_summed_up(client):
    record(1, summed=False)
    told = client.get("/api/v1/games/game-0/summary").json()
    assert not told["is_stale"]
    assert len(told["summary"]["seats"]) == 2
    assert client.get("/api/v1/games/nowhere/summary").status_code == 404


def test_reading_needs_a_key_where_the_site_says_so(client, settings):
    settings.API_READ_NEEDS_KEY = True
    assert client.get(f"{API}/luck").status_code == 401


@pytest.fixture
def _games(transactional_db):
    record(3)


@schema.include(path_regex="^/api/v1/(statistics/|games/{game_id}/summary)").parametrize()
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_a_caller_asks_is_a_server_error(case, _games):  # noqa: PT019
    case.call_and_validate(
        checks=[
            checks.not_a_server_error,
            openapi_checks.status_code_conformance,
            openapi_checks.response_schema_conformance,
        ]
    )
