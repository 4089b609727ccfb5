"""Forks by JSON, played in a process of their own and kept in a real database."""

from __future__ import annotations

import time
from datetime import timedelta
from threading import Event

import pytest
from django.utils import timezone

from games import keys
from games.models import Game
from replay import auditing, reading
from replay.domain import match
from replay.domain.rules.choice import Action
from replay.domain.rules.house import House
from replay.forking import asked, batches, placing, runner
from replay.forking.asked import ForkIn
from replay.models import ForkBatch
from tests.domain.games import THREE, stream
from tests.replay.recorded import forget, record

pytestmark = pytest.mark.django_db(transaction=True)

AT = 150
PATIENCE = 60


@pytest.fixture(autouse=True)
def _nothing_remembered():
    forget()


@pytest.fixture
def headers():
    return {"Authorization": f"Bearer {keys.create('forks')}"}


@pytest.fixture
def played():
    """A game of Ada, Blaise and Clara, played by the rules."""
    events = match.play(THREE, ["greedy", "trader", "cautious"], 5, House(turn_limit=200))
    return record("g", events)


def ask(client, headers, game="g", /, **order):
    return client.post(
        f"/api/v1/games/{game}/forks", order, content_type="application/json", headers=headers
    )


def finished(client, game, batch_id):
    for _ in range(PATIENCE * 10):
        told = client.get(f"/api/v1/games/{game}/forks/{batch_id}").json()
        if told["status"] not in {"queued", "running"}:
            return told
        time.sleep(0.1)
    raise AssertionError(f"the batch does not end: {told['status']} {told['played']}")


def test_a_fork_is_a_game_that_says_where_it_comes_from(client, headers, played):
    answer = ask(client, headers, at=AT, seed=7)
    assert answer.status_code == 201, answer.json()
    fork = Game.objects.get(game_id=answer.json()["game_id"])
    origin = fork.metadata["forked_from"]
    assert (origin["game_id"], origin["at"], origin["seed"]) == ("g", AT, 7)
    assert origin["reshuffled"] is True
    assert any("shuffled by the seed" in note for note in origin["notes"])
    assert (fork.status, fork.config["dialect"]) == ("finished", "native")
    assert fork.players.count() == 3


def test_a_fork_begins_with_the_board_it_came_from_to_the_letter(client, headers, played):
    fork = ask(client, headers, at=AT).json()["game_id"]
    there = client.get("/api/v1/games/g/state", {"at": AT}).json()
    here = client.get(f"/api/v1/games/{fork}/state", {"at": 1}).json()
    for board in (there, here):
        del board["game_id"], board["sequence_number"]
    assert here == there


def test_the_audit_finds_nothing_in_a_fork(client, headers, played):
    fork = ask(client, headers, at=AT).json()["game_id"]
    assert auditing.of(reading.open_game(fork)).report.findings == ()


def test_the_same_order_is_the_same_game(client, headers, played):
    first, again = (ask(client, headers, at=AT, seed=3) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Game.objects.count() == 2


def test_a_fork_that_was_deleted_is_made_again_the_same(client, headers, played):
    game_id = ask(client, headers, at=AT).json()["game_id"]
    before = reading.open_game(game_id).head
    Game.objects.get(game_id=game_id).delete()
    assert ask(client, headers, at=AT).json()["game_id"] == game_id
    assert reading.open_game(game_id).head == before


def test_the_first_choice_can_be_forced(client, headers, played):
    offered = client.get("/api/v1/games/g/forks/choices", {"at": AT}).json()
    choice = next(one for one in offered["choices"] if one["action"] != "propose")
    sent = {key: choice[key] for key in ("action", "position", "amount") if key in choice}
    fork = ask(client, headers, at=AT, choice=sent)
    assert fork.status_code == 201, fork.json()
    told = Game.objects.get(game_id=fork.json()["game_id"]).metadata["forked_from"]
    assert told["choice"] == sent


def test_an_illegal_first_choice_is_refused_with_the_legal_ones(client, headers, played):
    answer = ask(client, headers, at=AT, choice={"action": "bankrupt"})
    assert answer.status_code == 422
    assert answer.json()["code"] == "illegal_choice"
    legal = client.get("/api/v1/games/g/forks/choices", {"at": AT}).json()["choices"]
    assert answer.json()["legal"] == legal


def test_an_unknown_action_is_refused_with_all_there_are(client, headers, played):
    told = ask(client, headers, at=AT, choice={"action": "fly"}).json()
    assert told["allowed"] == list(Action)
    assert told["detail"].endswith(f"it must be one of {', '.join(Action)}.")


def test_many_forks_are_a_batch_that_says_who_wins_how_often(client, headers, played):
    answer = ask(client, headers, at=AT, n=12, turn_limit=60)
    assert answer.status_code == 202
    assert answer.json()["status"] in {"queued", "running"}
    told = finished(client, "g", answer.json()["id"])
    assert (told["status"], told["played"], told["problem"]) == ("done", 12, "")
    wins = sum(player["wins"]["count"] for player in told["odds"]["players"])
    assert wins + told["odds"]["unfinished"]["count"] == 12
    assert [one["seed"] for one in told["outcomes"]] == list(range(1, 13))
    assert Game.objects.count() == 1


def test_any_game_of_a_batch_can_be_opened(client, headers, played):
    order = {"at": AT, "turn_limit": 40}
    batch = ask(client, headers, **order, n=3, seed=50).json()
    third = finished(client, "g", batch["id"])["outcomes"][2]
    opened = ask(client, headers, **order, seed=third["seed"]).json()["game_id"]
    recording = reading.open_game(opened)
    assert recording.head + 1 == third["events"]
    assert reading.state_at(recording, recording.head).turn_number == third["turns"]


def test_the_same_order_of_many_is_the_same_batch(client, headers, played):
    first = ask(client, headers, at=AT, n=2, turn_limit=10).json()
    finished(client, "g", first["id"])
    again = ask(client, headers, at=AT, n=2, turn_limit=10)
    assert (again.status_code, again.json()["id"]) == (200, first["id"])
    assert ForkBatch.objects.count() == 1


def test_a_batch_whose_process_was_killed_has_failed_and_is_taken_up_again(
    client, headers, played, monkeypatch
):
    batch = ask(client, headers, at=AT, n=300, turn_limit=400).json()
    for _ in range(PATIENCE * 10):
        if client.get(f"/api/v1/games/g/forks/{batch['id']}").json()["played"]:
            break
        time.sleep(0.1)
    row = ForkBatch.objects.get()
    runner.stop_playing(row.pk)
    told = finished(client, "g", batch["id"])
    assert told["status"] == "failed"
    assert 0 < told["played"] < 300
    assert "of 300 games" in told["problem"]
    done = Event()
    monkeypatch.setattr(runner, "submit", lambda _order, taken: taken_up.append(taken) or done)
    taken_up: list[batches.Batch] = []
    assert ask(client, headers, at=AT, n=300, turn_limit=400).status_code == 202
    assert len(taken_up[0].outcomes) == told["played"]


def test_a_batch_nobody_is_at_any_more_is_shown_as_interrupted_and_goes_on_when_asked_for(
    client, headers, played
):
    order = asked.order(reading.open_game("g"), ForkIn(AT, n=3, turn_limit=10))
    batch, is_ours = batches.open_batch(order)
    assert is_ours
    assert batches.open_batch(order)[1] is False
    ForkBatch.objects.update(status="running", touched_at=timezone.now() - timedelta(minutes=1))
    url = f"/api/v1/games/g/forks/{batch.id}"
    assert client.get(url).json()["status"] == "interrupted"
    assert ask(client, headers, at=AT, n=3, turn_limit=10).status_code == 202
    assert finished(client, "g", batch.id)["status"] == "done"


def test_a_full_queue_is_said_and_leaves_nothing_behind(client, headers, played, monkeypatch):
    monkeypatch.setattr(runner, "MOST_WAITING", 0)
    answer = ask(client, headers, at=AT, n=5)
    assert (answer.status_code, answer.json()["code"]) == (503, "fork_queue_full")
    monkeypatch.undo()
    assert ask(client, headers, at=AT, n=5, turn_limit=5).status_code == 202


def test_who_asks_for_one_game_that_takes_long_gets_its_batch(played, monkeypatch):
    monkeypatch.setattr(runner, "submit", lambda _order, _batch: Event())
    placed = placing.place(reading.open_game("g"), ForkIn(AT), patience=0.01)
    assert placed.stored is None
    assert placed.batch is not None
    assert placed.batch.is_open


def test_the_forks_of_a_game_are_listed_both_ways(client, headers, played):
    fork = ask(client, headers, at=AT).json()["game_id"]
    deeper = ask(client, headers, fork, at=60).json()["game_id"]
    mother = client.get("/api/v1/games/g/forks").json()
    child = client.get(f"/api/v1/games/{fork}/forks").json()
    assert mother["forked_from"] is None
    assert [(one["game_id"], one["at"]) for one in mother["forks"]] == [(fork, AT)]
    assert child["forked_from"]["game_id"] == "g"
    assert [one["game_id"] for one in child["forks"]] == [deeper]


def test_metadata_that_is_no_origin_harms_nobody(client, played):
    Game.objects.create(game_id="odd", metadata={"forked_from": {"game_id": "g", "at": "soon"}})
    Game.objects.create(game_id="odder", metadata={"forked_from": "g"})
    assert client.get("/api/v1/games/g/forks").json()["forks"] == []
    assert client.get("/api/v1/games/odd/forks").json()["forked_from"] is None


@pytest.mark.parametrize(
    ("order", "status", "code"),
    [
        ({"at": 10**6}, 404, "sequence_not_found"),
        ({"at": AT, "seats": ["greedy"]}, 422, "invalid_field"),
        ({"at": AT, "seats": ["greedy", "genius", "greedy"]}, 422, "invalid_field"),
        ({"at": AT, "n": 1001}, 422, "invalid_field"),
        ({"at": AT, "n": 0}, 422, "invalid_field"),
        ({"at": AT, "turn_limit": 0}, 422, "invalid_field"),
        ({"at": AT, "seed": -1}, 422, "invalid_field"),
        ({"at": AT, "choice": {"action": "fly"}}, 422, "invalid_field"),
        ({"seed": 1}, 422, "invalid_field"),
    ],
)
def test_orders_that_make_no_sense_are_refused(client, headers, played, order, status, code):
    answer = ask(client, headers, **order)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_who_has_no_key_cannot_have_games_played(client, played):
    assert ask(client, {}, at=AT).status_code == 401


def test_a_game_that_is_over_cannot_be_played_on(client, headers, played):
    head = reading.open_game("g").head
    answer = ask(client, headers, at=head)
    assert (answer.status_code, answer.json()["code"]) == (409, "fork_impossible")
    assert "over" in answer.json()["detail"]


def test_a_game_that_cannot_be_read_up_to_there_cannot_be_played_on(client, headers):
    record("broken", stream(("turn_start", {"player_id": 0, "turn_number": 1}), ("move", {})))
    assert ask(client, headers, "broken", at=1).json()["code"] == "fold_broken"
    assert ask(client, headers, "broken", at=0).status_code == 201


def test_a_game_in_an_unknown_dialect_cannot_be_played_on(client, headers):
    record("klingon", stream(("Qapla", {})), dialect="klingon")
    answer = ask(client, headers, "klingon", at=0)
    assert (answer.status_code, answer.json()["code"]) == (409, "fork_impossible")


def test_the_board_before_the_first_event_can_be_played_on(client, headers, played):
    fork = ask(client, headers, at=-1, turn_limit=5)
    assert fork.status_code == 201
    types = Game.objects.get(game_id=fork.json()["game_id"]).events.order_by("sequence_number")
    assert list(types.values_list("event_type", flat=True)[:4]) == [
        "game_start",
        "state_restored",
        "turn_start",
        "dice_roll",
    ]


def test_an_unknown_batch_is_not_found(client, played):
    for batch_id in ("nonsense", "01a20ba6-cbde-752f-9e27-28646cd51dc0"):
        answer = client.get(f"/api/v1/games/g/forks/{batch_id}")
        assert (answer.status_code, answer.json()["code"]) == (404, "batch_not_found")
