"""GET …/events"""

import pytest

from games.domain.errors import GameNotFound
from games.models import Game
from tests.games.api.builders import an_event, events
from tests.replay.recorded import record, salaries


@pytest.fixture
def ten(engine, game):
    """A game with events 0 to 9, three of them of another type, turns 0 to 4."""
    batch = events(0, 9)
    for number, event in enumerate(batch["events"]):
        event["turn_number"] = number // 2
        if number % 3 == 1:
            event["event_type"] = "dice_rolled"
    assert engine.post("g1/events", batch)[0] == 201


def _numbers(page):
    return [event["sequence_number"] for event in page["events"]]


def test_catch_up_gives_all_events_in_order_and_the_head(reader, ten):
    status, page = reader.get("g1/events")
    assert (status, _numbers(page)) == (200, list(range(10)))
    assert (page["next"], page["head"]) == (None, 9)


def test_an_event_is_told_as_it_was_posted(engine, reader, game):
    posted = an_event(0, payload={"b": 1, "a": [1.50, "\\u0000 é 🎲", None]})
    engine.post("g1/events", {"events": [posted]})
    told = reader.get("g1/events")[1]["events"][0]
    assert told == posted | {"timestamp": "2026-01-31T12:00:00Z"}


def test_pages_follow_each_other_by_next_until_it_is_null(reader, ten):
    seen, after = [], -1
    while after is not None:
        page = reader.get("g1/events", after=after, limit=4)[1]
        seen += _numbers(page)
        after = page["next"]
    assert seen == list(range(10))


def test_next_is_null_when_the_page_ends_exactly_at_the_head(reader, ten):
    page = reader.get("g1/events", after=4, limit=5)[1]
    assert (_numbers(page), page["next"], page["head"]) == ([5, 6, 7, 8, 9], None, 9)


def test_a_reader_at_the_head_gets_nothing_and_asks_again(reader, ten):
    for after in (9, 10, 2**63 - 1):
        assert reader.get("g1/events", after=after)[1] == {"events": [], "next": None, "head": 9}


def test_a_game_without_events_has_head_minus_one(reader, game):
    assert reader.get("g1/events")[1] == {"events": [], "next": None, "head": -1}


def test_types_and_turns_are_filters(reader, ten):
    assert _numbers(reader.get("g1/events", type="dice_rolled")[1]) == [1, 4, 7]
    assert _numbers(reader.get("g1/events", turn=2)[1]) == [4, 5]
    assert _numbers(reader.get("g1/events", turn=2, type="dice_rolled")[1]) == [4]
    assert _numbers(reader.get("g1/events", type="unheard of")[1]) == []


def test_next_of_a_filtered_page_is_the_last_one_sent(reader, ten):
    page = reader.get("g1/events", type="dice_rolled", limit=2)[1]
    assert (_numbers(page), page["next"]) == ([1, 4], 4)
    page = reader.get("g1/events", type="dice_rolled", limit=2, after=4)[1]
    assert (_numbers(page), page["next"]) == ([7], None)


def test_lines_are_the_same_events(reader, ten):
    assert reader.get_lines("g1/events") == reader.get("g1/events")[1]["events"]
    assert [e["sequence_number"] for e in reader.get_lines("g1/events", after=3, limit=2)] == [4, 5]


def test_lines_go_on_to_the_head_over_many_blocks(engine, reader, game, monkeypatch):
    monkeypatch.setattr("games.api.events.BLOCK", 7)
    engine.post("g1/events", events(0, 29))
    assert [e["sequence_number"] for e in reader.get_lines("g1/events")] == list(range(30))
    assert len(reader.get_lines("g1/events", limit=14)) == 14


def test_catch_up_costs_two_queries_whatever_its_size(
    engine, reader, game, django_assert_num_queries
):
    engine.post("g1/events", events(0, 899))
    with django_assert_num_queries(2):
        assert len(reader.get("g1/events")[1]["events"]) == 900


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"after": -2}, "after"),
        ({"after": 2**63}, "after"),
        ({"after": "start"}, "after"),
        ({"limit": 0}, "limit"),
        ({"limit": 10_001}, "limit"),
        ({"turn": 2**31}, "turn"),
        ({"type": "a\x00b"}, "type"),
    ],
)
def test_a_wrong_parameter_is_refused_by_name(reader, game, parameters, field):
    status, body = reader.get("g1/events", **parameters)
    assert (status, body["code"], body["field"]) == (422, "invalid_field", field)


def test_events_of_an_unknown_game_are_not_found(reader):
    assert reader.get("nobody/events")[1]["code"] == "game_not_found"


def _deleted(name):
    Game.objects.get(game_id=name).delete()


def _recorded_anew(name):
    _deleted(name)
    record(name, salaries(40))


@pytest.mark.parametrize("becomes", [_deleted, _recorded_anew])
@pytest.mark.parametrize("query", ["", "?type=cash_changed", "?turn=0"])
def test_a_game_that_is_deleted_while_it_is_sent_is_broken_off(
    engine, game, monkeypatch, becomes, query
):
    monkeypatch.setattr("games.api.events.BLOCK", 5)
    engine.post("g1/events", events(0, 9))
    answer = engine.client.get(
        f"/api/v1/games/g1/events{query}", headers={"Accept": "application/x-ndjson"}
    )
    told = iter(answer.streaming_content)
    assert len(next(told).splitlines()) == 5
    becomes("g1")
    with pytest.raises(GameNotFound):
        next(told)
