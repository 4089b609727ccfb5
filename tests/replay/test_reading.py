"""Any moment of a recorded game, from keyframes and a tail."""

from __future__ import annotations

import random

import pytest
from cachetools import LRUCache
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from games.domain.errors import FoldBroken, GameNotFound, SequenceNotFound
from games.models import Game
from replay import keyframes, reading, segments, stream
from replay.domain import fold, timeline
from replay.domain.timeline import INTERVAL
from replay.models import Keyframe
from replay.recording import _reading
from tests.domain.games import THREE, event
from tests.domain.made_up import games
from tests.examples import tried
from tests.replay.recorded import add, forget, record, salaries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_remembered():
    forget()


def ada(recording, number):
    """Ada's cash after an event."""
    return reading.state_at(recording, number).players[0].cash


@pytest.mark.parametrize("count", [0, 1, INTERVAL - 1, INTERVAL, INTERVAL + 1, 3 * INTERVAL + 7])
@pytest.mark.parametrize("first", [0, 2])
def test_every_state_is_that_of_the_fold_wherever_the_stream_starts_and_ends(count, first):
    record("g", salaries(count, first), first_sequence=first)
    recording = reading.open_game("g")
    assert (recording.first, recording.head) == (first, first + count - 1)
    numbers = range(first - 1, first + count)
    assert [ada(recording, number) for number in numbers] == [
        1500 + number - first + 1 for number in numbers
    ]


@tried(15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=games(), data=st.data())
def test_the_database_tells_what_the_pure_timeline_tells(events, data):
    Game.objects.filter(game_id="any").delete()
    record("any", events)
    built = timeline.build(THREE, events)
    recording = reading.open_game("any")
    for number in data.draw(st.permutations(range(-1, len(events))).map(lambda some: some[:20])):
        seen = reading.moment(recording, number)
        reached = min(number, len(built.effects) - 1)
        assert seen.state == built.at(reached)
        assert seen.broken == (built.broken if reached < number else None)
        assert (None if seen.line is None else seen.line.event.sequence_number) == (
            number if number >= 0 else None
        )


def test_a_cold_moment_costs_three_queries_and_one_interval_of_rows(
    django_assert_num_queries, monkeypatch
):
    record("long", salaries(40 * INTERVAL))
    keyframes.ensure(reading.open_game("long"))
    rows = []
    read = stream.between
    monkeypatch.setattr(
        stream, "between", lambda *asked: rows.append(asked[2] - asked[1] + 1) or read(*asked)
    )
    for number in (0, 5, 20 * INTERVAL - 1, 20 * INTERVAL, 20 * INTERVAL + 9, 40 * INTERVAL - 1):
        forget()
        with django_assert_num_queries(3 if number >= INTERVAL else 2):
            assert ada(reading.open_game("long"), number) == 1501 + number
    assert max(rows) <= INTERVAL


def test_a_warm_moment_costs_the_one_query_that_opens_the_game(django_assert_num_queries):
    record("g", salaries(200))
    reading.moment(reading.open_game("g"), 150)
    with django_assert_num_queries(1):
        reading.moment(reading.open_game("g"), 151)


def test_the_first_look_far_into_a_long_game_leaves_all_keyframes_on_the_way():
    record("g", salaries(10 * INTERVAL + 3))
    reading.state_at(reading.open_game("g"), 10 * INTERVAL)
    assert list(Keyframe.objects.order_by("sequence_number").values_list("sequence_number")) == [
        (count * INTERVAL - 1,) for count in range(1, 11)
    ]


def test_a_changed_fold_uses_no_old_keyframe_and_replaces_it(monkeypatch):
    game = record("g", salaries(INTERVAL + 5))
    keyframes.ensure(reading.open_game("g"))
    Keyframe.objects.update(state=b"made by a fold that was wrong")
    monkeypatch.setattr(fold, "VERSION", "another")
    _reading.cache_clear()
    assert ada(reading.open_game("g"), INTERVAL + 2) == 1500 + INTERVAL + 3
    assert Keyframe.objects.get(game=game).version.startswith("another-")
    _reading.cache_clear()


def test_a_growing_game_is_read_to_its_new_head():
    game = record("g", salaries(10))
    assert ada(reading.open_game("g"), 9) == 1510
    for start in range(10, 200, 17):
        add(game, salaries(17, start))
        recording = reading.open_game("g")
        assert ada(recording, recording.head) == 1500 + start + 17


def test_a_game_recorded_anew_under_the_same_name_shows_nothing_of_the_old_one():
    record("g", salaries(3 * INTERVAL))
    old = reading.open_game("g")
    assert ada(old, 2 * INTERVAL) == 1501 + 2 * INTERVAL
    # created_at is the moment of the transaction, and this test is a single one.
    Game.objects.filter(game_id="g").delete()
    game = record("g", salaries(3 * INTERVAL, amount=5))
    Game.objects.filter(pk=game.pk).update(created_at="2031-01-01T00:00:00Z")
    new = reading.open_game("g")
    assert new.tag != old.tag
    assert ada(new, 2 * INTERVAL) == 1505 + 5 * 2 * INTERVAL
    forget()
    with pytest.raises(GameNotFound):
        reading.state_at(old, 2 * INTERVAL)


def test_deleting_a_game_takes_its_keyframes_along():
    game = record("g", salaries(2 * INTERVAL))
    keyframes.ensure(reading.open_game("g"))
    game.delete()
    assert not Keyframe.objects.exists()


@pytest.mark.parametrize("before", [0, 5, INTERVAL - 1, INTERVAL, 2 * INTERVAL + 3])
def test_a_break_shows_all_before_it_and_itself(before):
    broken = event(before, "move", player_id=0, to_position=77)
    record("g", [*salaries(before), broken, *salaries(2 * INTERVAL, before + 1)])
    recording = reading.open_game("g")
    assert ada(recording, before - 1) == 1500 + before
    for number in (before, before + 1, recording.head):
        seen = reading.moment(recording, number)
        assert (seen.state.sequence_number, seen.broken.sequence_number) == (before - 1, before)
        assert seen.line.kind == "broken"
        with pytest.raises(FoldBroken, match=r"at `\$.to_position`"):
            reading.state_at(recording, number)


def test_unknown_and_missing_events_are_shown_counted_and_change_nothing():
    record("g", [event(0, "coffee"), event(1, "missing"), *salaries(1, 2)])
    recording = reading.open_game("g")
    moments = [reading.moment(recording, number) for number in range(3)]
    end = moments[-1].state
    assert (end.unread, end.missing, end.players[0].cash) == (1, 1, 1501)
    assert [seen.line.kind for seen in moments] == ["unread", "missing", "money"]


@pytest.mark.parametrize(
    "config",
    [
        {"dialect": "esperanto"},
        {"starting_cash": "1500"},
        {"player_ids": ["a"]},
        {"player_ids": ["a", "a", "b"]},
        {"dialect": 7},
    ],
)
def test_a_config_that_cannot_be_read_reads_nothing_and_says_so(config):
    record("g", salaries(2), **config)
    recording = reading.open_game("g")
    assert reading.state_at(recording, 1).unread == 2
    assert "config" in recording.reading.problem


def test_a_moment_out_of_the_stream_is_refused():
    record("g", salaries(2))
    recording = reading.open_game("g")
    for number in (-2, 2):
        with pytest.raises(SequenceNotFound):
            reading.moment(recording, number)
    with pytest.raises(GameNotFound):
        reading.open_game("nobody's")


def test_an_event_told_alone_is_told_as_among_all():
    events = [*salaries(20), event(20, "coffee"), event(21, "missing"), *salaries(20, 22)]
    record("g", events)
    recording = reading.open_game("g")
    for number in range(len(events)):
        segments.forget_all()
        alone = reading.moment(recording, number).line
        (segment,) = segments.covering(recording, number, number)
        assert alone == segment.lines(recording.dialect)[number - segment.first]


def test_a_step_folds_one_event_on_and_what_its_owner_does_to_a_board_is_his_own(monkeypatch):
    record("g", salaries(INTERVAL))
    recording = reading.open_game("g")
    reading.state_at(recording, 40).players[0].cash = -1
    pushed = []
    push = fold.Fold.push
    monkeypatch.setattr(
        fold.Fold, "push", lambda self, event: pushed.append(event) or push(self, event)
    )
    assert ada(recording, 41) == 1542
    assert [event.sequence_number for event in pushed] == [41]
    assert ada(recording, 39) == 1540


def large(number: int, size: int):
    # Hardly compressible, so that it lies outside of its row.
    filler = random.Random(number).randbytes(size // 2).hex()
    return event(number, "pass_go", player_id=0, amount=1, filler=filler)


def test_a_walk_reads_so_many_events_that_their_payloads_are_bounded(
    monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(stream, "MOST_BYTES", 40_000)
    record("g", [*salaries(50), *(large(number, 10_000) for number in range(50, 60))])
    recording = reading.open_game("g")
    with django_assert_num_queries(3):
        read = list(stream.chunks(recording, 0, 59))
    assert [one.sequence_number for part in read for one in part] == list(range(60))
    assert max(sum(len(one.payload) for one in part) for part in read) < 60_000
    cash = [board.players[0].cash for board in reading.walk(recording, -1, 59)]
    assert cash == list(range(1500, 1561))


def test_a_payload_beyond_the_bound_is_read_alone(monkeypatch):
    monkeypatch.setattr(stream, "MOST_BYTES", 1)
    record("g", salaries(5))
    read = list(stream.chunks(reading.open_game("g"), 1, 3))
    assert [[one.sequence_number for one in part] for part in read] == [[1], [2], [3]]


def test_what_is_stored_compressed_is_not_taken_for_small(monkeypatch):
    monkeypatch.setattr(stream, "MOST_BYTES", 40_000)
    filler = "ab" * 50_000
    events = [event(n, "pass_go", player_id=0, amount=1, filler=filler) for n in range(20)]
    record("g", events)
    read = list(stream.chunks(reading.open_game("g"), 0, 19))
    assert max(map(len, read)) <= 5


def test_memory_of_segments_is_measured_by_payloads(monkeypatch):
    monkeypatch.setattr(segments, "_cache", LRUCache(100_000, getsizeof=lambda one: one.weight))
    record("g", [large(number, 4_000) for number in range(3 * INTERVAL)])
    recording = reading.open_game("g")
    for number in (0, INTERVAL, 2 * INTERVAL):
        assert ada(recording, number) == 1501 + number
    assert segments._cache.currsize <= 100_000
    assert not segments._cache  # each of them is larger than all the room there is


def test_a_game_deleted_on_the_way_breaks_a_walk_off(monkeypatch):
    monkeypatch.setattr(stream, "CHUNK", 2)
    game = record("g", salaries(5))
    boards = reading.walk(reading.open_game("g"), -1, 4)
    next(boards)
    next(boards)
    game.delete()
    with pytest.raises(GameNotFound):
        list(boards)


@pytest.mark.parametrize(
    ("dialect", "told"),
    [("klingon", "klingon"), (7, "unknown"), ("\u202e" + "k" * 99, "k" * 39 + "…")],
)
def test_a_dialect_nobody_knows_is_not_called_another(client, dialect, told):
    record("g", salaries(2), dialect=dialect)
    assert reading.open_game("g").setup.dialect == told
    page = client.get("/games/g/").content.decode()
    assert f'<span class="chip">{told}</span>' in page
