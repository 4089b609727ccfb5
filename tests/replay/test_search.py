"""Search in what models thought, were told and said: the pages, the API and what they hold to."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from games import ingest, searching
from games.domain.envelope import Decision
from games.domain.errors import SearchTooLong
from games.models import DecisionWords, Game
from games.searching import READ, Found, Place, Search, Where
from tests.domain.games import ADA, BLAISE
from tests.replay import recorded
from tests.replay.deciders import after, decide, decision

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    recorded.forget()


@pytest.fixture
def game() -> Game:
    """Four decisions, the third of Blaise."""
    made = recorded.record("g1", recorded.salaries(9))
    decide(
        made,
        thought(0, "Boardwalk first, boardwalk second, Boardwalk last.", after=1),
        thought(1, "A railroad and perhaps Boardwalk, if the cash allows bidding for it.", after=3),
        thought(0, "I wait for the dice. Cash is short.", player=BLAISE, after=4),
        thought(2, None, after=5, prompt="Your cash: 17", chosen_action={"say": "Take that!"}),
    )
    return made


def thought(
    number: int, text: str | None, player: int = ADA, *, after: int, **fields: object
) -> Decision:
    return decision(number, player, reasoning=text, game_state=_after(after), **fields)


_after = after


def find(text: str, where: Where = Where.REASONING, limit: int = 10, **narrow: object) -> Found:
    return searching.find(Search(text, where, **narrow), limit)


def found(text: str, where: Where = Where.REASONING, **narrow: object) -> list[tuple[int, int]]:
    return [(hit.player_id, hit.number) for hit in find(text, where, **narrow).hits]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("boardwalk", [(ADA, 0), (ADA, 1)]),
        ("bid", [(ADA, 1)]),
        ('"cash is short"', [(BLAISE, 0)]),
        ('"short cash"', []),
        ("short cash", [(BLAISE, 0)]),
        ("boardwalk -railroad", [(ADA, 0)]),
        ("dice or railroad", [(BLAISE, 0), (ADA, 1)]),
        ("utility", []),
    ],
)
def test_words_and_phrases_find_the_best_first(game: Game, text: str, hits: list[tuple[int, int]]):
    assert found(text) == hits


def test_of_equal_hits_the_newest_comes_first():
    made = recorded.record("g1", recorded.salaries(9))
    decide(made, *(thought(number, "alike", after=number) for number in range(4)))
    assert found("alike") == [(ADA, 3), (ADA, 2), (ADA, 1), (ADA, 0)]


def test_prompts_and_table_talk_are_searched_by_themselves(game: Game):
    assert found("cash", Where.PROMPT) == [(ADA, 2)]
    assert found("take", Where.TALK) == [(ADA, 2)]
    assert found("take") == []


def test_what_is_said_to_all_counts_before_what_is_only_said():
    made = recorded.record("g1", recorded.salaries(3))
    said = {"public_message": "Hello table", "say": "goodbye"}
    decide(made, decision(0, game_state=after(0), chosen_action=said))
    assert found("hello", Where.TALK) == [(ADA, 0)]
    assert found("goodbye", Where.TALK) == []


def test_a_search_keeps_to_a_game_a_player_and_a_model(game: Game):
    other = recorded.record("g2", recorded.salaries(3))
    decide(other, thought(0, "boardwalk elsewhere", after=0, model_version="other-1"))
    assert len(found("boardwalk")) == 3
    assert len(found("boardwalk", game=game.pk)) == 2
    assert found("cash", player=BLAISE) == [(BLAISE, 0)]
    assert found("boardwalk", model="other-1") == [(ADA, 0)]
    assert found("boardwalk", game=game.pk, player=ADA, model="other-1") == []


def test_pages_join_without_a_hole_or_a_repetition():
    made = recorded.record("g1", recorded.salaries(40))
    decide(made, *(thought(n, "rent " * (n % 3 + 1), after=n) for n in range(25)))
    seen: list[int] = []
    place: Place | None = None
    while True:
        page = searching.find(Search("rent"), 4, place)
        assert page.count == 25
        seen += [hit.number for hit in page.hits]
        place = page.next
        if place is None:
            break
    assert sorted(seen) == list(range(25))
    assert seen == [hit.number for hit in find("rent", limit=50).hits]


def test_of_too_many_the_newest_are_ranked_and_nobody_counts_on(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setitem(searching.MOST, Where.REASONING, 5)
    made = recorded.record("g1", recorded.salaries(12))
    decide(made, *(thought(n, "rent " * (9 - n), after=n) for n in range(8)))
    page = find("rent")
    assert (page.count, page.is_more) == (5, True)
    assert {hit.number for hit in page.hits} == {3, 4, 5, 6, 7}


def test_the_words_found_are_marked_and_nothing_else(game: Game):
    [hit] = find('"cash is short"').hits
    assert [each.text for each in hit.snippet if each.is_hit] == ["Cash", "short"]
    assert "".join(each.text for each in hit.snippet) == "wait for the dice. Cash is short"


def test_a_text_cannot_bring_marks_of_its_own():
    made = recorded.record("g1", recorded.salaries(3))
    decide(made, thought(0, "\ue000sly\ue001 boardwalk \ue001\ue000 \ue000", after=0))
    [hit] = find("boardwalk").hits
    assert [each.text for each in hit.snippet if each.is_hit] == ["boardwalk"]
    assert not any(mark in each.text for each in hit.snippet for mark in "\ue000\ue001")


def test_a_text_without_spaces_is_shown_by_its_ends():
    made = recorded.record("g1", recorded.salaries(3))
    decide(made, thought(0, f"{'x' * 5000} boardwalk {'y' * 5000}", after=0))
    [hit] = find("boardwalk").hits
    assert sum(len(each.text) for each in hit.snippet) < 1000


HOSTILE = [
    *("-" * 5000, '"' * 5000, "-a " * 3000, '-"a' * 999, "((((" * 1000, "\0" * 99, "x" * 5000),
    *("🏦" * 5000, "' & | ! ( ) <-> :*", "half \ud800", "a or " * 999, "%", "\\", "{}"),
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("where", Where)
def test_no_text_is_an_error(game: Game, text: str, where: Where):
    find(text, where, model=text)
    told = text[:900].replace("\ud800", "")
    for address in ("/search/", "/api/v1/search"):
        answer = Client().get(address, {"q": told, "where": where, "model": told})
        assert answer.status_code == 200


@pytest.mark.parametrize("text", ["", "the of a", "-", "\0", "!?"])
def test_a_search_without_a_word_says_so(game: Game, text: str):
    assert find(text) == Found(is_empty=True)


def test_a_search_that_takes_too_long_is_stopped_and_told(
    game: Game, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(searching, "SECONDS", 0.05)
    monkeypatch.setattr(searching, "_FOUND", "SELECT pg_sleep(9) -- {}".format("{where}"))
    with pytest.raises(SearchTooLong, match="stopped after"):
        find("boardwalk")
    answer = Client().get("/search/", {"q": "boardwalk"})
    assert answer.status_code == 400
    assert "rarer word" in answer.content.decode()
    told = Client().get("/api/v1/search", {"q": "boardwalk"})
    assert (told.status_code, told.json()["code"]) == (422, "search_too_long")


def test_the_bound_of_a_search_ends_with_it(game: Game):
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        before = cursor.fetchone()
        find("boardwalk")
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == before


WORDS = "".join(f"{number:x}-🂡{number} http://a{number}.org/b " for number in range(30_000))


LETTERS = "".join(map(chr, range(0x1D49C, 0x1D4CF)))
LONG = [
    WORDS,
    f"{LETTERS[:2]}-{LETTERS[2:4]} " * 100_000,
    "x" * 500_000,
    "".join(map(chr, range(0x4E00, 0x9FFF))) * 25,
    " ".join(chr(0x10400 + n % 40) * 9 + f"{n}" for n in range(45_000)),
]


@pytest.mark.parametrize("text", LONG, ids=["web", "hyphens", "one", "chinese", "words"])
def test_no_text_however_long_keeps_a_decision_out(text: str):
    made = recorded.record("g1", recorded.salaries(3))
    long = text[:500_000]
    told = thought(0, long, after=0, prompt=long, chosen_action={"say": long[:200_000]})
    ingest.append_decisions(made.pk, [told])
    assert DecisionWords.objects.count() == 1


def test_of_a_long_text_as_much_is_searched_as_is_said():
    made = recorded.record("g1", recorded.salaries(3))
    texts = {
        where: f"{'a ' * (size // 2 - 10)} inside {'a ' * 10} outside"
        for where, size in READ.items()
    }
    told = thought(
        0,
        texts[Where.REASONING],
        after=0,
        prompt=texts[Where.PROMPT],
        chosen_action={"say": texts[Where.TALK]},
    )
    decide(made, told)
    for where in Where:
        [hit] = find("inside", where).hits
        assert [each.text for each in hit.snippet if each.is_hit] == ["inside"]
        assert found("outside", where) == []


def test_words_go_with_their_game(game: Game):
    assert DecisionWords.objects.count() == 4
    game.delete()
    assert DecisionWords.objects.count() == 0


@pytest.mark.parametrize("where", Where)
def test_an_index_serves_every_place(game: Game, where: Where):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        search = Search("boardwalk", where)
        values = searching._values(search, "boardwalk", 10, None)
        cursor.execute(f"EXPLAIN {searching._statement(search, None)}", values)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert f"llm_decision_words_{where}" in plan


@pytest.mark.parametrize(
    ("chosen", "doubtful"),
    [
        ({"attempts": [{"raw_response": "{}"}]}, False),
        ({"attempts": [{"raw_response": None}, {"raw_response": {"id": 1}}]}, False),
        ({"attempts": [{"raw_response": ""}, {"raw_response": {}}]}, True),
        ({"attempts": [{"raw_response": "{}"}], "fallback": "http_429"}, True),
        ({"attempts": [{"raw_response": "{}"}], "reasoning_fabricated": True}, True),
        ({}, True),
    ],
)
def test_reasoning_that_may_not_be_the_models_own_is_marked(
    chosen: dict[str, object], doubtful: bool
):
    made = recorded.record("g1", recorded.salaries(3))
    decide(made, thought(0, "boardwalk", after=0, chosen_action=chosen, model_version="m"))
    [hit] = find("boardwalk").hits
    assert hit.is_doubtful is doubtful
    assert ("proves" in Client().get("/search/?q=boardwalk").content.decode()) is doubtful
