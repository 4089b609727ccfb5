"""Forks with a language model at the table."""

from __future__ import annotations

import json
import time

import pytest

from games import keys
from games.models import Game, LLMDecision
from replay import auditing, reading
from replay.domain import match
from replay.domain.rules.house import House
from replay.models import ForkBatch
from tests.domain.games import THREE
from tests.players import pretend
from tests.replay.recorded import forget, record

pytestmark = pytest.mark.django_db(transaction=True)

SEATS = ["llm:pretend-1?retries=0", "greedy", "cautious"]


@pytest.fixture
def ask(client):
    forget()
    events = match.play(THREE, ["greedy", "trader", "cautious"], 5, House(turn_limit=60))
    record("g", events)
    headers = {"Authorization": f"Bearer {keys.create('forks')}"}

    def send(**order):
        told = {"at": 100, "turn_limit": 5, "seats": SEATS, **order}
        return client.post(
            "/api/v1/games/g/forks", told, content_type="application/json", headers=headers
        )

    return send


def ended() -> ForkBatch:
    for _ in range(600):
        batch = ForkBatch.objects.get()
        if batch.status in {"done", "failed"}:
            return batch
        time.sleep(0.1)
    raise AssertionError("the fork does not end")


def test_a_model_plays_on_and_its_decisions_are_recorded(ask, settings):
    with pretend.model() as model:
        settings.OPENAI_BASE_URL, settings.OPENAI_API_KEY = model.url, "sk-secret"
        ask()
        assert ended().status == "done"
        assert set(model.keys) == {"Bearer sk-secret"}
    fork = Game.objects.exclude(game_id="g").get()
    assert fork.players.get(player_id=0).llm_model_name == "pretend-1"
    decisions = list(LLMDecision.objects.filter(game=fork).order_by("sequence_number"))
    assert decisions
    assert [one.sequence_number for one in decisions] == list(range(1, len(decisions) + 1))
    assert {one.player_id for one in decisions} == {0}
    assert decisions[0].reasoning == "Because."
    assert not auditing.of(reading.open_game(fork.game_id)).is_severe
    assert "sk-secret" not in json.dumps([fork.config, fork.metadata])


def test_a_model_that_cannot_be_reached_is_said_and_stores_nothing(ask, settings):
    settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"
    answer = ask()
    assert ended().status == "failed"
    assert "pretend-1" in ForkBatch.objects.get().problem
    assert answer.status_code in {202, 409}
    assert Game.objects.count() == 1


def test_where_models_are_is_not_the_callers_to_say(ask, settings):
    settings.OPENAI_BASE_URL = None
    there = ask(seats=["llm:m?url=http://169.254.169.254/v1", "greedy", "greedy"])
    assert there.status_code == 422
    assert "url" in there.json()["detail"]
    assert ask(seats=["llm:m", "greedy", "greedy"]).status_code == 422


def test_models_play_one_game_at_a_time(ask, settings):
    settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"
    answer = ask(n=2)
    assert (answer.status_code, answer.json()["field"]) == (422, "n")
