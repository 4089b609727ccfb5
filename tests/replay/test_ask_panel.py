"""The Ask panel as addresses answer it, and the watches that are kept with a game."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.db import IntegrityError
from django.test import Client

from games.models import Game
from replay import asking, reading, watches
from replay.asking import Question
from replay.domain.asking import examples, vocabulary
from replay.domain.asking.evaluation import Evaluation
from replay.domain.asking.language import Asked
from replay.drawing import sparkline
from replay.models import Watch
from replay.panels import ask
from tests.browser import games
from tests.domain import told
from tests.domain.games import THREE
from tests.replay import recorded

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
HERE = {"Sec-Fetch-Site": "same-origin"}
HOSTILE = '"><script>alert(1)</script>\u202e'


@pytest.fixture(autouse=True)
def game(db: None) -> Game:
    recorded.forget()
    asking.forget_all()
    return games.record("g", games.rounds(30))


def plain(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def panel(client: Client, at: int = 50, **query: str) -> str:
    answer = client.get(f"/games/g/panels/ask/{at}/", query, headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_says_how_often_and_leads_to_the_hits_around_the_cursor(client):
    text = panel(client, 50, ask="event.type == 'pass_go'")
    assert "It is true at 30 events" in plain(text)
    assert "after hit 12 of 30 · not true here" in plain(text)
    assert re.findall(r'data-seq="(\d+)" data-do="(\S+)"', text) == [
        ("47", "previous-hit"),
        ("51", "next-hit"),
    ]
    listed = re.findall(r'data-seq="(\d+)" +><span class="at">', text)
    assert listed == [str(number) for number in range(31, 71, 4)]


def test_a_condition_on_the_board_is_told_by_where_it_became_true(client):
    text = plain(panel(client, 50, ask="players[0].cash > 1505"))
    assert "It became true once and held after 57 events" in text
    assert "before the first of 1 · not true here" in text
    text = plain(panel(client, 67, ask="players[0].cash > 1505"))
    assert "hit 1 of 1 · true here" in text


def test_no_hit_is_said_in_a_sentence(client):
    text = plain(panel(client, ask="players[0].cash < 0"))
    assert "It is true after none of the 120 events." in text


def test_a_slip_shows_its_place(client):
    text = panel(client, ask="players[0].chas > 1")
    assert "Did you mean cash?" in text
    assert '<span class="caret"><span>players[0]</span>^</span>' in text
    text = panel(client, ask="is_over", value="players[0].chas")
    assert re.search(r'name="value"[^>]*aria-invalid="true"', text)


def test_a_watched_value_is_drawn_and_told(client):
    text = panel(client, 50, value="players[1].cash")
    assert "here 1504" in plain(text).replace(",", "")
    assert "least 1,500 · greatest 1,510" in plain(text)
    assert "<path d=" in text


def test_what_is_not_known_is_said(client):
    text = plain(panel(client, ask="event.payload.amount > 0"))
    assert "At 90 events there is nothing that the condition asks for: no match." in text
    text = plain(panel(client, ask="event.payload.amount + 'x' == 'x'"))
    assert "At 30 events the condition cannot be computed, first at event 3" in text


def test_a_long_game_is_answered_at_once_only_where_nobody_could_wait(client, monkeypatch):
    monkeypatch.setattr(ask, "QUICK", 100)
    query = {"ask": "event.type == 'pass_go'"}
    assert "data-progress" in panel(client, **query, v="1")
    assert "It is true at 30 events" in plain(panel(client, **query))
    assert "data-progress" not in panel(client, **query, v="1")  # by now it is at hand


def test_progress_comes_in_lines_and_then_the_answer_is_at_hand(client):
    answer = client.get("/games/g/ask/progress/", {"ask": "is_over"}, headers=HTMX)
    lines = [json.loads(line) for line in answer.getvalue().splitlines()]
    assert lines[0] == {"done": 120, "steps": 240}
    assert lines[-1] == {"is_ready": True}
    assert asking.is_known(reading.open_game("g"), Question("is_over"))
    answer = client.get("/games/g/ask/progress/", {"ask": "nonsense"}, headers=HTMX)
    assert "nonsense is not known here" in json.loads(answer.getvalue())["problem"]


def test_hits_are_given_for_the_lanes(client):
    answer = client.get("/games/g/ask/marks.json", {"ask": "event.type == 'turn_start'"})
    assert answer.json() == {"mode": "every", "total": 30, "seqs": list(range(0, 120, 4))}
    answer = client.get("/games/g/ask/marks.json", {"ask": "true", "hits": "edges"})
    assert answer.json()["seqs"] == [0]
    assert client.get("/games/g/ask/marks.json?ask=true&hits=edgse").status_code == 400


def test_hostile_words_stay_words(client):
    client.post("/games/g/do/watch/", {"name": HOSTILE, "ask": "is_over", "seq": "5"}, headers=HERE)
    text = panel(client, ask=f"'{HOSTILE}' == event.typ", near=HOSTILE, path=HOSTILE)
    assert "<script>" not in text
    assert "event.typ is not known here" in plain(text)


def test_a_game_without_players_has_no_examples(client):
    games.record("nobody", [], names=())
    answer = client.get("/games/nobody/panels/ask/-1/", headers=HTMX)
    assert answer.status_code == 200
    assert 'class="example"' not in answer.content.decode()


@pytest.mark.parametrize("setup", [THREE, told.SETUP], ids=lambda setup: setup.dialect)
def test_every_example_can_be_asked(setup):
    for example in examples.of(setup):
        assert Evaluation(example.condition, setup, Asked.CONDITION).expression.text
        if example.value:
            assert Evaluation(example.value, setup, Asked.WATCH).expression.text


def test_the_page_lists_every_word_it_knows(client):
    text = panel(client)
    for word in vocabulary.VARIABLES:
        assert word.name.startswith("before.") or f'data-word="{word.name}"' in text
    for function in vocabulary.FUNCTIONS:
        assert f'data-word="{function.name}("' in text


# Watches


BACK = "?seq=7&panel=ask&ask=players%5B0%5D.cash+%3C+100&kind=dice"


def keep(client: Client, headers: dict[str, str] = HERE, **fields: str):
    sent = {"name": "poor", "ask": "players[0].cash < 100", "back": BACK} | fields
    return client.post("/games/g/do/watch/", sent, headers=headers)


def kept() -> list[tuple[str, str, str]]:
    return [(one.name, one.condition, one.value) for one in watches.of(reading.open_game("g"))]


def test_a_question_is_kept_with_the_game_under_a_name(client):
    answer = keep(client, name="  poor   Ada ", value="players[0].cash")
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/games/g/{BACK}"
    assert kept() == [("poor Ada", "players[0].cash < 100", "players[0].cash")]
    (told_of,) = client.get("/games/g/ask/watches.json").json()["watches"]
    assert told_of["lane"] == f"watch:{Watch.objects.get().id}"
    assert "poor Ada" in plain(panel(client))


def test_a_name_asks_one_thing_at_a_time(client):
    keep(client)
    keep(client, ask="is_over")
    assert kept() == [("poor", "is_over", "")]


def test_a_watch_is_removed_and_that_can_be_asked_for_twice(client):
    keep(client)
    sent = {"watch": str(Watch.objects.get().id), "back": BACK}
    for _ in range(2):
        assert client.post("/games/g/do/unwatch/", sent, headers=HERE).status_code == 303
    assert kept() == []


def test_nobody_removes_another_game_s_watch(client):
    keep(client)
    games.record("other")
    sent = {"watch": str(Watch.objects.get().id)}
    assert client.post("/games/other/do/unwatch/", sent, headers=HERE).status_code == 303
    assert len(kept()) == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": " "}, "a watch has a name"),
        ({"name": "x" * 61}, "a watch has a name"),
        ({"name": "a\0"}, "a watch has a name"),
        ({"ask": "nonsense"}, "nonsense is not known here"),
        ({"ask": "event.type == 'a\0'"}, "a character that is none"),
        ({"ask": ""}, "there is no expression"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(client, fields, said):
    answer = keep(client, **fields)
    assert answer.status_code == 400
    assert said in plain(answer.content.decode())


def test_another_site_s_page_keeps_nothing(client):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert keep(client, headers=headers).status_code == 403
    assert client.get("/games/g/do/watch/").status_code == 405
    assert kept() == []


def test_a_game_has_so_many_watches_and_no_more(client):
    for number in range(watches.MOST):
        assert keep(client, name=str(number)).status_code == 303
    answer = keep(client, name="one more")
    assert answer.status_code == 409
    assert keep(client, name="3", ask="is_over").status_code == 303
    assert len(kept()) == watches.MOST


def test_watches_go_with_their_game(client):
    keep(client)
    Game.objects.get(game_id="g").delete()
    assert not Watch.objects.exists()


def test_the_table_refuses_a_watch_that_asks_nothing():
    with pytest.raises(IntegrityError):
        Watch.objects.create(game_uuid=Game.objects.get(game_id="g").pk, name="nothing")


# The curve


def test_a_line_holds_each_value_until_the_next_and_breaks_where_there_is_none():
    line = sparkline.draw([(0, 10), (50, 20), (60, None), (80, 10)], 0, 100)
    assert line.path == "M0 68H300V4H360M480 68H600"


def test_a_value_that_never_changes_is_a_level_line():
    assert sparkline.draw([(0, 7)], 0, 10).path == "M0 36H600"
    assert sparkline.draw([], 0, 10).path == ""


def test_values_as_far_apart_as_numbers_go_are_drawn():
    line = sparkline.draw([(0, -1.7e308), (1, 1.7e308)], 0, 2)
    assert line.path == "M0 68H300V4H600"
