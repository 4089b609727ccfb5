"""The page of hits, the way to a hit's moment, and the same search by JSON."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from games.models import Game
from tests.domain.games import ADA, BLAISE
from tests.replay import recorded
from tests.replay.deciders import after, decide, decision

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script> cash <img src=x onerror=y> & \"short\" \u202e 'cash'"


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    recorded.forget()


@pytest.fixture
def game() -> Game:
    made = recorded.record("g1", recorded.salaries(9))
    told = {"model_version": "smol-135m"}
    decide(
        made,
        decision(0, ADA, reasoning="Cash is king.", game_state=after(3), **told),
        decision(0, BLAISE, 2, reasoning=HOSTILE, game_state=after(5), **told),
        decision(1, BLAISE, reasoning="Waiting.", game_state=after(8), **told),
    )
    return made


def page(address: str = "/search/", status: int = 200, **query: Any) -> str:
    answer = Client().get(address, query)
    assert answer.status_code == status
    return answer.content.decode()


def api(status: int = 200, **query: Any) -> Any:
    answer = Client().get("/api/v1/search", query)
    assert answer.status_code == status, answer.content
    return answer.json()


def test_a_hit_is_shown_with_player_model_game_and_words(game: Game):
    shown = page(q="king")
    assert "1 decision" in shown
    there = "/games/g1/decision/0/0/?words=king&amp;where=reasoning"
    assert f'<a href="{there}"><bdi>Ada</bdi>, turn 0</a>' in shown
    assert "Cash is <mark>king</mark>" in shown
    assert "smol-135m" in shown


def test_what_a_model_wrote_never_becomes_markup(game: Game):
    shown = page(q="short")
    assert "<mark>short</mark>" in shown
    assert "<script>alert" not in shown
    assert "<img" not in shown
    assert "\u202e" not in shown
    assert page(q="<script>alert(1)</script>").count("<script>") == 0


def test_an_empty_search_and_one_in_vain_say_what_to_do(game: Game):
    assert "Every hit leads to its moment" in page()
    assert "too common" in page(q="the of")
    assert "Try fewer words" in page(q="utilities")
    assert "Search in every game" in page(q="utilities", game="g1")


def test_who_looks_for_a_word_within_a_run_without_spaces_is_told_why(game: Game):
    told = "現金が足りない。 オークション、現金 (オークション)"
    decide(game, decision(1, ADA, 3, reasoning=told, game_state=after(6)))
    why = "only whole runs between them are found"
    assert why in page(q="現金")
    assert why in page(q="ซื้อ")
    assert why not in page(q="utilities")
    assert why not in page(q="オークション")
    assert "<mark>オークション</mark>" in page(q="オークション")


def test_a_hit_leads_to_the_event_at_which_it_applies(game: Game):
    answer = Client().get("/games/g1/decision/1/0/")
    assert answer["Location"] == "/games/g1/?seq=6&panel=decision&decision=1.0"
    assert "Blaise" in page(answer["Location"])


def test_a_decision_nothing_came_of_is_shown_at_the_head(game: Game):
    answer = Client().get("/games/g1/decision/1/1/")
    assert answer["Location"] == "/games/g1/?seq=8&panel=decision&decision=1.1"
    assert "Waiting." in page(answer["Location"])


@pytest.mark.parametrize("address", ["/games/g1/decision/1/7/", "/games/none/decision/1/0/"])
def test_a_decision_that_is_not_there_is_not_found(game: Game, address: str):
    page(address, status=404)


@pytest.mark.parametrize(
    ("query", "page_status", "api_status", "code"),
    [
        ({"game": "none"}, 404, 404, "game_not_found"),
        ({"where": "dreams"}, 400, 422, "invalid_field"),
        ({"player": "Ada"}, 400, 422, "invalid_field"),
        ({"player": "99999999999"}, 400, 422, "invalid_field"),
        ({"after": "x", "cursor": "x"}, 400, 422, "invalid_field"),
        ({"after": "WzEsMl0", "cursor": "WzEsMl0"}, 400, 422, "invalid_field"),
        ({"limit": "51", "where": "x"}, 400, 422, "invalid_field"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(
    game: Game, query: dict[str, str], page_status: int, api_status: int, code: str
):
    page(status=page_status, q="cash", **query)
    assert api(status=api_status, q="cash", **query)["code"] == code


def test_the_api_gives_plain_text_and_where_the_words_stand(game: Game):
    told = api(q="short cash")
    [hit] = told["hits"]
    text = hit["snippet"]["text"]
    assert [text[a:b] for a, b in hit["snippet"]["highlights"]] == ["cash", "short", "cash"]
    assert "\u202e" in text
    assert (told["count"], told["is_more"], told["is_empty"], told["next"]) == (
        1,
        False,
        False,
        None,
    )
    assert hit["href"] == "/games/g1/decision/1/0/?words=short+cash&where=reasoning"
    assert (hit["game_id"], hit["player_id"], hit["player"]) == ("g1", BLAISE, "Blaise")
    assert (hit["sequence_number"], hit["turn_number"], hit["model"]) == (0, 2, "smol-135m")


def test_the_api_pages_by_its_cursor(game: Game):
    first = api(q="cash", limit=1)
    second = api(q="cash", limit=1, cursor=first["next"])
    assert first["count"] == second["count"] == 2
    assert {hit["player_id"] for hit in first["hits"] + second["hits"]} == {ADA, BLAISE}
    assert second["next"] is None


def test_the_api_says_when_there_is_nothing_to_look_for(game: Game):
    told = api(q="the")
    assert (told["hits"], told["is_empty"]) == ([], True)


def test_the_page_goes_on_and_back_to_the_best(game: Game):
    decide(
        game,
        *(decision(2 + n, BLAISE, reasoning=f"rent {n}", game_state=after(8)) for n in range(11)),
    )
    first = page(q="rent")
    assert first.count("<mark>rent</mark>") == 10
    link = first.partition('class="older" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = page(f"/search/{link}")
    assert second.count("<mark>rent</mark>") == 1
    assert "← Best" in second


def test_the_site_leads_to_the_search(game: Game):
    assert 'href="/search/"' in page("/")
    assert 'href="/search/?game=g1"' in page("/games/g1/")


def test_where_nothing_is_recorded_the_page_says_so():
    for query in ({}, {"q": "king"}):
        assert "No decision of a model is recorded yet" in page(**query)
    assert api(q="king")["hits"] == []


def test_where_something_is_recorded_no_hit_is_no_lack_of_decisions(game: Game):
    assert "No decision holds this." in page(q="queen")
