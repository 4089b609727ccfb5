"""The list of games: what it tells, how it is narrowed, what it costs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import msgspec
import pytest
from django.test import Client
from django.utils import timezone

from games.domain.envelope import Event
from replay import catalogue
from tests.browser import games
from tests.domain.games import event

pytestmark = pytest.mark.django_db


def _ids(**asked: str) -> list[str]:
    return [item.game_id for item in catalogue.page(**asked).items]


def test_a_game_is_told_with_its_players_models_length_and_winner() -> None:
    games.record("g", games.rounds(3), status="finished", winner_id=1)
    (item,) = catalogue.page().items
    assert [(role.name, role.model) for role in item.cast] == [
        ("Ada", "model-0"),
        ("Blaise", "model-1"),
        ("Clara", "model-2"),
    ]
    assert (item.events, item.status) == (12, "finished")
    assert item.winner is not None
    assert item.winner.name == "Blaise"


def test_events_are_counted_from_where_the_stream_starts() -> None:
    games.record("late", [event(2, "pass_go", player_id=0, amount=1)], config={"first_sequence": 2})
    games.record("none", config={"first_sequence": 2})
    assert {item.game_id: item.events for item in catalogue.page().items} == {"late": 1, "none": 0}


def test_the_newest_game_comes_first() -> None:
    for name in ("one", "two", "three"):
        games.record(name)
    assert sorted(_ids()) == ["one", "three", "two"]


def _at(moment: datetime) -> list[Event]:
    return [msgspec.structs.replace(event(0, "game_start"), timestamp=moment)]


def test_games_being_played_come_before_newer_ones_and_once() -> None:
    now = timezone.now()
    games.record("played", _at(now), status="running")
    for index in range(catalogue.PAGE):
        games.record(f"newer-{index}", status="finished")
    page = catalogue.page()
    assert page.items[0].game_id == "played"
    assert len(page.items) == catalogue.PAGE + 1
    assert page.older is not None
    assert [item.game_id for item in catalogue.page(before=page.older).items] == ["played"]
    assert _ids(status="running") == ["played"]
    assert "played" not in _ids(words="newer")


@pytest.mark.parametrize("away", [timedelta(minutes=-11), timedelta(minutes=11)])
def test_a_running_game_whose_last_event_is_not_of_now_has_its_place_among_the_others(
    away: timedelta,
) -> None:
    games.record("silent", _at(timezone.now() + away), status="running")
    games.record("newer", status="finished")
    assert _ids() == ["newer", "silent"]


def test_words_find_ids_players_and_models() -> None:
    games.record("alpha", names=("Grace", "Linus"))
    games.record("beta", names=("Ken", "Dennis", "Brian", "Rob"))
    assert _ids(words="LPH") == ["alpha"]
    assert _ids(words="grace") == ["alpha"]
    assert _ids(words="model-3") == ["beta"]
    assert _ids(words="100%") == []


def test_a_status_narrows_the_list(client: Client) -> None:
    games.record("alpha", status="running")
    games.record("beta", status="finished")
    assert _ids(status="running") == ["alpha"]
    told = client.get("/?status=finished").content.decode()
    assert "beta" in told
    assert "alpha" not in told
    assert "No game matches" in client.get("/?status=error").content.decode()


def test_pages_together_hold_every_game_once() -> None:
    for index in range(catalogue.PAGE * 2 + 3):
        games.record(f"game-{index}")
    seen: list[str] = []
    before: str | None = ""
    while before is not None:
        page = catalogue.page(before=before)
        seen += [item.game_id for item in page.items]
        before = page.older
    assert len(seen) == len(set(seen)) == catalogue.PAGE * 2 + 3


def test_a_page_costs_three_queries_whatever_is_on_it(
    client: Client,
    django_assert_num_queries: Callable[[int], AbstractContextManager[None]],
) -> None:
    for index in range(5):
        games.record(f"game-{index}", games.rounds(2))
    with django_assert_num_queries(3):
        client.get("/")


def test_a_fragment_of_the_list_is_only_the_rows(client: Client) -> None:
    games.record("alpha")
    told = client.get("/?q=a", headers={"HX-Request": "true"})
    assert told.content.strip().startswith(b"<table")
    assert "HX-Request" in told["Vary"]
