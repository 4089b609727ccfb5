"""State, states, diff and changes by JSON."""

from __future__ import annotations

import json

import pytest

from replay.domain.timeline import INTERVAL
from tests.domain.games import ADA, BLAISE, event, stream
from tests.replay.recorded import add, forget, record, salaries

pytestmark = pytest.mark.django_db

STORY = stream(
    ("turn_start", {"player_id": ADA, "turn_number": 1}),
    ("move", {"player_id": ADA, "from_position": 0, "to_position": 6}),
    ("purchase", {"player_id": ADA, "position": 6, "price": 100}),
    ("turn_start", {"player_id": BLAISE, "turn_number": 2}),
    ("rent_payment", {"payer_id": BLAISE, "owner_id": ADA, "position": 6, "amount": 6}),
    ("auction_start", {"position": 5, "bidders": [1, 2]}),
)


@pytest.fixture(autouse=True)
def _nothing_remembered():
    forget()


def get(client, path, /, **query):
    return client.get(f"/api/v1/games/{path}", query)


def test_the_state_is_the_contract_to_the_letter(client):
    record("g", STORY)
    answer = get(client, "g/state", at=5)
    assert answer.headers["Content-Type"] == "application/json"
    told = answer.json()
    properties = told.pop("properties")
    assert told == {
        "game_id": "g",
        "sequence_number": 5,
        "turn_number": 2,
        "current_player": 1,
        "is_over": False,
        "winner": None,
        "players": [
            {
                "player_id": player_id,
                "name": name,
                "cash": cash,
                "position": position,
                "in_jail": False,
                "jail_turns": 0,
                "jail_cards": 0,
                "is_bankrupt": False,
                "net_worth": net_worth,
            }
            for player_id, name, cash, position, net_worth in [
                (0, "Ada", 1406, 6, 1506),
                (1, "Blaise", 1494, 0, 1494),
                (2, "Clara", 1500, 0, 1500),
            ]
        ],
        "bank": {"houses": 32, "hotels": 12},
        "auction": {"position": 5, "high_bid": 0, "leader": None, "bidders": [1, 2]},
        "trade": None,
    }
    assert len(properties) == 28
    assert properties[2:4] == [
        {"position": 5, "owner": None, "houses": 0, "is_mortgaged": False},
        {"position": 6, "owner": 0, "houses": 0, "is_mortgaged": False},
    ]


def test_the_state_is_that_of_the_head_unless_asked_and_minus_one_is_before_the_first(client):
    record("g", salaries(5, first=2), first_sequence=2)
    assert get(client, "g/state").json()["sequence_number"] == 6
    assert get(client, "g/state", at=-1).json() == get(client, "g/state", at=1).json()
    assert get(client, "g/state", at=-1).json()["players"][0]["cash"] == 1500


def test_a_trade_names_players_as_the_engine_does(client):
    terms = {"cash": 5, "properties": [1]}
    offer = {"proposer_id": 1, "recipient_id": 0, "offer": terms, "request": {"jail_cards": 1}}
    record("g", stream(("trade_offer", offer)))
    assert get(client, "g/state").json()["trade"] == {
        "proposer": 1,
        "recipient": 0,
        "offer": {"cash": 5, "properties": [1], "jail_cards": 0},
        "request": {"cash": 0, "properties": [], "jail_cards": 1},
    }


def test_a_board_that_may_be_wrong_says_so(client):
    record("g", [event(0, "missing"), event(1, "coffee"), event(2, "coffee")])
    assert "warnings" not in get(client, "g/state", at=-1).json()
    assert get(client, "g/state").json()["warnings"] == [
        "1 event up to here is missing from the log: the board may be wrong",
        "2 events up to here are of a type this dialect does not know: the board may be wrong",
    ]


def test_a_game_in_an_unknown_dialect_says_so_with_every_board(client):
    record("g", salaries(1), dialect="esperanto")
    warnings = get(client, "g/state").json()["warnings"]
    assert "'esperanto'" in warnings[0]
    assert "monopoly-game-arena" in warnings[0]


@pytest.mark.parametrize(
    ("path", "query", "status", "code"),
    [
        ("nobody/state", {}, 404, "game_not_found"),
        ("g/state", {"at": 6}, 404, "sequence_not_found"),
        ("g/state", {"at": -2}, 422, "invalid_field"),
        ("g/state", {"at": "x"}, 422, "invalid_field"),
        ("g/state", {"at": 2**63}, 422, "invalid_field"),
        ("g/states", {"from": 3, "to": 2}, 422, "invalid_field"),
        ("g/states", {"every": 0}, 422, "invalid_field"),
        ("g/states", {"from": 6}, 404, "sequence_not_found"),
        ("g/diff", {"from": 0, "to": 99}, 404, "sequence_not_found"),
        ("g/changes", {}, 422, "invalid_field"),
        ("g/changes", {"path": "players.9.cash"}, 422, "unknown_path"),
        ("g/changes", {"path": "__class__"}, 422, "unknown_path"),
    ],
)
def test_what_cannot_be_answered_says_why(client, path, query, status, code):
    record("g", STORY)
    answer = get(client, path, **query)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["detail"]


def test_states_are_one_board_a_line_from_to_every(client):
    record("g", salaries(3 * INTERVAL))
    answer = get(client, "g/states", **{"from": 0, "to": 190, "every": 38})
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    lines = [json.loads(line) for line in answer.getvalue().splitlines()]
    assert [line["sequence_number"] for line in lines] == [0, 38, 76, 114, 152, 190]
    assert lines == [get(client, "g/state", at=at).json() for at in range(0, 191, 38)]


def test_states_of_a_whole_game_begin_before_the_first_event(client):
    record("g", salaries(250))
    lines = [json.loads(line) for line in get(client, "g/states").getvalue().splitlines()]
    assert [line["players"][0]["cash"] for line in lines] == list(range(1500, 1751))


def test_after_a_break_a_state_is_an_error_and_states_end_with_it(client):
    record("g", [*salaries(2), event(2, "move", player_id=0, to_position=99), *salaries(2, 3)])
    answer = get(client, "g/state")
    assert answer.status_code == 409
    assert answer.json()["sequence_number"] == 2
    lines = [json.loads(line) for line in get(client, "g/states").getvalue().splitlines()]
    assert [line.get("code") for line in lines] == [None, None, None, "fold_broken"]
    assert get(client, "g/states", **{"from": 3}).status_code == 409


def test_a_diff_names_every_value_that_differs(client):
    record("g", STORY)
    assert get(client, "g/diff", **{"from": 1, "to": 4}).json() == {
        "game_id": "g",
        "from": 1,
        "to": 4,
        "changes": [
            {"path": "turn_number", "before": 1, "after": 2},
            {"path": "current_player", "before": 0, "after": 1},
            {"path": "players.0.cash", "before": 1500, "after": 1406},
            {"path": "players.0.net_worth", "before": 1500, "after": 1506},
            {"path": "players.1.cash", "before": 1500, "after": 1494},
            {"path": "players.1.net_worth", "before": 1500, "after": 1494},
            {"path": "properties.6.owner", "before": None, "after": 0},
        ],
    }
    backwards = get(client, "g/diff", **{"from": 4, "to": 1}).json()["changes"]
    assert backwards[-1] == {"path": "properties.6.owner", "before": 0, "after": None}


def test_a_diff_is_of_the_last_event_unless_asked(client):
    record("g", STORY[:3])
    told = get(client, "g/diff").json()
    assert (told["from"], told["to"]) == (1, 2)
    assert [change["path"] for change in told["changes"]] == [
        "players.0.cash",
        "properties.6.owner",
    ]


def test_changes_are_newest_first_page_by_page_and_only_before(client):
    record("g", STORY)
    first = get(client, "g/changes", path="players.0.cash", limit=1).json()
    assert first["changes"] == [{"sequence_number": 4, "before": 1400, "after": 1406}]
    second = get(client, "g/changes", path="players.0.cash", limit=1, before=first["next"]).json()
    assert second["changes"] == [{"sequence_number": 2, "before": 1500, "after": 1400}]
    assert second["next"] is None


def test_changes_follow_a_growing_game(client):
    game = record("g", salaries(3))
    numbers = lambda: [  # noqa: E731
        change["sequence_number"]
        for change in get(client, "g/changes", path="players.0.cash").json()["changes"]
    ]
    assert numbers() == [2, 1, 0]
    add(game, salaries(2, 3))
    assert numbers() == [4, 3, 2, 1, 0]


def test_changes_say_where_the_fold_broke(client):
    record("g", [*salaries(2), event(2, "move", player_id=0, to_position=99), *salaries(2, 3)])
    told = get(client, "g/changes", path="players.0.cash").json()
    assert [change["sequence_number"] for change in told["changes"]] == [1, 0]
    assert told["broken"]["sequence_number"] == 2
