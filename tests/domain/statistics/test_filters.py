"""Filters: what they choose, what is left out and why, and that an address holds them whole."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay.domain.statistics import chosen, filters, sheet
from replay.domain.statistics.chosen import LeftOut, choose
from replay.domain.statistics.filters import NONE, BadFilter, Filters
from replay.domain.statistics.tables import Tables
from replay.domain.summary.game import Doubt
from tests.domain.statistics import games
from tests.domain.statistics.games import DATED, made, tables

GAMES = 24
_TEXT = st.text(min_size=1, max_size=8).map(str.strip).filter(bool)
_TEXTS = st.lists(_TEXT, max_size=3, unique=True).map(tuple)
_DAYS = st.none() | st.dates(date(2025, 1, 1), date(2025, 6, 1))


def names(told: chosen.Chosen) -> set[str]:
    return {told.tables.word(code) for code in told.game("name")}


def expected(keep) -> set[str]:
    return {f"game-{seed}" for seed in range(GAMES) if keep(seed)}


def agents(seed: int) -> set[str]:
    return {seat.agent for seat in made(seed).body.seats}


@given(
    st.builds(
        Filters,
        model=_TEXTS,
        strategy=_TEXTS,
        tag=_TEXTS,
        players=st.lists(st.integers(0, 99), max_size=3, unique=True).map(tuple),
        since=_DAYS,
        until=_DAYS.map(lambda day: day and day + timedelta(days=200)),
        forks=st.booleans(),
    )
)
def test_an_address_holds_filters_whole(told):
    query: dict[str, list[str]] = {}
    for name, value in told.query():
        query.setdefault(name, []).append(value)
    assert filters.read(query) == told


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"players": ["four"]}, "players"),
        ({"players": ["-1"]}, "players"),
        ({"since": ["yesterday"]}, "since"),
        ({"since": ["2026-02-01"], "until": ["2026-01-01"]}, "since"),
        ({"doubtful": ["yes"]}, "doubtful"),
        ({"model": [str(one) for one in range(99)]}, "model"),
    ],
)
def test_what_is_no_filter_is_named(query, field):
    with pytest.raises(BadFilter) as bad:
        filters.read(query)
    assert bad.value.field == field


def test_blank_values_choose_all():
    assert filters.read({"model": ["", " "], "since": [""], "x": ["y"]}) == Filters()


@pytest.mark.parametrize(
    ("told", "keep"),
    [
        (Filters(), lambda _: True),
        (Filters(agent=("greedy",)), lambda seed: "greedy" in agents(seed)),
        (
            Filters(agent=("greedy", "llm-random")),
            lambda seed: agents(seed) & {"greedy", "llm-random"},
        ),
        (Filters(model=("model-trader",)), lambda seed: "llm-trader" in agents(seed)),
        (Filters(strategy=("hoard",)), lambda seed: "llm-cautious" in agents(seed)),
        (Filters(model=(NONE,)), lambda seed: seed % 3 != 0),
        (
            Filters(model=(NONE, "model-trader")),
            lambda seed: seed % 3 or "llm-trader" in agents(seed),
        ),
        (Filters(tag=("run=a",)), lambda seed: seed % 2 == 0),
        (Filters(tag=("run=a", "run=b")), lambda _: True),
        (Filters(players=(3,)), lambda seed: len(made(seed).agents) == 3),
        (Filters(status=("error",)), lambda _: False),
        (Filters(dialect=("native",)), lambda _: True),
        (Filters(since=date(2026, 1, 5)), lambda seed: seed >= 4),
        (Filters(until=date(2026, 1, 5)), lambda seed: seed <= 4),
        (Filters(agent=("nobody",)), lambda _: False),
        (
            Filters(agent=("greedy",), players=(2, 4), tag=("run=b",)),
            lambda seed: "greedy" in agents(seed) and seed % 3 != 1 and seed % 2,
        ),
    ],
)
def test_filters_choose_games(told, keep):
    assert names(choose(tables(GAMES), told)) == expected(keep)


def test_of_chosen_games_the_chosen_players_are_counted():
    told = choose(tables(GAMES), Filters(agent=("greedy",), players=(4,)))
    assert {told.tables.word(code) for code in told.seat("agent")} == {"greedy"}
    assert set(told.tables.games["players"][told.seat_game]) == {4}
    assert len(told.rows("games")) == len(told)
    kills = told.own_rows("kills")
    victims = told.tables.seats["agent"][told.tables.seat_of(kills)]
    assert {told.tables.word(code) for code in victims} <= {"greedy"}


def doubted(doubt: Doubt, seed: int = 0) -> bytes:
    one = made(seed)
    doubts = {**one.body.game.doubts, doubt: 1}
    game = msgspec.structs.replace(one.body.game, doubts=doubts)
    return sheet.pack(games.facts(99), msgspec.structs.replace(one.body, game=game))


@pytest.mark.parametrize(
    ("doubt", "reason", "again"),
    [
        (Doubt.UNREADABLE, LeftOut.DOUBTFUL, Filters(doubtful=True)),
        (Doubt.BROKEN, LeftOut.DOUBTFUL, Filters(doubtful=True)),
        (Doubt.UNREAD, LeftOut.DOUBTFUL, Filters(doubtful=True)),
        (Doubt.MISSING, LeftOut.DOUBTFUL, Filters(doubtful=True)),
        (Doubt.CONTESTED, LeftOut.DOUBTFUL, Filters(doubtful=True)),
        (Doubt.EXCESSIVE, LeftOut.DOUBTFUL, Filters(doubtful=True)),
        (Doubt.RESTORED, LeftOut.FORK, Filters(forks=True)),
    ],
)
def test_doubtful_games_and_forks_are_left_out_unless_asked_for(doubt, reason, again):
    mixed = Tables.of([games.packed(1), doubted(doubt)])
    told = choose(mixed, Filters())
    assert names(told) == {"game-1"}
    assert {why: int(mask.sum()) for why, mask in told.left_out.items() if mask.any()} == {
        reason: 1
    }
    assert names(choose(mixed, again)) == {"game-1", "game-99"}


def test_restated_boards_and_unfinished_games_are_no_reason():
    mixed = Tables.of(
        [doubted(Doubt.RESTATED), doubted(Doubt.UNFINISHED), doubted(Doubt.UNCLAIMED)]
    )
    assert len(choose(mixed, Filters())) == 3


def test_what_is_outdated_is_in_no_number():
    outdated = np.arange(GAMES) == 3
    told = choose(tables(GAMES), Filters(), outdated)
    assert names(told) == expected(lambda seed: seed != 3)
    assert told.left_out[LeftOut.OUTDATED].sum() == 1
    assert not told.own[told.tables.seats.game == 3].any()


def test_a_day_ends_at_midnight_utc():
    late = sheet.pack(games.facts(1, dated=DATED + timedelta(hours=23.99)), made(1).body)
    told = Tables.of([late])
    assert len(choose(told, Filters(until=DATED.date()))) == 1
    assert len(choose(told, Filters(since=DATED.date() + timedelta(days=1)))) == 0
