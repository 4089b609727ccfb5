"""Whose words are found, and that the way a search goes changes nothing but its time."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection

from games import searching, searching_ways, tuning
from games.models import DecisionWords, Game, Player
from games.searching import Place, Search, Where
from games.searching_ways import INDEX, NEWEST, Way
from tests.domain.games import ADA, BLAISE
from tests.replay import recorded
from tests.replay.deciders import after, decide, decision

pytestmark = pytest.mark.django_db

STRANGER = 7


@pytest.fixture
def game() -> Game:
    """Forty decisions of two players: all know rent, every fourth a railroad, one a yacht."""
    recorded.forget()
    made = recorded.record("g1", recorded.salaries(45))
    decide(made, *(_thought(number) for number in range(40)))
    return made


def _thought(number: int) -> object:
    said = "rent" + (" a railroad" if number % 4 == 0 else "") + (" yacht" if number == 9 else "")
    return decision(
        number // 2,
        (ADA, BLAISE)[number % 2],
        reasoning=f"{said}, then cash {'often ' * (number % 3)}",
        game_state=after(number),
        model_version=("atlas", "birch")[number % 2],
    )


SEARCHES = [
    Search("rent"),
    Search("railroad"),
    Search("yacht"),
    Search("nobody"),
    Search('"rent cash"'),
    Search('"rent yacht"'),
    Search("rent -railroad"),
    Search("-railroad"),
    Search("yacht or railroad"),
    Search("rent", player=BLAISE),
    Search("rent", model="atlas"),
    Search("yacht", model="atlas"),
    Search("rent", Where.PROMPT),
]


@pytest.mark.parametrize("search", SEARCHES, ids=lambda one: f"{one.text} {one.model}")
@pytest.mark.parametrize("most", [5, 12, 1000])
def test_every_way_leads_to_the_same(
    game: Game, search: Search, most: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(searching.MOST, search.where, most)
    answers = []
    for way in (INDEX, NEWEST):
        monkeypatch.setattr(searching_ways, "choose", lambda *_, way=way: way)
        first = searching.find(search, 4)
        place: Place | None = first.next
        answers.append((first, None if place is None else searching.find(search, 4, place)))
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("text", "way"),
    [("rent", NEWEST), ("yacht", INDEX), ("nobody", INDEX), ("-yacht", NEWEST), ("", INDEX)],
)
def test_what_many_say_is_found_among_the_newest_and_what_few_say_by_the_index(
    game: Game, text: str, way: Way
):
    assert _chosen(text) == way


def test_a_phrase_nobody_said_of_words_that_all_say_is_not_looked_up(game: Game):
    assert _chosen('"cash rent"') == NEWEST


def test_without_a_decision_there_is_a_way():
    assert _chosen("rent") == INDEX


def _chosen(text: str) -> Way:
    query = "websearch_to_tsquery('english', %(text)s)"
    return searching_ways.choose("reasoning", query, "true", {"text": text, "most": 5})


def test_a_model_is_the_one_a_decision_names_or_the_one_of_its_seat():
    recorded.forget()
    made = recorded.record("g1", recorded.salaries(9))
    decide(
        made,
        decision(0, STRANGER, reasoning="boardwalk", game_state=after(1), model_version="atlas"),
        decision(1, STRANGER, reasoning="boardwalk", game_state=after(2)),
    )
    assert _numbers("atlas") == [0]
    assert _numbers("birch") == []
    Player.objects.create(
        game=made, player_id=STRANGER, name="S", agent_type="llm", llm_model_name="birch"
    )
    assert _numbers("birch") == [1, 0]
    assert _numbers("atlas") == [0]
    later = decision(2, STRANGER, reasoning="boardwalk", game_state=after(3), model_version="cedar")
    decide(made, later)
    assert _numbers("birch") == [2, 1, 0]
    assert _numbers("cedar") == [2]


def _numbers(model: str) -> list[int]:
    return [hit.number for hit in searching.find(Search("boardwalk", model=model), 10).hits]


def test_a_model_of_any_name_is_kept_and_those_that_can_be_asked_for_are_found():
    recorded.forget()
    made = recorded.record("g1", recorded.salaries(9))
    for number, length in enumerate((500, 501, 100_000)):
        name = "🏦" * length
        decide(made, decision(number, reasoning="boardwalk", model_version=name))
    assert _numbers("🏦" * 500) == [0]


def test_decisions_of_before_are_signed_as_new_ones_are(game: Game):
    signed = list(DecisionWords.objects.order_by("id").values_list("id", "whose"))
    assert {tuple(whose) for _, whose in signed} == {
        (f"player {ADA}", "model atlas"),
        (f"player {BLAISE}", "model birch"),
    }
    DecisionWords.objects.update(whose=None)
    with connection.cursor() as cursor:
        cursor.execute(import_module("games.migrations.0006_whose_words").FILL)
    assert list(DecisionWords.objects.order_by("id").values_list("id", "whose")) == signed


def test_settings_are_as_before_when_they_are_no_longer_wanted():
    with connection.cursor() as cursor, tuning.during({"work_mem": "3MB", "enable_sort": "off"}):
        cursor.execute("SELECT current_setting('work_mem'), current_setting('enable_sort')")
        assert cursor.fetchone() == ("3MB", "off")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('work_mem'), current_setting('enable_sort')")
        assert cursor.fetchone() == ("4MB", "on")
