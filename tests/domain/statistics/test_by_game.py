"""What is summed up once and kept comes to what summing up each time comes to."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay.domain.statistics import deeds, economy
from replay.domain.statistics.by_game import Runs, Seated
from replay.domain.statistics.chosen import choose
from replay.domain.statistics.distinct import distinct
from replay.domain.statistics.filters import Filters
from replay.domain.statistics.groups import By, Grouping
from tests.domain.statistics.games import tables

GAMES = 24
WHOLE = tables(GAMES)


@given(st.lists(st.integers(0, 40), max_size=60), st.sampled_from([41, 5_000]))
def test_numbers_are_told_apart_as_by_sorting(numbers, count):
    given_ = np.array(numbers, "i8")
    found, places = distinct(given_, count)
    assert found.tolist() == sorted(set(numbers))
    assert found[places].tolist() == numbers


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(-9, 9)), max_size=40))
def test_rows_of_a_game_are_summed_up_in_whatever_order_they_come(rows):
    game, values = (np.array([row[at] for row in rows], "i8") for at in (0, 1))
    runs = Runs(game)
    sums = runs.sums(np.stack([values, 2 * values], axis=1))
    expected = [sum(value for at, value in rows if at == one) for one in sorted(set(game.tolist()))]
    assert runs.games.tolist() == sorted(set(game.tolist()))
    assert sums.tolist() == [[one, 2 * one] for one in expected]


def _masks():
    seats, players = WHOLE.seats, WHOLE.games["players"]
    yield "all", np.ones(len(seats), bool)
    yield "none", np.zeros(len(seats), bool)
    yield "whole games", players[seats.game] == 3
    yield "some players", seats["seat"] == 1
    yield "one game whole, of another one player", (seats.game == 2) | (np.arange(len(seats)) == 0)


@pytest.mark.parametrize("name", [name for name, _ in _masks()])
def test_players_come_to_the_same_whether_sums_are_kept_or_not(name):
    mask = dict(_masks())[name]
    for _ in range(2):
        seated = Seated(WHOLE, mask)
        sums = seated.sums("landings", lambda rows: rows["landings"])
        for row, game in zip(sums, seated.games.tolist(), strict=True):
            places = [at for at in np.flatnonzero(mask) if WHOLE.seats.game[at] == game]
            expected = [sum(WHOLE.seats["landings"][at][to] for at in places) for to in range(40)]
            assert row.tolist() == expected
        assert set(seated.games.tolist()) == set(WHOLE.seats.game[mask].tolist())


@pytest.mark.parametrize("players", [2, 3, 4])
def test_a_choice_of_games_has_the_numbers_of_tables_of_just_these(players):
    chosen = choose(WHOLE, Filters(players=(players,)))
    alone = choose(WHOLE.take(np.flatnonzero(chosen.games)), Filters())
    assert deeds.board(choose(WHOLE, Filters())).told == GAMES
    assert deeds.board(chosen) == deeds.board(alone)
    told, again = (economy.economy(one, Grouping(one, By.MODEL)) for one in (chosen, alone))
    assert (told.money, told.types, told.lengths) == (again.money, again.types, again.lengths)


def test_games_that_grow_the_tables_are_in_every_sum():
    few = tables(GAMES - 6)
    deeds.board(choose(few, Filters()))
    grown = few.joined(WHOLE.take(np.arange(GAMES - 6, GAMES)))
    assert deeds.board(choose(grown, Filters())) == deeds.board(choose(WHOLE, Filters()))


def test_trades_of_more_groups_than_are_told_are_left_alone(monkeypatch):
    chosen = choose(WHOLE, Filters())
    every = economy.economy(chosen, Grouping(chosen, By.AGENT)).trades
    monkeypatch.setattr("replay.domain.statistics.groups.MOST", 2)
    assert economy.economy(chosen, Grouping(chosen, By.AGENT)).trades == every[:2]
