"""The timeline's addresses: page and fragment, caching, and every way to miss."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.http import HttpResponse
from django.test import Client

from replay import frame, reading
from tests.browser import games
from tests.domain.games import event

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
HEAD = 39


@pytest.fixture(autouse=True)
def recorded(db: None) -> games.Game:
    return games.record("g", games.rounds(10))


def _version() -> str:
    return frame.version(reading.open_game("g"))


def _is_page(answer: HttpResponse) -> bool:
    return answer.content.lower().startswith(b"<!doctype html>")


def test_one_address_answers_a_page_or_its_fragment(client: Client) -> None:
    page = client.get("/games/g/?seq=5")
    fragment = client.get("/games/g/?seq=5", headers=HTMX)
    assert _is_page(page)
    assert not _is_page(fragment)
    assert fragment.content == client.get("/games/g/frame/5/").content
    assert fragment.content in page.content
    assert "HX-Request" in page["Vary"]
    assert page["Vary"] == fragment["Vary"]


def test_a_restored_page_is_a_whole_page(client: Client) -> None:
    headers = {**HTMX, "HX-History-Restore-Request": "true"}
    assert _is_page(client.get("/games/g/?seq=5", headers=headers))


def test_a_frame_names_its_event_and_is_for_ever(client: Client) -> None:
    answer = client.get(f"/games/g/frame/5/?v={_version()}")
    assert answer["X-Sequence-Number"] == "5"
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer["ETag"]


@pytest.mark.parametrize("query", ["", "?v=", "?v=another"])
def test_a_frame_under_no_version_is_asked_for_again(client: Client, query: str) -> None:
    answer = client.get(f"/games/g/frame/5/{query}")
    assert answer["Cache-Control"] == "no-cache"
    again = client.get(f"/games/g/frame/5/{query}", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_a_frame_at_the_head_stays_as_it_is_when_the_game_grows(
    client: Client, recorded: games.Game
) -> None:
    url = f"/games/g/frame/{HEAD}/?v={_version()}"
    early = client.get(url)
    assert early["Cache-Control"].endswith("immutable")
    games.add(recorded, games.rounds(12)[HEAD + 1 :])
    assert client.get(url).content == early.content


def test_a_frame_drawn_otherwise_by_now_is_asked_for_again(client: Client) -> None:
    drawn_before = reading.open_game("g").tag + "0" * 8
    answer = client.get(f"/games/g/frame/5/?v={drawn_before}")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "address",
    [
        "frame/5/?",
        "panels/changes/5/?",
        "differing/5.json?pin=3&",
        "log/0/?",
        "matches.json?",
        "lanes.json?",
        "lanes/5.json?",
        "charts/cash.json?",
    ],
)
def test_a_game_recorded_anew_is_never_mixed_into_a_page_of_the_old_one(
    client: Client, recorded: games.Game, address: str
) -> None:
    url = f"/games/g/{address}v={_version()}"
    before = client.get(url, headers=HTMX)
    assert before.status_code == 200
    recorded.delete()
    games.record("g", games.rounds(10), names=("Grace", "Linus", "Ken"))
    known = {"If-None-Match": before["ETag"]} if "ETag" in before else {}
    after = client.get(url, headers={**HTMX, **known})
    assert after.status_code == 409
    assert "recorded anew" in after.content.decode()
    assert b'<a href="/games/g/">' in after.content
    assert after["Cache-Control"] == "no-cache"


def test_the_board_before_the_first_event_has_an_address(client: Client) -> None:
    answer = client.get("/games/g/frame/-1/")
    assert answer.status_code == 200
    assert b"Before the first event" in answer.content


def test_the_page_opens_at_the_head(client: Client) -> None:
    assert f'data-seq="{HEAD}"' in client.get("/games/g/").content.decode()


def test_turns_are_told_as_numbers(client: Client) -> None:
    told = json.loads(client.get("/games/g/turns.json").content)
    assert told == {"head": HEAD, "turn_starts": list(range(0, HEAD + 1, 4))}


@pytest.mark.parametrize(
    ("here", "step", "there"),
    [
        (5, "first", -1),
        (5, "last", HEAD),
        (5, "next", 6),
        (5, "previous", 4),
        (5, "next-turn", 8),
        (5, "previous-turn", 4),
        (4, "previous-turn", 0),
        (0, "previous-turn", -1),
        (37, "next-turn", HEAD),
        (HEAD, "next", HEAD),
        (-1, "previous", -1),
    ],
)
def test_a_named_step_leads_to_its_event(client: Client, here: int, step: str, there: int) -> None:
    answer = client.get(f"/games/g/?seq={here}&go={step}")
    assert (answer.status_code, answer["Location"]) == (302, f"/games/g/?seq={there}")


@pytest.mark.parametrize(
    ("here", "step", "there"),
    [
        (9, "first", 1),
        (9, "last", HEAD - 2),
        (9, "next", 13),
        (9, "previous", 5),
        (6, "next-turn", 9),
        (9, "next-turn", 13),
        (9, "previous-turn", 5),
        (8, "previous-turn", 5),
        (1, "previous-turn", 1),
        (HEAD - 2, "next-turn", HEAD - 2),
        (HEAD, "next-turn", HEAD),
    ],
)
def test_with_a_filter_every_step_keeps_to_what_passes(
    client: Client, here: int, step: str, there: int
) -> None:
    answer = client.get(f"/games/g/?seq={here}&go={step}&kind=dice")
    assert answer["Location"] == f"/games/g/?seq={there}&kind=dice"


def test_a_filter_that_nothing_passes_moves_nobody(client: Client) -> None:
    for step in ("first", "last", "next", "previous", "next-turn", "previous-turn"):
        answer = client.get(f"/games/g/?seq=9&go={step}&kind=bankruptcy")
        assert answer["Location"] == "/games/g/?seq=9&kind=bankruptcy"


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/games/none/", 404, "There is no game"),
        ("/games/none/frame/0/", 404, "There is no game"),
        ("/games/none/turns.json", 404, "There is no game"),
        ("/games/g/?seq=40", 404, "has no event 40: its last one is 39"),
        ("/games/g/?seq=-2", 404, "has no event -2"),
        ("/games/g/frame/40/", 404, "has no event 40"),
        ("/games/g/frame/999999999999999999/", 404, "has no event"),
        ("/games/g/?seq=abc", 400, "seq is 'abc'"),
        ("/games/g/?seq=1e3", 400, "seq is '1e3'"),
        ("/games/g/?seq=1%00", 400, "seq is"),
        (f"/games/g/?seq={'9' * 5000}", 400, "seq is"),
        ("/games/g/?seq=5&go=sideways", 400, "the steps are first, previous-turn"),
        ("/games/g/frame/x/", 404, "There is no game"),
        ("/nothing/", 404, "no such page here"),
        ("/games/%00/", 404, "There is no game"),
        ("/games/%EF%BF%BD/", 404, "There is no game"),
        ("/?status=lost", 400, "status is 'lost'"),
        ("/?before=yesterday", 400, "before is 'yesterday'"),
    ],
)
def test_a_miss_is_told_to_a_person(client: Client, path: str, status: int, said: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert said in html.unescape(answer.content.decode())
    assert _is_page(answer)


def test_a_miss_of_a_fragment_is_a_fragment(client: Client) -> None:
    answer = client.get("/games/g/frame/40/", headers=HTMX)
    assert answer.status_code == 404
    assert not _is_page(answer)
    assert b"its last one is 39" in answer.content


@pytest.mark.parametrize("path", ["/", "/games/g/", "/games/g/frame/0/", "/games/g/turns.json"])
def test_pages_are_only_read(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
    assert client.head(path).status_code == 200


def test_an_unknown_dialect_is_said_and_its_events_are_shown(client: Client) -> None:
    games.record("odd", games.rounds(1), config={"dialect": "klingon"})
    told = client.get("/games/odd/?seq=3").content.decode()
    assert "This game cannot be read: config.dialect is" in told
    assert "pass_go, an event this dialect does not know" in told


def test_a_game_without_events_says_what_to_do(client: Client) -> None:
    games.record("empty", config={"first_sequence": 2})
    told = client.get("/games/empty/").content.decode()
    assert "No events yet." in told
    assert "numbered from 2" in told
    assert 'id="slider"' not in told


def test_a_stream_that_starts_elsewhere_has_its_own_first_board(client: Client) -> None:
    games.record("late", [event(2, "pass_go", player_id=0, amount=1)], config={"first_sequence": 2})
    told = client.get("/games/late/?seq=1").content.decode()
    assert 'min="1"' in told
    assert "Before the first event" in told


def test_a_frame_near_one_already_shown_costs_a_single_query(
    client: Client,
    django_assert_num_queries: Callable[[int], AbstractContextManager[None]],
) -> None:
    client.get("/games/g/frame/5/")
    with django_assert_num_queries(1):
        client.get("/games/g/frame/6/")


def test_a_payload_too_long_to_show_is_cut_and_says_so(client: Client) -> None:
    long = "x" * 30_000
    games.record("wordy", [event(0, "message", player_id=0, text=long)])
    told = client.get("/games/wordy/frame/0/").content.decode()
    assert "more characters" in told
    assert len(told) < 40_000


def test_a_game_id_with_a_slash_has_its_pages(client: Client) -> None:
    games.record("runs/7", games.rounds(3))
    assert 'href="/games/runs/7/"' in client.get("/").content.decode()
    assert client.get("/games/runs/7/?seq=3").status_code == 200
    assert client.get("/games/runs/7/frame/-1/").status_code == 200
    assert client.get("/games/runs/7/turns.json").json()["head"] == 11
