"""Who comes from a search to a decision sees what was found there."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from games.models import Game
from tests.replay import recorded
from tests.replay.deciders import after, decide, decision
from tests.replay.test_decision_panel import words as read

pytestmark = pytest.mark.django_db


@pytest.fixture
def game() -> Game:
    recorded.forget()
    return recorded.record("g", recorded.salaries(3))


def panel(where: str, words: str, **query: str) -> str:
    query |= {"words": words, "where": where} if words else {}
    address = "/games/g/panels/decision/1/"
    answer = Client().get(address, query, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_was_found_in_a_prompt_is_marked_and_the_prompt_open(game):
    prompt = "Bidding ends.\n" + "x " * 3_000 + "You BID 5; cash is short. Cash <b>"
    decide(game, decision(game_state=after(0), prompt=prompt))
    markup = panel("prompt", "bid short")
    assert '<mark id="hit-1">Bidding</mark>' in markup
    assert '<mark id="hit-2">BID</mark>' in markup
    assert '<mark id="hit-3">short</mark>' in markup
    assert "3 in the prompt" in read(markup)
    assert re.search(r"<details +open>\s*<summary>\s*Prompt", markup)
    assert not re.search(r"<details +open>", panel("", ""))


def test_what_was_found_in_a_long_thought_or_in_talk_is_open_too(game):
    long = "Waiting. " * 400
    talk = {"say": f"{long} Mortgages!"}
    decide(game, decision(game_state=after(0), reasoning=f"{long} I mortgage.", chosen_action=talk))
    for where, name, form in (
        ("reasoning", "reasoning", "mortgage"),
        ("talk", "table talk", "Mortgages"),
    ):
        markup = panel(where, "mortgaging")
        assert f'<mark id="hit-1">{form}</mark>' in markup
        assert f"1 in the {name}" in read(markup)
        assert re.search(r'class="long" +open>', markup)


def test_what_is_not_in_what_is_shown_is_said(game):
    decide(game, decision(game_state=after(0), prompt="Cash", reasoning="x " * 30_000 + "trade"))
    assert "not in what is shown of the reasoning" in read(panel("reasoning", "trade"))
    assert "this decision has no table talk" in read(panel("talk", "trade"))
    assert "Searched for" not in read(panel("prompt", "  "))
    assert "Searched for" not in read(panel("prompt", "cash", find="Cash"))


@pytest.mark.parametrize(
    "words", ["'; drop", "<em>", "(((", "\ue000", "-" * 499, '"cash', "\0", "x" * 3_000]
)
def test_words_of_a_search_do_nothing_but_mark(game, words):
    decide(game, decision(game_state=after(0), prompt="a <em> \ue000cash\ue001 (.*) cash"))
    assert "<em>" not in panel("prompt", words)
    assert panel("prompt", "cash").count("<mark id=") == 2


def test_a_hit_of_the_search_leads_there(game):
    decide(game, decision(game_state=after(0), prompt="Cash & carry"))
    hits = Client().get("/search/", {"q": "cash & carry", "where": "prompt"}).content.decode()
    there = re.search(r'href="(/games/g/decision/0/0/[^"]*)"', hits)
    assert there
    assert "1 hit" not in read(hits)
    shown = Client().get(there[1].replace("&amp;", "&"), follow=True).content.decode()
    assert '<mark id="hit-1">Cash</mark>' in shown
    assert '<mark id="hit-2">carry</mark>' in shown
