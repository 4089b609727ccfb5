"""The quick way, only where something read has changed, finds what the slow one does."""

from __future__ import annotations

from bisect import bisect_right

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay.domain import paths
from replay.domain.asking.answer import Found, Mode, Watched
from replay.domain.asking.language import Asked
from replay.domain.asking.search import Course, Hits
from replay.domain.asking.trace import Trace
from replay.domain.dialects import registry
from replay.domain.fold import Fold, FoldBreak
from replay.domain.setup import Seat, Setup
from replay.domain.state import initial
from tests import corpus as recordings
from tests.corpus import arena, benchmark
from tests.domain.asking import questions, slow
from tests.domain.games import THREE
from tests.domain.made_up import games
from tests.examples import tried

REAL = [
    *((arena.read, folder) for folder in recordings.folders("arena")),
    *((benchmark.read, folder) for folder in recordings.folders("benchmark")),
]
EVENTS = 120
"""Of a real game: the slow way takes its time."""


def tally(kept):
    first = kept.tally.first
    return kept.tally.absent, kept.tally.failed, first and first.sequence_number


@tried(100)
@given(events=games(), condition=questions.conditions())
def test_a_condition_holds_where_the_slow_way_finds_it(events, condition):
    told = slow.answers(condition, THREE, events, Asked.CONDITION)
    obvious = slow.collected(Hits(), told, 0)
    quick = slow.quick(condition, THREE, events, Asked.CONDITION)
    assert (quick.runs, tally(quick)) == (obvious.runs, tally(obvious))


@tried(60)
@given(events=games(), watch=questions.watches())
def test_a_watched_value_goes_as_the_slow_way_finds_it(events, watch):
    told = slow.answers(watch, THREE, events, Asked.WATCH)
    obvious = slow.collected(Course(), told, 0)
    quick = slow.quick(watch, THREE, events, Asked.WATCH)
    assert (quick.numbers, quick.values) == (obvious.numbers, obvious.values)
    assert tally(quick) == tally(obvious)


@tried(40)
@given(events=games(), condition=questions.conditions(), data=st.data())
def test_part_of_a_game_is_asked_as_if_it_were_cut_out_of_the_whole(events, condition, data):
    first = data.draw(st.integers(0, len(events)))
    told = slow.answers(condition, THREE, events, Asked.CONDITION)
    part = slow.collected(Hits(), told[first:], first)
    quick = slow.quick(condition, THREE, events, Asked.CONDITION, first)
    assert (quick.runs, tally(quick)) == (part.runs, tally(part))


@given(events=games())
def test_every_value_of_the_trace_is_that_of_the_fold(events):
    trace = Trace(THREE, registry.bind(THREE))
    trace.extend(events[:5])
    trace.extend(events[5:])
    fold = Fold(registry.bind(THREE), initial(THREE))
    columns = {path: trace.column(path) for path in paths.readers(THREE)}
    for event in events:
        if event.sequence_number > trace.head:
            with pytest.raises(FoldBreak):
                fold.push(event)
            break
        fold.push(event)
        found = {path: column.at(event.sequence_number) for path, column in columns.items()}
        assert found == {path: read(fold.state) for path, read in paths.readers(THREE).items()}


def test_players_may_have_any_ids():
    setup = Setup((Seat(7, "Ada"), Seat(3, "Blaise")), player_ids=(7, 3), first_sequence=5)
    hits = slow.quick("players[7].cash == 1500 && !(0 in players)", setup, [], Asked.CONDITION)
    assert hits.runs == []
    with pytest.raises(Exception, match="there is no player 0: here play 7, 3"):
        slow.quick("players[0].cash > 1", setup, [], Asked.CONDITION)


@recordings.each(REAL)
def test_real_games_give_the_same_by_both_ways(read, folder):
    game = read(folder)
    events = game.events[:EVENTS]
    ids = [seat.player_id for seat in game.setup.seats]
    condition = [
        *(text for text in questions.PLAIN if "[2]" not in text),
        f"players[{ids[0]}].net_worth > 1600 || changed('players.{ids[-1]}.cash')",
        f"before.players[{ids[0]}].cash - players[{ids[0]}].cash > 50",
    ]
    for text in condition:
        told = slow.answers(text, game.setup, events, Asked.CONDITION)
        obvious = slow.collected(Hits(), told, game.setup.first_sequence)
        quick = slow.quick(text, game.setup, events, Asked.CONDITION)
        assert (text, quick.runs, tally(quick)) == (text, obvious.runs, tally(obvious))


def runs() -> st.SearchStrategy[list[tuple[int, int]]]:
    lengths = st.lists(st.tuples(st.integers(2, 9), st.integers(0, 5)), max_size=12)
    return lengths.map(_laid)


def _laid(parts):
    laid, end = [], -2
    for gap, length in parts:
        laid.append((end + gap, end + gap + length))
        end = laid[-1][1]
    return laid


@given(runs=runs(), at=st.integers(-2, 90), limit=st.integers(1, 20), mode=st.sampled_from(Mode))
def test_hits_are_found_after_and_before_any_event(runs, at, limit, mode):
    hits = Hits()
    hits.runs = runs
    found = Found.of(hits, mode)
    every = [number for first, last in runs for number in range(first, last + 1)]
    counted = every if mode is Mode.EVERY else [first for first, _ in runs]
    assert found.hits(mode, at, limit) == [number for number in counted if number > at][:limit]
    assert found.before(mode, at, limit) == [number for number in counted if number < at][-limit:]
    assert found.rank(mode, at) == sum(number <= at for number in counted)
    assert found.size(mode) == len(counted)


@given(values=st.lists(st.one_of(st.none(), st.integers(-5, 5), st.floats(-2, 2)), min_size=1))
def test_a_curve_shows_each_value_as_it_was_and_the_ends_of_its_range(values):
    course = Course()
    for number, value in enumerate(values):
        if not course.values or course.values[-1] != value:
            course.numbers.append(number)
            course.values.append(value)
    watched = Watched.of(course, 0, len(values) - 1)
    for number, value in watched.points:
        assert value == course.values[bisect_right(course.numbers, number) - 1]
    shown = [value for _, value in watched.points if value is not None]
    assert (watched.least, watched.greatest) == (min(shown, default=None), max(shown, default=None))
