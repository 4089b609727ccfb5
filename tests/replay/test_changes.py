"""Who last changed a value, and who next: what the index says is what the boards say."""

from __future__ import annotations

import io
import random
from itertools import pairwise

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, assume, given
from hypothesis import strategies as st

from games.models import Game
from replay import changes, history, reading, segments, stream
from replay.domain import paths, snapshot, state
from replay.domain.fold import Fold, FoldBreak
from tests.domain.games import THREE, event
from tests.domain.games import stream as told
from tests.domain.made_up import games
from tests.examples import tried
from tests.replay.recorded import add, forget, record, salaries

pytestmark = pytest.mark.django_db

GAME = told(
    ("turn_start", {"player_id": 0, "turn_number": 1}),
    ("purchase", {"player_id": 0, "position": 39, "price": 400}),
    ("message", {"player_id": 1, "text": "hm"}),
    ("pass_go", {"player_id": 0, "amount": 200}),
)
CASH = "players.0.cash"


@pytest.fixture(autouse=True)
def _nothing_remembered():
    forget()


def recorded(events):
    """Any events as a game; PostgreSQL holds no NUL in a text."""
    assume(all(b"\\u0000" not in bytes(each.payload) for each in events))
    Game.objects.filter(game_id="any").delete()
    record("any", events)
    return reading.open_game("any")


class Boards:
    """Every value after every event that can be read, each board read as a whole."""

    def __init__(self, recording):
        readers = paths.readers(recording.setup)
        fold = Fold(recording.dialect, state.initial(recording.setup))
        self.first = recording.first
        self._rows = [{path: read(fold.state) for path, read in readers.items()}]
        for one in stream.between(recording, recording.first, recording.head):
            try:
                fold.push(one)
            except FoldBreak:
                break
            self._rows.append({path: read(fold.state) for path, read in readers.items()})
        self.changed = {path: self._changed(path) for path in readers}

    def _changed(self, path):
        values = [row[path] for row in self._rows]
        return [
            self.first + index for index, (old, new) in enumerate(pairwise(values)) if old != new
        ]

    def value(self, path, at):
        return self._rows[min(at - self.first + 1, len(self._rows) - 1)][path]

    def last(self, path, at):
        return max((number for number in self.changed[path] if number < at), default=None)

    def next(self, path, at):
        return min((number for number in self.changed[path] if number > at), default=None)


def agrees(recording, boards, path, at):
    """What the index says of one value at one moment, against the boards."""
    found = changes.around(recording, path, at, 3)
    assert (found.last, found.next) == (boards.last(path, at), boards.next(path, at))
    assert found.value == boards.value(path, at)
    assert found.count == len(boards.changed[path])
    assert found.rank == sum(number <= at for number in boards.changed[path])
    assert (found.here is not None) == (at in boards.changed[path])
    for change in (*found.earlier, *found.later, *filter(None, [found.here])):
        number = change.sequence_number
        assert change.before == boards.value(path, number - 1)
        assert change.after == boards.value(path, number)


@tried(40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=games(), data=st.data())
def test_last_and_next_change_are_those_of_the_boards_whatever_was_written(events, data):
    recording = recorded(events)
    boards = Boards(recording)
    for path in paths.readers(THREE):
        agrees(recording, boards, path, data.draw(st.integers(-1, len(events) - 1), label=path))


@pytest.mark.parametrize("name", ["arena/arena-1", "benchmark/bench-8", "benchmark/llm-116"])
def test_last_and_next_change_are_those_of_the_boards_of_real_games(corpus, name):
    call_command("import_game", corpus / name, "--game-id", "g", stdout=io.StringIO())
    recording = reading.open_game("g")
    boards = Boards(recording)
    chance = random.Random(name)
    for path in paths.readers(recording.setup):
        for at in (
            -1 + recording.first,
            recording.head,
            *chance.choices(boards.changed[path] or [recording.head], k=2),
            chance.randint(recording.first, recording.head),
        ):
            agrees(recording, boards, path, at)


@tried(40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=games())
def test_what_a_line_says_it_changed_is_what_differs_and_nothing_else(events):
    recording = recorded(events)
    for segment in segments.covering(recording, 0, len(events) - 1):
        for line in segment.lines(recording.dialect):
            number = line.event.sequence_number
            if line.kind == "broken":
                assert line.changed == ()
                continue
            before, after = (reading.state_at(recording, at) for at in (number - 1, number))
            differ = {found.path for found in snapshot.differences(before, after, THREE)}
            assert set(line.changed) == differ
            assert len(line.changed) == len(differ)


def test_from_a_change_the_way_back_leads_to_the_one_before_again_and_again():
    record("g", salaries(5))
    recording, at, way = reading.open_game("g"), 4, []
    while at is not None:
        way.append(at)
        at = changes.around(recording, CASH, at).last
    assert way == [4, 3, 2, 1, 0]


def test_between_two_changes_both_ways_lead_to_the_nearest():
    record("g", GAME)
    value = history.value(reading.open_game("g"), CASH, 2)
    assert (value.last, value.since, value.next, value.shown) == (1, 1, 3, "$1,100")


def test_a_value_that_never_changed_says_what_it_began_as():
    record("g", GAME)
    value = history.value(reading.open_game("g"), "players.1.cash", 2)
    assert (value.last, value.since, value.next, value.count) == (None, None, None, 0)
    assert (
        value.said
        == "No earlier event changed it: it began as $1,500. No later event changes it, up to 3."
    )


def test_the_first_change_says_what_was_before():
    record("g", GAME)
    value = history.value(reading.open_game("g"), CASH, 1)
    assert (value.last, value.since, value.next) == (None, 1, 3)
    assert value.said == "No earlier event changed it: it began as $1,500."


def test_a_growing_game_has_its_newest_changes():
    game = record("g", salaries(3))
    assert changes.around(reading.open_game("g"), CASH, 2).next is None
    add(game, salaries(2, 3))
    found = changes.around(reading.open_game("g"), CASH, 2)
    assert (found.next, found.count) == (3, 5)
    assert changes.numbers(reading.open_game("g"), CASH) == [0, 1, 2, 3, 4]


def test_behind_a_break_nothing_is_said_to_be_known():
    broken = event(3, "move", player_id=0, to_position=77)
    record("g", [*salaries(3), broken, *salaries(2, 4)])
    value = history.value(reading.open_game("g"), CASH, 5)
    assert (value.shown, value.last, value.next) == ("$1,503", 2, None)
    assert value.said == "The fold broke at event 3: what changed from there on is not known."


def test_a_history_lists_the_nearest_changes_and_counts_the_others():
    record("g", salaries(40))
    told_ = history.of(reading.open_game("g"), CASH, 20)
    numbers = [entry.sequence_number for entry in told_.entries]
    assert numbers == list(range(20 - history.WINDOW, 20 + history.WINDOW + 1))
    assert (told_.earlier, told_.later) == (20 - history.WINDOW, 40 - 21 - history.WINDOW)
    assert [entry.sequence_number for entry in told_.entries if entry.is_here] == [20]
    assert told_.entries[0].told.delta == "+$1"


def test_a_path_of_nothing_is_refused():
    record("g", GAME)
    with pytest.raises(paths.UnknownPath):
        changes.around(reading.open_game("g"), "players.7.cash", 0)
    with pytest.raises(paths.UnknownPath):
        changes.numbers(reading.open_game("g"), "")
