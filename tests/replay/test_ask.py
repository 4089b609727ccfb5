"""Questions to the history: what is found, by JSON and streamed, and what is refused."""

from __future__ import annotations

import json
import time

import pytest

from replay import ask_api, asking, reading
from replay.asking import Question
from replay.domain.asking import problems
from tests.domain.games import ADA, BLAISE, event, stream
from tests.replay import recorded
from tests.replay.deciders import after, decide, decision

pytestmark = pytest.mark.django_db

STORY = stream(
    ("turn_start", {"player_id": ADA, "turn_number": 1}),
    ("purchase", {"player_id": ADA, "position": 37, "price": 350}),
    ("purchase", {"player_id": ADA, "position": 39, "price": 400}),
    ("turn_start", {"player_id": BLAISE, "turn_number": 2}),
    ("rent_payment", {"payer_id": BLAISE, "owner_id": ADA, "position": 39, "amount": 1450}),
    ("rent_payment", {"payer_id": BLAISE, "owner_id": ADA, "position": 39, "amount": 20}),
    ("pass_go", {"player_id": BLAISE, "amount": 200}),
    ("rent_payment", {"payer_id": BLAISE, "owner_id": ADA, "position": 39, "amount": 180}),
)


@pytest.fixture(autouse=True)
def _nothing_remembered():
    recorded.forget()
    asking.forget_all()


@pytest.fixture
def game():
    return recorded.record("g", STORY)


def ask(client, accept="application/json", /, **query):
    return client.get("/api/v1/games/g/ask", query, headers={"Accept": accept})


def condition(client, q, **query):
    return ask(client, q=q, **query).json()["condition"]


def test_a_condition_on_the_board_hits_where_it_became_true(client, game):
    told = condition(client, "players[1].cash < 100")
    assert told == {
        "mode": "edges",
        "total": 2,
        "events": 3,
        "runs": 2,
        "hits": [4, 7],
        "next": None,
        "absent": 0,
        "failed": 0,
        "first_failure": None,
    }
    assert condition(client, "players[1].cash < 100", hits="every")["hits"] == [4, 5, 7]


def test_a_condition_on_events_hits_each_of_them(client, game):
    told = condition(client, "event.type == 'rent_payment' && event.payload.amount > 100")
    assert (told["mode"], told["hits"], told["absent"]) == ("every", [4, 7], 0)


def test_someone_below_100_dollars_while_another_has_a_monopoly(client, game):
    told = condition(client, "has_monopoly(0) && players.exists(p, players[p].cash < 100)")
    assert told["hits"] == [4, 7]


def test_a_watched_value_is_told_where_it_changes(client, game):
    told = ask(client, watch="players[1].cash").json()
    assert told["condition"] is None
    assert told["watch"]["points"] == [[0, 1500], [4, 50], [5, 30], [6, 230], [7, 50]]
    assert (told["watch"]["least"], told["watch"]["greatest"]) == (30, 1500)
    assert told["watch"]["is_complete"]


def test_a_part_of_the_game_can_be_asked_about(client, game):
    told = ask(client, q="players[1].cash < 100", **{"from": 5, "to": 6}).json()
    assert (told["from"], told["to"]) == (5, 6)
    assert told["condition"]["hits"] == [5]


def test_hits_come_in_pages(client, game):
    q = "event.sequence_number >= 0"
    first = condition(client, q, limit=3)
    assert (first["hits"], first["next"], first["total"]) == ([0, 1, 2], 2, 8)
    last = condition(client, q, limit=5, after=2)
    assert (last["hits"], last["next"]) == ([3, 4, 5, 6, 7], None)


def test_a_slip_is_refused_with_its_place(client, game):
    answer = ask(client, q="event.tpye == 'a'")
    assert answer.status_code == 422
    told = answer.json()
    assert told["code"] == "invalid_expression"
    assert (told["line"], told["column"]) == (1, 1)
    assert "event.type" in told["suggestions"]


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({}, 422, "invalid_expression"),
        ({"q": "true", "to": 99}, 404, "sequence_not_found"),
        ({"q": "true", "from": 5, "to": 2}, 422, "invalid_field"),
        ({"q": "true " * 500}, 422, "invalid_field"),
        ({"q": "true", "hits": "none"}, 422, "invalid_field"),
    ],
)
def test_what_cannot_be_answered_is_refused(client, game, query, status, code):
    answer = ask(client, **query)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_an_answer_can_be_streamed_with_its_progress(client, game):
    answer = ask(client, "application/x-ndjson", q="event.type == 'pass_go'")
    told = [json.loads(line) for line in answer.getvalue().splitlines()]
    assert [list(line) for line in told] == [["progress"], ["progress"], ["answer"]]
    assert told[0]["progress"] == {"done": 8, "steps": 16}
    assert told[-1]["answer"]["condition"]["hits"] == [6]


def test_a_streamed_answer_ends_with_the_error_that_stopped_it(client, game):
    loops = f"{list(range(100))}"
    answer = ask(client, "application/x-ndjson", q=f"{loops}.all(a, {loops}.all(b, a >= 0))")
    told = [json.loads(line) for line in answer.getvalue().splitlines()]
    assert told[-1]["error"]["code"] == "invalid_expression"
    assert "more than 10,000 turns" in told[-1]["error"]["detail"]


def test_what_a_stream_cannot_be_asked_is_refused_before_it_begins(client, game):
    answer = ask(client, "application/x-ndjson", q="nonsense")
    assert answer.status_code == 422


def test_a_question_that_takes_too_long_is_ended(client, game, monkeypatch):
    monkeypatch.setattr(asking, "SECONDS", 0.0)
    answer = ask(client, q="event.type == 'pass_go'")
    assert answer.status_code == 422
    assert answer.json()["code"] == "question_too_slow"


def test_no_more_questions_are_computed_at_once_than_there_are_places(client, game, monkeypatch):
    monkeypatch.setattr(asking, "SECONDS", 0.2)
    for _ in range(asking.AT_ONCE):
        assert asking._places.acquire(timeout=1)
    try:
        began = time.monotonic()
        answer = ask(client, q="is_over")
        assert (answer.status_code, answer.json()["code"]) == (503, "too_many_questions")
        assert time.monotonic() - began < 5
    finally:
        for _ in range(asking.AT_ONCE):
            asking._places.release()
    assert ask(client, q="is_over").status_code == 200


def test_whoever_stops_listening_stops_the_work(game):
    recording = reading.open_game("g")
    steps = asking.steps(recording, Question("event.sequence_number % 2 == 0"))
    next(steps)
    steps.close()
    assert asking._places.acquire(blocking=False)
    asking._places.release()


def test_a_live_game_is_asked_as_far_as_it_has_come(client, game):
    q = "players[1].cash < 100"
    assert condition(client, q)["hits"] == [4, 7]
    recorded.add(game, [event(8, "pass_go", player_id=BLAISE, amount=200)])
    recorded.add(game, [event(9, "rent_payment", payer_id=1, owner_id=0, position=39, amount=200)])
    told = ask(client, q=q).json()
    assert told["to"] == 9
    assert told["condition"]["hits"] == [4, 7, 9]
    assert condition(client, "players[0].net_worth > 0", hits="every")["total"] == 10


def test_a_game_that_breaks_is_answered_up_to_there_and_says_so(client):
    recorded.record("g", [*STORY[:3], event(3, "purchase", player_id=99, position=1, price=1)])
    told = ask(client, q="players[0].cash < 1000").json()
    assert told["to"] == 2
    assert told["broken"]["sequence_number"] == 3
    assert told["condition"]["hits"] == [2]


def test_a_board_in_doubt_is_said_to_be(client):
    recorded.record("g", [*STORY[:3], event(3, "alien", x=1)])
    assert "may be wrong" in ask(client, q="is_over").json()["warnings"][0]
    assert ask(client, q="event.type == 'alien'").json()["warnings"] == []


def test_a_game_without_events_has_no_hits(client):
    recorded.record("g", [])
    told = ask(client, q="is_over", watch="players[0].cash").json()
    assert told["condition"]["total"] == 0
    assert told["watch"]["points"] == []


def test_the_place_on_a_numbered_menu_is_no_action(client, game):
    chosen = {"choice": 1, "action": "roll"}
    decide(game, decision(player=BLAISE, second=3, game_state=after(3), chosen_action=chosen))
    assert condition(client, "decision.action == 'roll' && decision.ago == 0")["hits"] == [4]


def test_a_decision_tells_its_situation_by_the_menu_it_was_made_from(client, game):
    for number, menu in enumerate((["roll", "end_turn"], ["roll", "pay_fine"])):
        decide(
            game,
            decision(
                number,
                player=BLAISE,
                second=3 + number,
                game_state=after(3 + number),
                available_actions=[{"action": name} for name in menu],
                chosen_action={"action": "roll"},
            ),
        )
    q = "decision.action == 'roll' && decision.ago == 0 && decision.situation =="
    assert condition(client, f"{q} 'own turn'")["hits"] == [4]
    assert condition(client, f"{q} 'jail'")["hits"] == [5]
    assert condition(client, f"{q} 'auction'")["hits"] == []


def test_the_decision_that_led_to_an_event_can_be_asked_about(client, game):
    made = decision(
        player=BLAISE,
        turn=0,
        second=3,
        game_state=after(3),
        chosen_action={"action": "pay"},
        processing_time_ms=4000,
        prompt="Boardwalk again",
    )
    decide(game, made)
    q = "decision != null && decision.latency_ms > 3000"
    told = condition(client, q)
    assert told["hits"][0] == 4
    assert condition(client, f"{q} && decision.ago == 0")["hits"] == [4]
    assert condition(client, "decision.prompt.contains('Boardwalk')")["hits"] == told["hits"]
    assert condition(client, "decision.action == 'pay' && decision.is_exact")["total"]
    assert condition(client, "decision.chosen_action.action == 'pay'")["total"]
    assert condition(client, "decision == null")["hits"] == [0, 1, 2, 3]


def test_the_same_question_is_answered_from_memory(client, game, django_assert_num_queries):
    ask(client, q="players[1].cash < 100")
    with django_assert_num_queries(1):  # the game itself
        ask(client, q="players[1].cash < 100")


def test_the_description_names_the_call(client):
    paths = client.get("/api/openapi.json").json()["paths"]
    given = paths["/api/v1/games/{game_id}/ask"]["get"]["parameters"]
    assert {"q", "watch", "from", "to"} <= {one["name"] for one in given}
    assert ask_api.MOST_HITS == 10_000


def test_too_slow_is_told_with_where_it_had_come():
    assert "after event 7" in problems.QuestionTooSlow(10.0, 7).detail
