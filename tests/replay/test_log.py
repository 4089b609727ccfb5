"""The event list and its filter: every event, or exactly those that pass."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from games.domain.envelope import Event
from replay import frame, reading
from replay.log_view import ROWS
from tests.browser import games

pytestmark = pytest.mark.django_db

TURNS = 40
HEAD = TURNS * 4 - 1


@pytest.fixture(autouse=True)
def recorded(db: None) -> games.Game:
    return games.record("g", games.rounds(TURNS))


def _listed(client: Client, address: str) -> list[int]:
    answer = client.get(address)
    assert answer.status_code == 200
    return [int(number) for number in re.findall(r'id="e(\d+)"', answer.content.decode())]


def _matching(client: Client, query: str) -> list[int]:
    told = client.get(f"/games/g/matches.json?{query}").json()
    numbers, last = [], 0
    for gap in told["gaps"]:
        last += gap
        numbers.append(last)
    assert told["count"] == len(numbers)
    assert told["head"] == HEAD
    return numbers


def _all() -> list[Event]:
    return games.rounds(TURNS)


def test_the_pages_of_the_list_hold_every_event_once_and_in_order(client: Client) -> None:
    pages = [_listed(client, f"/games/g/log/{number}/") for number in range(HEAD // ROWS + 1)]
    assert [number for page in pages for number in page] == list(range(HEAD + 1))


def _is_dice(event: Event) -> bool:
    return event.event_type == "dice_roll"


def _is_adas_turn(event: Event) -> bool:
    return event.event_type == "turn_start" and event.actor_player_id == 0


def _is_by_blaise(event: Event) -> bool:
    return event.actor_player_id == 1


def _never(event: Event) -> bool:
    return False


@pytest.mark.parametrize(
    ("query", "passes"),
    [
        ("type=dice_roll", _is_dice),
        ("kind=dice", _is_dice),
        ("player=1", _is_by_blaise),
        ("kind=turn&player=0", _is_adas_turn),
        ("kind=unread", _never),
        ("type=coffee", _never),
        ("player=99999999999999", _never),
    ],
)
def test_a_filter_passes_exactly_what_it_says(
    client: Client, query: str, passes: Callable[[Event], bool]
) -> None:
    wanted = [event.sequence_number for event in _all() if passes(event)]
    assert _matching(client, query) == wanted
    assert _listed(client, f"/games/g/log/0/?{query}") == wanted[:ROWS]


def test_what_no_dialect_knows_can_be_filtered_for(client: Client, recorded: games.Game) -> None:
    games.add(recorded, [games.event(HEAD + 1, "coffee"), games.event(HEAD + 2, "missing")])
    assert _listed(client, "/games/g/log/0/?kind=unread") == [HEAD + 1]
    assert _listed(client, "/games/g/log/0/?kind=missing") == [HEAD + 2]


def test_a_full_page_is_for_ever_and_the_last_one_is_not(client: Client) -> None:
    version = frame.version(reading.open_game("g"))
    full, last = (client.get(f"/games/g/log/{page}/?v={version}") for page in (0, HEAD // ROWS))
    assert full["Cache-Control"].endswith("immutable")
    assert last["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("address", ["log/99/", "log/0/?player=Ada", "matches.json?player=x"])
def test_what_is_not_there_is_refused_by_name(client: Client, address: str) -> None:
    answer = client.get(f"/games/g/{address}")
    assert answer.status_code == 400
    assert b"player" in answer.content or b"3 pages" in answer.content


def test_the_page_lists_what_surrounds_its_moment(client: Client) -> None:
    assert 100 in _listed(client, "/games/g/?seq=100")
    assert _listed(client, "/games/g/?seq=100&kind=dice") == [
        event.sequence_number for event in _all() if event.event_type == "dice_roll"
    ]


def test_steps_without_script_keep_to_the_filter(client: Client) -> None:
    dice = _matching(client, "kind=dice")
    answer = client.get(f"/games/g/?seq={dice[3]}&go=next&kind=dice")
    assert answer["Location"] == f"/games/g/?seq={dice[4]}&kind=dice"
    answer = client.get(f"/games/g/?seq={dice[3]}&go=previous&kind=dice")
    assert answer["Location"] == f"/games/g/?seq={dice[2]}&kind=dice"
    answer = client.get(f"/games/g/?seq={dice[-1]}&go=next&kind=dice")
    assert answer["Location"] == f"/games/g/?seq={dice[-1]}&kind=dice"


def test_rows_of_the_page_lead_on_with_all_that_is_open(client: Client) -> None:
    page = client.get("/games/g/?seq=101&kind=dice&panel=notes").content.decode()
    assert 'href="?seq=105&amp;kind=dice&amp;panel=notes" data-seq="105"' in page


def test_the_form_counts_anew_when_a_game_grows_or_another_has_its_name(
    client: Client, recorded: games.Game
) -> None:
    assert "dice_roll · 40" in client.get("/games/g/").content.decode()
    games.add(recorded, games.rounds(TURNS + 2)[HEAD + 1 :])
    assert "dice_roll · 42" in client.get("/games/g/").content.decode()
    recorded.delete()
    games.record("g", games.stream(*[("pass_go", {"player_id": 0, "amount": 1})] * (HEAD + 9)))
    assert "dice_roll" not in client.get("/games/g/").content.decode()
