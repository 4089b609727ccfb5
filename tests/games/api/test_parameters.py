"""What an address asks for and nobody reads is refused: the answer would be to another question."""

from __future__ import annotations

import pytest

from monopoly_site.api import api
from tests.games.api.builders import events

CALLS = sorted(path for path, calls in api.get_openapi_schema()["paths"].items() if "get" in calls)

NAMES = {"{game_id}": "g1", "{name}": "events", "{form}": "csv"}

REQUIRED = {"changes": "?path=x", "choices": "?at=0"}


def address(path: str) -> str:
    for name, value in NAMES.items():
        path = path.replace(name, value)
    return path + REQUIRED.get(path.rsplit("/", 1)[1], "?")


@pytest.mark.parametrize("path", CALLS)
def test_a_misspelt_parameter_is_refused_by_every_call(client, game, path):
    described = api.get_openapi_schema()["paths"][path]["get"].get("parameters", ())
    known = [one["name"] for one in described if one["in"] == "query"]
    answer = client.get(f"{address(path)}&modle=x")
    told = answer.json()
    assert (answer.status_code, told["code"]) == (422, "invalid_field")
    assert (told["field"], told["value"]) == ("modle", "x")
    assert all(name in told["detail"] for name in known)


def test_a_parameter_that_is_told_twice_is_refused(reader, game):
    status, told = reader.get("g1/events", after=[1, 2])
    assert (status, told["field"], told["value"]) == (422, "after", "2")
    assert "2 times" in told["detail"]


def test_a_filter_may_have_several_values(client, db):
    assert client.get("/api/v1/statistics/luck?model=a&model=b").status_code == 200
    assert client.get("/api/v1/statistics/compare?left.model=a&left.model=b").status_code == 200
    assert client.get("/api/v1/statistics/luck?by=agent&by=model").status_code == 422


def test_what_writes_takes_no_notice(engine, game):
    assert engine.post("g1/events?trace=7", events(0, 1))[0] == 201
