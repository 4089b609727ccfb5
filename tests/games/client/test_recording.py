"""GameLogger against the served site: what PostgreSQL holds is what the engine told."""

import json
from datetime import UTC, datetime

import httpx
import pytest

from games import keys
from games.client import AsyncGameLogger, Delivery, GameLogger, GaveUp
from games.models import Game, GameEvent, LLMDecision
from tests.games.client.pretend import PLAYERS


@pytest.fixture
def key(served):
    return keys.create("engine")


def spooled(path, kind):
    lines = [json.loads(line) for line in path.read_bytes().splitlines()]
    return [line[kind] for line in lines if kind in line]


def stored():
    rows = GameEvent.objects.order_by("sequence_number")
    return [(row.sequence_number, row.event_type, row.payload) for row in rows]


def test_a_game_with_everything_in_it(served, key, tmp_path):
    moment = datetime(2026, 1, 31, 12, 0, 0, 123456, UTC)
    hard = {"text": "Ä\u2028\U0001f3b2", "deep": {"list": [1, 2.5, None, True]}}
    path = tmp_path / "spool.jsonl"
    config = {"first_sequence": 5, "dialect": "native"}
    with GameLogger(served, key, "Größe 1/2"[:7], PLAYERS, config, spool=path) as log:
        assert log.event("message", actor=1, turn=2, payload=hard, timestamp=moment) == 5
        assert log.decision(player=1, turn=2, prompt="Roll?", processing_time_ms=812) == 0
        assert log.decision(player=1, turn=2, game_state={"event_sequence": 4}) == 1
        results = [{"player_id": 0, "final_cash": 0, "is_bankrupt": True, "placement": 2}]
        log.finish(winner=1, total_turns=2, players=results)
    assert stored() == [(5, "message", hard)]
    assert GameEvent.objects.get().timestamp == moment
    seen = LLMDecision.objects.order_by("sequence_number").values_list("game_state", flat=True)
    assert list(seen) == [{"event_sequence": 5}, {"event_sequence": 4}]
    game = Game.objects.get()
    assert (game.game_id, game.status, game.winner_id) == ("Größe 1", "finished", 1)
    assert (game.started_at is not None, game.finished_at is not None) == (True, True)
    assert game.players.get(player_id=0).is_bankrupt


def test_a_game_goes_on_after_a_crash_and_after_the_loss_of_its_spool(served, key, tmp_path):
    path = tmp_path / "spool.jsonl"
    for _ in range(2):
        with GameLogger(served, key, "g1", PLAYERS, spool=path) as log:
            for _ in range(1200):
                log.event("step", payload={"n": log.head + 1})
            log.decision(player=0, chosen_action={"action": "buy"})
    told = spooled(path, "event"), spooled(path, "decision")
    path.unlink()
    with GameLogger(served, key, "g1", PLAYERS, spool=path) as log:
        assert log.head == 2399
        assert log.decision(player=0) == 2
        log.finish()
    assert spooled(path, "event") == told[0]
    assert spooled(path, "decision")[:2] == told[1]
    assert stored() == [(n, "step", {"n": n}) for n in range(2400)]


def test_one_game_told_by_two_engines_is_given_up_by_the_second(served, key, tmp_path):
    late = Delivery(open_timeout=0)
    with GameLogger(served, key, "g1", spool=tmp_path / "one.jsonl") as first:
        second = GameLogger(served, "wrong", "g1", spool=tmp_path / "two.jsonl", delivery=late)
        first.event("step", payload={"by": 1})
        second.event("step", payload={"by": 2})
        with pytest.raises(GaveUp) as caught:
            second.close()
        assert caught.value.server_code == "unauthorized"
    path = tmp_path / "two.jsonl"
    third = GameLogger(served, key, "g1", spool=path)
    with pytest.raises(GaveUp) as caught:
        third.close()
    assert caught.value.server_code == "sequence_conflict"
    assert [event["payload"] for event in spooled(path, "event")] == [{"by": 2}]
    assert stored() == [(0, "step", {"by": 1})]


@pytest.mark.parametrize("fsync", ["send", "always", "never"])
async def test_in_an_event_loop(served, key, tmp_path, fsync):
    path, delivery = tmp_path / "spool.jsonl", Delivery(fsync=fsync)
    async with AsyncGameLogger(served, key, "g1", PLAYERS, spool=path, delivery=delivery) as log:
        assert [await log.event("step", payload={"n": n}) for n in range(50)] == list(range(50))
        assert await log.decision(player=1) == 0
        await log.flush()
        assert (log.head, log.undelivered, log.spool) == (49, 0, path)
        await log.finish(winner=1, total_turns=50)
    assert await outcome(served) == ("finished", 1, 49)
    await log.close()


async def test_a_loop_that_fails_says_so(served, key, tmp_path):
    logger = AsyncGameLogger(served, key, "g1", spool=tmp_path / "spool.jsonl")
    with pytest.raises(RuntimeError, match="not open yet"):
        await logger.event("step")
    with pytest.raises(ZeroDivisionError):
        async with logger as log:
            await fail(log)
    assert await outcome(served) == ("error", None, 0)


async def outcome(served):
    async with httpx.AsyncClient() as client:
        game = (await client.get(f"{served}/api/v1/games/g1")).json()
    return game["status"], game["winner_id"], game["head"]


async def fail(log):
    await log.event("step")
    raise ZeroDivisionError
