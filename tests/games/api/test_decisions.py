"""POST and GET …/decisions"""

import pytest

from games.domain.errors import GameNotFound
from games.models import Game, LLMDecision
from tests.games.api.builders import a_decision


def _batch(*pairs):
    return {"decisions": [a_decision(player, number) for player, number in pairs]}


def _stored():
    return list(
        LLMDecision.objects.order_by("player_id", "sequence_number").values_list(
            "player_id", "sequence_number"
        )
    )


def test_each_player_has_numbers_of_their_own(engine, game):
    status, body = engine.post("g1/decisions", _batch((0, 0), (1, 1), (0, 1), (1, 2), (0, 2)))
    assert (status, body) == (201, {"appended": 5, "duplicates": 0, "heads": {"0": 2, "1": 2}})
    assert _stored() == [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2)]


def test_a_decision_is_told_as_it_was_posted(engine, reader, game):
    posted = a_decision(
        1, 0, available_actions={"choices": ["é", "\\u0000"]}, strategy_description=""
    )
    engine.post("g1/decisions", {"decisions": [posted]})
    told = reader.get("g1/decisions")[1]["decisions"]
    assert told == [posted | {"timestamp": "2026-01-31T12:00:01Z"}]


def test_what_a_model_did_not_say_is_null_or_empty(engine, reader, game):
    least = {
        "player_id": 0,
        "turn_number": 1,
        "sequence_number": 0,
        "timestamp": "2026-01-31T12:00:00Z",
    }
    engine.post("g1/decisions", {"decisions": [least]})
    told = reader.get("g1/decisions")[1]["decisions"][0]
    assert (told["game_state"], told["available_actions"], told["prompt"]) == ({}, [], None)


def test_decisions_sent_again_are_duplicates(engine, game):
    engine.post("g1/decisions", _batch((0, 0), (1, 1)))
    assert engine.post("g1/decisions", _batch((0, 0), (0, 1), (1, 1)))[1] == {
        "appended": 1,
        "duplicates": 2,
        "heads": {"0": 1, "1": 1},
    }


def test_another_content_is_a_conflict_of_that_player(engine, game):
    engine.post("g1/decisions", _batch((0, 0), (1, 0), (1, 1)))
    batch = _batch((0, 0), (1, 1), (1, 2))
    batch["decisions"][1]["reasoning"] = "I pass."
    status, body = engine.post("g1/decisions", batch)
    assert (status, body["code"], body["player_id"], body["sequence_number"]) == (
        409,
        "sequence_conflict",
        1,
        1,
    )
    assert (1, 2) not in _stored()


@pytest.mark.parametrize(
    ("pairs", "expected", "got"),
    [([(0, 2)], 1, 2), ([(0, 0), (0, 2)], 1, 2), ([(1, 0), (0, 5)], 1, 5)],
)
def test_a_hole_is_a_gap_of_that_player(engine, game, pairs, expected, got):
    status, body = engine.post("g1/decisions", _batch(*pairs))
    assert (status, body["code"], body["player_id"]) == (409, "sequence_gap", 0)
    assert (body["expected"], body["got"]) == (expected, got)
    assert _stored() == []


def test_a_stream_that_began_at_1_takes_no_0(engine, game):
    engine.post("g1/decisions", _batch((0, 1)))
    status, body = engine.post("g1/decisions", _batch((0, 0), (0, 1)))
    assert (status, body["code"], body["expected"]) == (409, "sequence_gap", 2)


def test_numbers_out_of_order_are_refused_by_index(engine, game):
    status, body = engine.post("g1/decisions", _batch((0, 1), (1, 0), (0, 0)))
    assert (status, body["code"]) == (422, "batch_out_of_order")
    assert body["field"] == "decisions[2].sequence_number"
    assert engine.post("g1/decisions", _batch((0, 0), (0, 0)))[1]["code"] == "batch_repeats"


def test_lines_are_decisions_too(engine, reader, game):
    lines = [a_decision(0, number) for number in range(3)]
    assert engine.post_lines("g1/decisions", lines)[1]["appended"] == 3
    assert [d["sequence_number"] for d in reader.get_lines("g1/decisions")] == [0, 1, 2]


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("prompt", "a\x00b", "prompt"),
        ("reasoning", 7, "reasoning"),
        ("game_state", [], "game_state"),
        ("player_state", "rich", "player_state"),
        ("chosen_action", None, "chosen_action"),
        ("available_actions", "any", "available_actions"),
        ("chosen_action", {"a": 2**64}, "chosen_action.a"),
        ("available_actions", [1, "\x00"], "available_actions[1]"),
        ("processing_time_ms", 2**31, "processing_time_ms"),
        ("timestamp", "2026-01-31T12:00:00", "timestamp"),
        ("mood", "good", "mood"),
    ],
)
def test_what_cannot_be_stored_is_refused_by_field(engine, game, field, value, told):
    batch = {"decisions": [a_decision(0, 0), a_decision(0, 1, **{field: value})]}
    status, body = engine.post("g1/decisions", batch)
    assert (status, body["code"], body["field"]) == (422, "invalid_field", f"decisions[1].{told}")
    assert _stored() == []


def test_a_long_prompt_meets_its_bound(engine, game, settings):
    settings.MAX_STRING_CHARS = 100
    batch = {"decisions": [a_decision(0, 0, prompt="x" * 101)]}
    status, body = engine.post("g1/decisions", batch)
    assert (status, body["setting"]) == (413, "MAX_STRING_CHARS")


def test_a_batch_meets_its_bound(engine, game, settings):
    settings.MAX_BATCH_EVENTS = 1
    assert engine.post("g1/decisions", _batch((0, 0), (0, 1)))[1]["setting"] == "MAX_BATCH_EVENTS"


def test_one_players_decisions_after_a_number(engine, reader, game):
    engine.post("g1/decisions", _batch((0, 0), (1, 0), (0, 1), (1, 1), (0, 2)))
    page = reader.get("g1/decisions", player=0, after=0)[1]
    assert [(d["player_id"], d["sequence_number"]) for d in page["decisions"]] == [(0, 1), (0, 2)]


def test_pages_of_all_players_follow_each_other(engine, reader, game):
    engine.post("g1/decisions", _batch((0, 0), (1, 0), (0, 1), (1, 1), (0, 2)))
    seen, cursor = [], {}
    while True:
        page = reader.get("g1/decisions", limit=2, **cursor)[1]
        seen += [(d["player_id"], d["sequence_number"]) for d in page["decisions"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert seen == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1)]


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"after": 3}, "after"),
        ({"player": "Ada"}, "player"),
        ({"limit": 0}, "limit"),
        ({"cursor": "WzEsIDJd0"}, "cursor"),
        ({"cursor": "WzIxNDc0ODM2NDgsMV0"}, "cursor"),
    ],
)
def test_a_wrong_parameter_is_refused_by_name(reader, game, parameters, field):
    status, body = reader.get("g1/decisions", **parameters)
    assert (status, body["code"], body["field"]) == (422, "invalid_field", field)


def test_decisions_of_an_unknown_game_are_not_found(engine, reader):
    assert reader.get("nobody/decisions")[0] == 404
    assert engine.post("nobody/decisions", _batch((0, 0)))[0] == 404


def test_a_game_that_is_deleted_while_its_decisions_are_sent_is_broken_off(
    engine, game, monkeypatch
):
    monkeypatch.setattr("games.api.decisions.BLOCK", 3)
    engine.post("g1/decisions", {"decisions": [a_decision(0, number) for number in range(6)]})
    answer = engine.client.get(
        "/api/v1/games/g1/decisions", headers={"Accept": "application/x-ndjson"}
    )
    told = iter(answer.streaming_content)
    assert len(next(told).splitlines()) == 3
    Game.objects.get(game_id="g1").delete()
    with pytest.raises(GameNotFound):
        next(told)
