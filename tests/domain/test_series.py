"""Series: exact at every event, whoever tells the game."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given

from games.domain.envelope import Event
from replay.domain import board, match, series, state
from replay.domain.course import Course, Follower
from replay.domain.dialects import registry
from replay.domain.fold import Fold, FoldBreak
from replay.domain.rules.house import House
from replay.domain.series import Metric
from replay.domain.setup import Setup
from replay.domain.state import State
from replay.domain.timeline import Break
from tests import corpus
from tests.corpus import Read, arena, benchmark
from tests.domain import made_up
from tests.domain.games import ADA, BLAISE, THREE, stream
from tests.domain.rules.tables import setup

each_game = corpus.each(
    [(benchmark.read, folder) for folder in corpus.folders("benchmark")]
    + [(arena.read, folder) for folder in corpus.folders("arena")]
)


def course(table: Setup, events: Sequence[Event]) -> Course:
    follower = Follower(table, registry.bind(table))
    follower.extend(events)
    return follower.course()


def by_the_board(board_: State, seat: int) -> dict[Metric, int]:
    """The same four values, written down from the printed rules a second time."""
    cash, owned, rent = board_.players[seat].cash, 0, 0
    mine = [at for at in board.PROPERTIES if board_.owners[at] == seat]
    for at in mine:
        space, houses = board.SPACES[at], board_.houses[at]
        owned += space.price // 2 if board_.mortgaged[at] else space.price
        owned += houses * space.house_cost
        if board_.mortgaged[at]:
            continue
        fellows = [to for to in board.PROPERTIES if board.SPACES[to].group == space.group]
        held = sum(to in mine for to in fellows)
        match space.kind:
            case board.Kind.RAILROAD:
                rent += 25 * 2 ** (held - 1)
            case board.Kind.UTILITY:
                rent += 7 * (4 if held == 1 else 10)
            case _ if houses:
                rent += space.rents[houses]
            case _:
                rent += space.rents[0] * (2 if held == len(fellows) else 1)
    return {
        Metric.CASH: cash,
        Metric.NET_WORTH: cash + owned,
        Metric.PROPERTIES: owned,
        Metric.RENT: rent,
    }


def assert_exact(table: Setup, events: Sequence[Event]) -> Course:
    """Every value of every player after every event is that of the fold."""
    told = course(table, events)
    fold = Fold(registry.bind(table), state.initial(table))
    assert_as_the_board(told, fold.state)
    last, broken = fold.state.sequence_number, None
    for event in events:
        try:
            fold.push(event)
        except FoldBreak as error:
            broken = Break.of(error)
            break
        assert_as_the_board(told, fold.state)
        last = event.sequence_number
    assert (told.head, told.broken) == (last, broken)
    for track in (track for tracks in told.tracks.values() for track in tracks):
        assert all(a < b for a, b in pairwise(track.at))
        assert all(a != b for a, b in pairwise(track.values))
    return told


def assert_as_the_board(told: Course, board_: State) -> None:
    for seat in range(len(board_.players)):
        expected = by_the_board(board_, seat)
        at = board_.sequence_number
        found = {metric: told.tracks[metric][seat].after(at) for metric in Metric}
        assert found == expected, (at, seat)
        assert expected[Metric.NET_WORTH] == state.net_worth(board_, seat)


@pytest.mark.parametrize(
    ("seats", "seed"),
    [(["greedy", "trader"], 1), (["greedy"] * 4, 2), (["random"] * 5, 3), (["trader"] * 8, 4)],
)
def test_every_point_of_a_game_played_by_the_rules_is_exact(seats: list[str], seed: int) -> None:
    table = setup(len(seats))
    told = assert_exact(table, match.play(table, seats, seed, House(turn_limit=200)))
    assert sum(len(track.at) for track in told.tracks[Metric.NET_WORTH]) > 100


@given(made_up.games())
def test_every_point_of_a_made_up_game_is_exact_up_to_where_it_breaks(events: list[Event]) -> None:
    assert_exact(THREE, events)


@each_game
def test_every_point_of_a_recorded_game_is_exact(read: Read, folder: Path) -> None:
    game = read(folder)
    assert_exact(game.setup, game.events)


@given(made_up.games())
def test_what_was_known_earlier_is_the_beginning_of_what_is_known_later(
    events: list[Event],
) -> None:
    whole = course(THREE, events)
    for count in {0, 1, len(events) // 2, len(events)}:
        part = course(THREE, events[:count])
        assert whole.until(count - 1) == part


@given(made_up.games())
def test_a_course_grows_as_if_it_had_come_at_once(events: list[Event]) -> None:
    follower = Follower(THREE, registry.bind(THREE))
    for event in events:
        follower.extend([event])
        follower.course()
    assert follower.course() == course(THREE, events)


def test_a_track_holds_only_changes_and_starts_before_the_first_event() -> None:
    events = stream(
        ("turn_start", {"player_id": ADA, "turn_number": 1}),
        ("pass_go", {"player_id": ADA, "amount": 200}),
        ("pass_go", {"player_id": BLAISE, "amount": 0}),
        ("purchase", {"player_id": ADA, "position": 39, "price": 350}),
    )
    tracks = course(THREE, events).tracks
    assert tracks[Metric.CASH][ADA] == series.Track((-1, 1, 3), (1500, 1700, 1350))
    assert tracks[Metric.CASH][BLAISE] == series.Track((-1,), (1500,))
    assert tracks[Metric.PROPERTIES][ADA] == series.Track((-1, 3), (0, 400))
    assert tracks[Metric.NET_WORTH][ADA] == series.Track((-1, 1, 3), (1500, 1700, 1750))
    assert tracks[Metric.RENT][ADA] == series.Track((-1, 3), (0, 50))


def test_rent_potential_follows_mortgages_groups_and_counts() -> None:
    table = state.initial(THREE)
    for at in (37, 39, 5, 15, 12):
        table.owners[at] = ADA
    assert series.rent_potential(table, ADA) == 2 * (35 + 50) + 2 * 50 + 28
    table.mortgaged[37] = True  # its fellow is still doubled: the group is one player's
    assert series.rent_potential(table, ADA) == 2 * 50 + 2 * 50 + 28
    table.mortgaged[37], table.houses[39] = False, board.HOTEL
    assert series.rent_potential(table, ADA) == 70 + 2000 + 2 * 50 + 28
    assert series.rent_potential(table, BLAISE) == 0
