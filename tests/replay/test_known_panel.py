"""What a player's model could know at a moment, against what was so and is so."""

from __future__ import annotations

import pytest

from tests.domain.games import ADA, BLAISE, stream
from tests.replay import recorded
from tests.replay.deciders import after, decide, decision
from tests.replay.test_decision_panel import SCRIPT, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_remembered():
    recorded.forget()


@pytest.fixture
def game():
    """Ada gets a salary of $1 with each of ten events."""
    return recorded.record("g", recorded.salaries(10))


@pytest.fixture
def panel(client):
    """The fragment at an event, as a reader reads it."""

    def ask(seq, **query):
        address = f"/games/g/panels/known/{seq}/"
        answer = client.get(address, query, headers={"HX-Request": "true"})
        assert answer.status_code == 200
        assert answer.headers["X-Sequence-Number"] == str(seq)
        assert "<script" not in answer.text
        return words(answer.text)

    return ask


def told(cash, **others):
    return after(4, players=[{"player_id": ADA, "cash": cash, **others}])


def test_what_a_model_was_shown_grows_old(game, panel):
    decide(game, decision(game_state=told(1505)))
    then, later = panel(4), panel(7)
    assert "Ada last saw the board after event 4 , just now, for decision 0" in then
    assert "Ada’s cash $1,505 $1,505" in then
    assert "event 4 , 3 events ago" in later
    assert "Ada’s cash $1,505 $1,508 changed since" in later
    assert "0 were wrong and 1 has changed since" in later


def test_what_a_model_was_shown_wrongly_is_told_apart_from_what_changed(game, panel):
    decide(game, decision(game_state=told(412)))
    assert "Ada’s cash $412 was $1,505 even then, since event 4 $1,507 changed since" in panel(6)
    assert "1 was wrong" in panel(6)


def test_what_a_model_was_not_told_is_listed(panel):
    game = recorded.record(
        "g",
        stream(
            *(("pass_go", {"player_id": 0, "amount": 1}),) * 5,
            ("purchase", {"player_id": 1, "position": 39, "price": 400}),
        ),
    )
    decide(game, decision(game_state=told(1505)))
    shown = panel(5)
    assert "Blaise’s cash not told $1,100" in shown
    assert "Boardwalk’s owner not told Blaise" in shown
    assert "Park Place" not in shown


def test_the_player_is_chosen_and_else_who_decided_last(game, panel):
    decide(
        game,
        decision(game_state=told(1505)),
        decision(0, BLAISE, game_state=after(6, players=[{"player_id": BLAISE, "cash": 1500}])),
    )
    assert "Ada last saw the board after event 4" in panel(6)
    assert "Blaise last saw the board after event 6" in panel(7)
    assert "Ada last saw the board after event 4" in panel(7, known="0")
    assert "Blaise last saw the board after event 6" in panel(9, known="77")
    assert "No decision of Clara was recorded" in panel(9, known="2")


def test_nothing_is_known_before_the_first_decision(game, panel):
    decide(game, decision(game_state=told(1505)))
    assert "No decision of Ada was recorded up to this moment" in panel(3)


def test_a_decision_that_came_later_is_not_known_yet(game, panel):
    later = after(8, players=[{"player_id": ADA, "cash": 9}])
    decide(game, decision(game_state=told(1505)), decision(1, game_state=later))
    assert "$9" not in panel(7)
    assert "$9" in panel(8)


def test_a_prompt_without_a_state_is_shown_and_said_not_to_be_compared(game, panel):
    decide(game, decision(game_state=after(2), prompt=f"Buy? {SCRIPT}"))
    shown = panel(5)
    assert "It cannot be compared; this is its prompt." in shown
    assert "Buy? <script>" in shown


def test_a_board_of_an_inferred_moment_is_marked(game, panel):
    state = {"players": [{"player_id": ADA, "cash": 1505}]}
    decide(game, decision(second=4, game_state=state))
    assert "inferred by player, turn and time" in panel(6)


def test_a_game_without_decisions_says_how_to_post_them(game, panel):
    assert "No decision of a model was posted with this game" in panel(3)


def test_a_broken_fold_compares_nothing(panel):
    game = recorded.record(
        "g",
        stream(
            *(("pass_go", {"player_id": 0, "amount": 1}),) * 5,
            ("purchase", {"player_id": 0, "position": 6, "price": "much"}),
            ("pass_go", {"player_id": 0, "amount": 1}),
        ),
    )
    decide(game, decision(game_state=told(1505)))
    assert "The fold broke at event 5" in panel(6)
