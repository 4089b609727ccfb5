"""POST …/events"""

import json

import pytest
from django.db import connection

from games.models import GameEvent
from tests.games.api.builders import a_game, an_event, events


def _numbers():
    return list(
        GameEvent.objects.order_by("sequence_number").values_list("sequence_number", flat=True)
    )


def test_a_batch_is_appended_and_tells_the_head(engine, game):
    assert engine.post("g1/events", events(0, 4)) == (
        201,
        {"appended": 5, "duplicates": 0, "head": 4},
    )
    assert _numbers() == [0, 1, 2, 3, 4]


def test_an_event_is_stored_as_it_was_posted(engine, game):
    strange = an_event(
        0,
        event_type="täuschung\t\\N\nx",
        payload={"a\\b": 'quote " tab\t nl\n \\u0000 \\', "emoji": "🎲", "n": 1.50, "∅": None},
        actor_player_id=None,
    )
    text = json.dumps({"events": [strange]}, ensure_ascii=False, indent=2).encode()
    assert engine.post("g1/events", text)[0] == 201
    stored = GameEvent.objects.get()
    assert stored.payload == strange["payload"]
    assert stored.event_type == strange["event_type"]
    assert stored.actor_player_id is None
    assert stored.timestamp.isoformat() == strange["timestamp"]


def test_lines_are_appended_like_a_batch(engine, game):
    lines = [an_event(number) for number in range(3)]
    assert engine.post_lines("g1/events", lines) == (
        201,
        {"appended": 3, "duplicates": 0, "head": 2},
    )


def test_blank_lines_and_a_last_line_without_an_end_are_fine(engine, game):
    text = b"\n" + json.dumps(an_event(0)).encode() + b"\r\n\n" + json.dumps(an_event(1)).encode()
    assert engine.post_lines("g1/events", text)[1]["head"] == 1


def test_an_empty_batch_changes_nothing(engine, game):
    assert engine.post("g1/events", {"events": []}) == (
        201,
        {"appended": 0, "duplicates": 0, "head": -1},
    )


def test_the_same_batch_again_is_all_duplicates(engine, game):
    engine.post("g1/events", events(0, 4))
    assert engine.post("g1/events", events(0, 4)) == (
        201,
        {"appended": 0, "duplicates": 5, "head": 4},
    )
    assert len(_numbers()) == 5


def test_a_batch_that_overlaps_brings_only_what_is_new(engine, game):
    engine.post("g1/events", events(0, 4))
    assert engine.post("g1/events", events(3, 8)) == (
        201,
        {"appended": 4, "duplicates": 2, "head": 8},
    )
    assert _numbers() == list(range(9))


def test_an_old_part_sent_again_tells_the_real_head(engine, game):
    engine.post("g1/events", events(0, 9))
    assert engine.post("g1/events", events(2, 3))[1] == {
        "appended": 0,
        "duplicates": 2,
        "head": 9,
    }


def test_equal_means_the_same_value_not_the_same_text(engine, game):
    engine.post("g1/events", {"events": [an_event(0, payload={"a": 1, "b": [1.0, "é"]})]})
    text = json.dumps({"events": [an_event(0)]}).encode()
    other = b'{ "b" : [1, "\\u00e9"],\n "a": 1.0 }'
    text = text.replace(json.dumps(an_event(0)["payload"]).encode(), other)
    text = text.replace(b"2026-01-31T12:00:00+00:00", b"2026-01-31T14:00:00+02:00")
    assert engine.post("g1/events", text)[1] == {"appended": 0, "duplicates": 1, "head": 0}


@pytest.mark.parametrize(
    "change",
    [
        {"payload": {"player_id": 1, "amount": -29, "reason": "rent"}},
        {"payload": {"player_id": True, "amount": -28, "reason": "rent"}},
        {"turn_number": 7},
        {"event_type": "cash_lost"},
        {"timestamp": "2026-01-31T12:00:01.000001+00:00"},
        {"actor_player_id": None},
    ],
)
def test_another_content_under_a_stored_number_is_a_conflict(engine, game, change):
    engine.post("g1/events", events(0, 2))
    batch = events(0, 4)
    batch["events"][1].update(change)
    status, body = engine.post("g1/events", batch)
    assert (status, body["code"], body["sequence_number"]) == (409, "sequence_conflict", 1)
    assert "1" in body["detail"]
    assert _numbers() == [0, 1, 2]


def test_a_hole_after_the_head_is_a_gap(engine, game):
    engine.post("g1/events", events(0, 4))
    status, body = engine.post("g1/events", events(6, 8))
    assert (status, body["code"], body["expected"], body["got"]) == (409, "sequence_gap", 5, 6)
    assert _numbers() == [0, 1, 2, 3, 4]


def test_a_stream_begins_at_0(engine, game):
    status, body = engine.post("g1/events", events(1, 2))
    assert (status, body["expected"]) == (409, 0)


def test_a_stream_begins_where_the_config_says(engine):
    engine.post("", a_game(config={"first_sequence": 7}))
    assert engine.post("g1/events", events(0, 8))[1]["expected"] == 7
    assert engine.post("g1/events", events(7, 8))[1] == {"appended": 2, "duplicates": 0, "head": 8}
    assert engine.post("g1/events", events(6, 8))[1]["code"] == "sequence_gap"
    assert engine.post("g1/events", events(7, 9))[1] == {"appended": 1, "duplicates": 2, "head": 9}


def test_a_hole_within_a_batch_is_a_gap(engine, game):
    batch = {"events": [an_event(0), an_event(1), an_event(3)]}
    status, body = engine.post("g1/events", batch)
    assert (status, body["code"], body["expected"], body["got"]) == (409, "sequence_gap", 2, 3)
    assert _numbers() == []


def test_a_batch_out_of_order_is_refused_by_its_index(engine, game):
    engine.post("g1/events", events(0, 3))
    batch = {"events": [an_event(2), an_event(1)]}
    status, body = engine.post("g1/events", batch)
    assert (status, body["code"]) == (422, "batch_out_of_order")
    assert body["field"] == "events[1].sequence_number"


def test_a_number_twice_in_a_batch_is_refused_by_its_index(engine, game):
    status, body = engine.post("g1/events", {"events": [an_event(0), an_event(1), an_event(0)]})
    assert (status, body["code"], body["field"]) == (
        422,
        "batch_repeats",
        "events[2].sequence_number",
    )


def test_events_of_an_unknown_game_are_refused_by_its_name(engine):
    status, body = engine.post("nobody/events", events(0, 1))
    assert (status, body["code"], body["game_id"]) == (404, "game_not_found", "nobody")


def test_a_batch_costs_seven_statements_whatever_its_size(engine, game, django_assert_num_queries):
    engine.post("g1/events", events(0, 0))
    # The key; begin, lock, head, COPY, NOTIFY, end.
    with django_assert_num_queries(7):
        engine.post("g1/events", events(1, 400))


def test_what_the_database_refuses_leaves_nothing_behind(engine, game, monkeypatch):
    def broken(*arguments):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")

    monkeypatch.setattr("games.copying.copy_events", broken)
    status, body = engine.post("g1/events", events(0, 1))
    assert (status, body["code"]) == (422, "invalid_field")
