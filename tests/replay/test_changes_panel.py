"""The links of values and the panel of changes, as addresses answer them."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from replay.domain import board, paths
from replay.domain.timeline import INTERVAL
from tests.browser import games
from tests.domain.games import THREE, event, stream

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
GAME = stream(
    ("turn_start", {"player_id": 0, "turn_number": 1}),
    ("purchase", {"player_id": 0, "position": 39, "price": 400}),
    ("message", {"player_id": 1, "text": "hm"}),
    ("pass_go", {"player_id": 0, "amount": 200}),
    ("go_to_jail", {"player_id": 1}),
    ("turn_start", {"player_id": 2, "turn_number": 2}),
)


@pytest.fixture(autouse=True)
def _recorded(db: None) -> None:
    games.record("g", GAME)


def _plain(answer: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer)).split())


def panel(client: Client, at: int, query: str = "", game: str = "g") -> str:
    answer = client.get(f"/games/{game}/panels/changes/{at}/?{query}", headers=HTMX)
    assert answer.status_code == 200
    return _plain(answer.content.decode())


def frame(client: Client, at: int, game: str = "g") -> str:
    return client.get(f"/games/{game}/frame/{at}/").content.decode()


def changed_here(markup: str) -> set[str]:
    """What the frame marks as changed by its event."""
    return set(re.findall(r'class="v did" id="v-([^"]+)"', markup))


def test_the_diff_of_an_event_is_told_from_before_to_after(client: Client) -> None:
    told = panel(client, 1)
    assert "What this event changed" in told
    assert "Ada\u2019s cash $1,500 \u2192 $1,100 \u2212$400" in told
    assert "Boardwalk\u2019s owner the bank \u2192 Ada" in told
    assert "Blaise\u2019s cash" not in told


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (-1, "This is the board before the first event: nothing has changed yet."),
        (2, "No value of the board changed."),
        (4, "Blaise\u2019s freedom free \u2192 in jail"),
        (4, "Blaise\u2019s position Go \u2192 Jail"),
        (5, "The turn 1 \u2192 2"),
        (5, "The player to act Ada \u2192 Clara"),
    ],
)
def test_every_kind_of_event_says_what_it_changed(client: Client, at: int, said: str) -> None:
    assert said in panel(client, at)


def test_buildings_deals_and_endings_are_told_in_words(client: Client) -> None:
    games.record("busy", games.busy(), games.CREW)
    whole = panel(client, len(games.busy()) - 1, "pin=-1", "busy")
    for said in (
        "Houses on Kentucky Avenue 0 \u2192 3",
        "Houses on Illinois Avenue 0 \u2192 a hotel",
        "Reading Railroad\u2019s mortgage not mortgaged \u2192 mortgaged",
        "Houses in the bank 32 \u2192 25",
        "Gauss\u2019s standing in the game \u2192 bankrupt",
        "The game going on \u2192 over",
        "The winner nobody \u2192 Dijkstra",
    ):
        assert said in whole
    opened = next(e.sequence_number for e in games.busy() if e.event_type == "auction_bid")
    bid = "Short Line, $88 by Hypatia, still in: Ada, Blaise, Clara, Hypatia"
    assert bid in panel(client, opened, "", "busy")
    offered = next(e.sequence_number for e in games.busy() if e.event_type == "trade_offer")
    trade = (
        "Ada gives $50, Mediterranean Avenue, Baltic Avenue, 1 jail card, Hypatia gives Boardwalk"
    )
    assert f"The trade none open \u2192 {trade}" in panel(client, offered, "", "busy")


def test_a_pin_compares_with_that_moment_in_either_direction(client: Client) -> None:
    later = panel(client, 3, "pin=-1")
    assert "Since the pinned moment" in later
    assert "Ada\u2019s cash $1,500 \u2192 $1,300 \u2212$200" in later
    earlier = panel(client, 0, "pin=3")
    assert "Ada\u2019s cash $1,300 \u2192 $1,500 +$200" in earlier
    assert "event 3 , Ada passes Go" in earlier
    assert "This is it" in panel(client, 3, "pin=3")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("pin=abc", "pin is 'abc': not the number of an event"),
        ("pin=6", "has no event 6"),
        (f"pin={'9' * 5000}", "not the number of an event"),
        ("path=players.7.cash", "'players.7.cash' names no value of this game"),
        ("path=players", "'players' names no value"),
        ("path=%3Cscript%3E", "'<script>' names no value"),
    ],
)
def test_a_pin_or_path_of_nothing_is_told_and_the_rest_stands(
    client: Client, query: str, said: str
) -> None:
    told = panel(client, 1, query)
    assert said in told
    assert "Ada\u2019s cash $1,500 \u2192 $1,100" in told
    assert client.get(f"/games/g/?seq=1&panel=changes&{query}").status_code == 200


def test_a_value_has_its_history_with_ways_back_and_on(client: Client) -> None:
    told = panel(client, 2, "path=players.0.cash")
    assert "Ada\u2019s cash $1,100 Close" in told
    assert (
        "\u2190 Last change , event 1 Next change \u2192 , event 3 1 of 2 changes up to here"
        in told
    )
    assert "1 Ada buys Boardwalk for $400 $1,500 \u2192 $1,100 \u2212$400" in told


def test_a_space_and_a_player_have_all_their_values(client: Client) -> None:
    space = panel(client, 2, "path=properties.39")
    assert "Boardwalk\u2019s owner Ada since event 1" in space
    assert "Boardwalk\u2019s mortgage not mortgaged from the start" in space
    player = panel(client, 2, "path=players.0")
    assert "Ada\u2019s cash $1,100 since event 1 until event 3" in player
    assert "Ada\u2019s standing in the game from the start" in player


def test_what_cannot_be_known_is_not_told_as_no_change(client: Client) -> None:
    broken = event(4, "move", player_id=0, to_position=77)
    strange = [event(1, "coffee"), event(2, "missing"), event(3, "pass_go", player_id=0, amount=1)]
    games.record("odd", [GAME[0], *strange, broken, event(5, "coffee")])
    assert "it may have changed more" in panel(client, 1, "", "odd")
    assert "what it changed is not known" in panel(client, 2, "", "odd")
    assert "2 events between the two could not be understood" in panel(client, 3, "pin=0", "odd")
    for at in (4, 5):
        told = panel(client, at, "", "odd")
        assert "The fold broke at event 4" in told
        assert "No value" not in told
    games.record("alien", games.rounds(1), config={"dialect": "klingon"})
    assert "This game cannot be read" in panel(client, 1, "", "alien")


def test_hostile_names_stay_text(client: Client) -> None:
    games.record("tricky", games.hostile(), games.HOSTILE)
    answer = client.get("/games/tricky/panels/changes/4/?path=players.0&pin=0", headers=HTMX)
    assert b"<script" not in answer.content
    assert b"<img" not in answer.content
    assert b"<script>document" not in frame(client, 4, "tricky").encode()


def test_without_script_a_link_leads_to_the_last_change_and_the_next(client: Client) -> None:
    for here, step, there in [(2, "last", 1), (3, "last", 1), (1, "last", 1), (1, "next", 3)]:
        query = f"seq={here}&panel=changes&path=players.0.cash&go={step}-change"
        answer = client.get(f"/games/g/?{query}")
        address = f"/games/g/?seq={there}&panel=changes&path=players.0.cash"
        assert (answer.status_code, answer["Location"]) == (302, address)
    assert client.get("/games/g/?seq=1&go=last-change&path=nothing").status_code == 400


def test_a_script_is_told_where_a_value_changes(client: Client) -> None:
    told = client.get("/games/g/changed/?path=players.0.cash&at=2&all=1").json()
    assert told == {
        "path": "players.0.cash",
        "name": "Ada\u2019s cash",
        "value": "$1,100",
        "last": 1,
        "next": 3,
        "rank": 1,
        "count": 2,
        "said": "",
        "events": [1, 3],
    }


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("path=players.0.cash", 400),
        ("path=players.0.cash&at=x", 400),
        ("path=players.0.cash&at=6", 404),
        ("path=nothing&at=1", 400),
        ("at=1", 400),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(client: Client, query: str, status: int) -> None:
    assert client.get(f"/games/g/changed/?{query}").status_code == status


def test_a_frame_marks_exactly_what_its_event_changed(client: Client) -> None:
    assert changed_here(frame(client, 1)) == {"players.0.cash"}  # a deed is worth its price
    assert changed_here(frame(client, 2)) == set()
    assert changed_here(frame(client, 4)) == {"players.1.in_jail"}
    assert changed_here(frame(client, 5)) == {"turn_number", "current_player"}
    assert 'class="hit"' in frame(client, 1)
    assert 'class="hit"' not in frame(client, 3)
    assert 'class="ring"' in frame(client, 4)


def test_no_value_of_a_frame_has_two_places_and_each_has_a_path(client: Client) -> None:
    games.record("busy", games.busy(), games.CREW)
    known = set(paths.readers(THREE)) | {
        path.replace("players.0", f"players.{seat}")
        for path in paths.readers(THREE)
        for seat in range(8)
    }
    for at in range(len(games.busy())):
        found = re.findall(r'id="v-([^"]+)"', frame(client, at, "busy"))
        assert len(found) == len(set(found))
        assert set(found) <= known
        assert {"bank.houses", "turn_number", "current_player", "players.7.cash"} <= set(found)


def test_every_deed_on_the_board_is_a_link(client: Client) -> None:
    page = client.get("/games/g/?seq=1").content.decode()
    for position in board.PROPERTIES:
        assert f'href="?seq=1&amp;panel=changes&amp;path=properties.{position}"' in page


def test_the_panel_costs_no_query_for_each_change_once_it_was_shown(
    client: Client, django_assert_num_queries: object
) -> None:
    games.record("long", games.rounds(3 * INTERVAL))
    query = "path=players.0.cash"
    panel(client, 2 * INTERVAL, query, "long")
    with django_assert_num_queries(1):  # type: ignore[operator]
        panel(client, 2 * INTERVAL, query, "long")
