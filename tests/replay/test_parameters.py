"""An address that asks for what nobody reads is refused, by every page and fragment."""

from __future__ import annotations

import re

import pytest
from django.urls import get_resolver

from tests.replay.recorded import record, salaries

pytestmark = pytest.mark.django_db

ASKED = {
    "name": {"panel": "decision", "statistics-download": "events"},
    "values": {
        "game_id": "g",
        "sequence_number": "1",
        "number": "0",
        "player_id": "0",
        "metric": "cash",
        "section": "luck",
        "form": "csv",
        "name": "luck",
    },
}

PAGES = {
    one.name: str(one.pattern)
    for one in get_resolver("replay.urls").url_patterns
    if "/do/" not in str(one.pattern)
}


def address(name: str) -> str:
    def filled(found: re.Match[str]) -> str:
        own = ASKED["name"].get(name) if found[1] == "name" else None
        return own or ASKED["values"][found[1]]

    return "/" + re.sub(r"<\w+:(\w+)>", filled, PAGES[name])


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
@pytest.mark.parametrize("name", PAGES)
def test_a_misspelt_parameter_is_named(client, name, headers):
    record("g", salaries(3))
    answer = client.get(address(name), {"sqe": "<b>1"}, headers=headers)
    told = answer.content.decode()
    assert answer.status_code == 400
    assert "sqe is" in told
    assert "no parameter here" in told
    assert "<b>" not in told or answer["Content-Type"].startswith("text/plain")


def test_those_that_there_are_are_told(client):
    told = client.get("/search/?q=rent&modle=x").content.decode()
    assert "there are q, where, game, player, model, after" in told


def test_the_way_out_is_the_same_address_without_it(client):
    record("g", salaries(3))
    told = client.get("/games/g/?seq=2&sqe=1&panel=known").content.decode()
    assert '<a href="?seq=2&amp;panel=known">Show the page without it</a>' in told
    assert "without it" not in client.get("/games/nope/?seq=1").content.decode()
    fragment = client.get("/games/g/panels/known/2/?sqe=1", headers={"HX-Request": "true"})
    assert "without it" not in fragment.content.decode()


def test_one_that_is_told_twice_is_refused(client):
    record("g", salaries(3))
    assert client.get("/games/g/?kind=money&kind=jail").status_code == 400
    assert client.get("/statistics/?model=a&model=b").status_code == 200


def test_what_panels_ask_is_carried_from_one_to_the_other(client):
    record("g", salaries(3))
    query = {"seq": 1, "panel": "decision", "pin": 0, "path": "players.0.cash", "known": "0"}
    query |= {"ask": "true", "value": "1", "hits": "every", "near": 1, "chart": "cash"}
    query |= {"over": "turn", "find": "x", "diff": "1", "whole": "1", "decision": "0.1", "fork": ""}
    query |= {"type": "pass_go", "kind": "money", "player": "0"}
    assert client.get("/games/g/", query).status_code == 200
    fragment = {"HX-Request": "true"}
    assert client.get("/games/g/panels/changes/1/", query, headers=fragment).status_code == 200
