"""Bookmarks: kept, changed, dropped by the page's own forms and by nobody else's."""

from __future__ import annotations

import pytest
from django.test import Client

from replay import bookmarks
from replay.models import Bookmark
from tests.browser import games

pytestmark = pytest.mark.django_db

KEEP, DROP = "/games/g/do/bookmark/", "/games/g/do/unbookmark/"
HEAD = 39


@pytest.fixture(autouse=True)
def recorded(db: None) -> games.Game:
    return games.record("g", games.rounds(10))


def _kept() -> list[tuple[int, str, str, str]]:
    rows = Bookmark.objects.order_by("sequence_number")
    return list(rows.values_list("sequence_number", "name", "text", "colour"))


def test_a_bookmark_is_kept_and_leads_back_to_where_it_was_made(client: Client) -> None:
    back = "?seq=7&panel=notes&kind=dice"
    form = {"seq": 7, "back": back, "name": " Odd rent ", "text": "Why?", "colour": "red"}
    answer = client.post(KEEP, form)
    assert (answer.status_code, answer["Location"]) == (303, f"/games/g/{back}")
    assert _kept() == [(7, "Odd rent", "Why?", "red")]
    page = client.get("/games/g/?seq=7&panel=notes").content.decode()
    assert "Odd rent" in page
    assert "Why?" in page


def test_without_a_name_it_is_called_by_its_event(client: Client) -> None:
    client.post(KEEP, {"seq": 12})
    assert _kept() == [(12, "Event 12", "", "blue")]


def test_the_same_twice_is_kept_once(client: Client) -> None:
    for _ in range(2):
        client.post(KEEP, {"seq": 3, "name": "a"})
    assert len(_kept()) == 1


def test_it_is_changed_and_dropped(client: Client) -> None:
    client.post(KEEP, {"seq": 3, "name": "a"})
    key = str(Bookmark.objects.get().pk)
    client.post(KEEP, {"seq": 3, "name": "b", "text": "c", "colour": "green", "bookmark": key})
    assert _kept() == [(3, "b", "c", "green")]
    assert client.post(DROP, {"bookmark": key, "back": "?seq=3&panel=notes"}).status_code == 303
    assert client.post(DROP, {"bookmark": key, "back": "?seq=3&panel=notes"}).status_code == 303
    assert _kept() == []


def test_another_games_bookmark_is_not_to_be_reached(client: Client) -> None:
    games.record("other", games.rounds(2))
    client.post("/games/other/do/bookmark/", {"seq": 1, "name": "theirs"})
    key = str(Bookmark.objects.get().pk)
    client.post(DROP, {"bookmark": key})
    answer = client.post(KEEP, {"seq": 1, "name": "mine", "bookmark": key})
    assert answer.status_code == 400
    assert _kept() == [(1, "theirs", "", "blue")]


@pytest.mark.parametrize(
    ("form", "named"),
    [
        ({"name": "no event"}, "seq"),
        ({"seq": "soon"}, "soon"),
        ({"seq": HEAD + 1}, "40"),
        ({"seq": 1, "colour": "mauve"}, "mauve"),
        ({"seq": 1, "name": "x" * 121}, "121 characters"),
        ({"seq": 1, "text": "x" * 10_001}, "10,001 characters"),
        ({"seq": 1, "name": "a\0b"}, "character that no database can keep"),
        ({"seq": 1, "bookmark": "it"}, "not a bookmark"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_name(
    client: Client, form: dict[str, object], named: str
) -> None:
    answer = client.post(KEEP, form)
    assert answer.status_code in {400, 404}
    assert named in answer.content.decode()
    assert _kept() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_no_other_sites_page_can_write(client: Client, headers: dict[str, str]) -> None:
    assert client.post(KEEP, {"seq": 1}, headers=headers).status_code == 403
    assert _kept() == []


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}]
)
def test_our_own_page_can(headers: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(KEEP, {"seq": 1}, headers=headers).status_code == 303


def test_reading_an_action_is_no_way_to_do_it(client: Client) -> None:
    assert client.get(f"{KEEP}?seq=1").status_code == 405


def test_what_a_person_wrote_is_shown_and_never_run(client: Client) -> None:
    client.post(KEEP, {"seq": 1, "name": "<script>alert(1)</script>", "text": '"><b>'})
    page = client.get("/games/g/?seq=1&panel=notes").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_they_are_told_as_json_in_the_games_order(client: Client) -> None:
    for seq in (9, 2):
        client.post(KEEP, {"seq": seq, "name": str(seq)})
    assert client.get("/games/g/bookmarks.json").json() == {
        "bookmarks": [
            {"sequence_number": 2, "name": "2", "text": "", "colour": "blue"},
            {"sequence_number": 9, "name": "9", "text": "", "colour": "blue"},
        ]
    }


def test_they_go_with_their_game(client: Client, recorded: games.Game) -> None:
    client.post(KEEP, {"seq": 1})
    recorded.delete()
    assert _kept() == []


def test_a_bookmark_that_is_there_twice_is_not_kept_a_third_time(client: Client) -> None:
    for name in ("Odd", "Odder"):
        client.post(KEEP, {"seq": 7, "name": name})
    second = Bookmark.objects.get(name="Odder")
    client.post(KEEP, {"seq": 7, "name": "Odd", "bookmark": str(second.pk)})
    assert client.post(KEEP, {"seq": 7, "name": "Odd"}).status_code == 303
    assert _kept() == [(7, "Odd", "", "blue")] * 2


def test_a_game_with_all_the_bookmarks_it_may_have_takes_those_it_has(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bookmarks, "MOST", 1)
    assert client.post(KEEP, {"seq": 7}).status_code == 303
    assert client.post(KEEP, {"seq": 7}).status_code == 303
    assert client.post(KEEP, {"seq": 8}).status_code == 400
    assert _kept() == [(7, "Event 7", "", "blue")]
