"""Ratings: openskill's, game by game in the order they ended."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from openskill.models import PlackettLuce

from replay.domain.statistics import ratings, sheet
from replay.domain.statistics.chosen import choose
from replay.domain.statistics.estimates import Z
from replay.domain.statistics.filters import Filters
from replay.domain.statistics.groups import By, Group
from replay.domain.statistics.ratings import Course, Kept
from replay.domain.statistics.tables import Tables
from tests.domain.statistics import games, slowly
from tests.domain.statistics.games import tables

WHOLE = choose(tables(slowly.GAMES), Filters())


def rated(chosen, by=By.MODEL):
    *_, (done, total, found) = ratings.rate(Course(chosen, by))
    assert done == total
    return found


def by_hand(wanted):
    """One player a team, each game for itself."""
    model = PlackettLuce()
    known = {}
    for game in wanted:
        seats = [player for player in slowly.players() if player.game == game]
        teams = [[known.get(player.label) or model.rating()] for player in seats]
        after = model.rate(teams, ranks=[float(place) for place in slowly.places(game)])
        known |= {player.label: one for player, (one,) in zip(seats, after, strict=True)}
    return known


def test_ratings_are_those_of_openskill_game_by_game():
    over = [game for game in range(slowly.GAMES) if slowly.decided(game)]
    found, expected = rated(WHOLE), by_hand(over)
    assert {group.value for group in found} == set(expected)
    for group, one in found.items():
        belief = expected[group.value]
        assert one.value == pytest.approx(belief.mu)
        assert one.high - one.value == pytest.approx(Z * belief.sigma)
        assert one.games == len({p.game for p in slowly.of(group.value) if p.game in over})


def test_the_order_of_the_tables_is_no_matter():
    backwards = tables(slowly.GAMES).take(np.arange(slowly.GAMES)[::-1])
    assert rated(choose(backwards, Filters())) == rated(WHOLE)


def test_opponents_who_are_not_chosen_are_rated_all_the_same():
    greedy = rated(choose(tables(slowly.GAMES), Filters(agent=("greedy",))))
    wanted = sorted({player.game for player in slowly.of("greedy")})
    expected = by_hand(wanted)
    group = Group("agent", "greedy", is_modelless=True)
    assert greedy[group].value == pytest.approx(expected["greedy"].mu)
    assert len(greedy) > 1


def test_several_seats_of_one_group_are_rated_at_their_mean():
    made = games.made(2)  # four players
    seats = tuple(
        sheet.msgspec.structs.replace(seat, agent="same" if at < 2 else seat.agent)
        for at, seat in enumerate(made.body.seats)
    )
    body = sheet.msgspec.structs.replace(made.body, seats=seats)
    chosen = choose(Tables.of([sheet.pack(made.facts, body)]), Filters())
    found = rated(chosen)[Group("agent", "same", is_modelless=True)]
    model = PlackettLuce()
    places = [float(place) for place in slowly.places(2)]
    after = model.rate([[model.rating()] for _ in places], ranks=places)
    assert found.value == pytest.approx((after[0][0].mu + after[1][0].mu) / 2)
    assert (found.n, found.games) == (2, 1)


def test_progress_is_told_until_all_are_rated(monkeypatch):
    monkeypatch.setattr(ratings, "CHUNK", 5)
    told = list(ratings.rate(Course(WHOLE, By.MODEL)))
    assert [found is None for _, _, found in told] == [True] * (len(told) - 1) + [False]
    assert all(one[0] < other[0] for one, other in pairwise(told))


def test_nobody_is_rated_without_a_game_that_is_over():
    assert rated(choose(Tables.of([]), Filters())) == {}


@pytest.mark.parametrize("by", By)
@pytest.mark.parametrize("steps", [1, 3])
def test_games_that_are_added_are_rated_as_if_all_were_rated_anew(by, steps, monkeypatch):
    monkeypatch.setattr(ratings, "STEP", 4)
    monkeypatch.setattr(ratings, "STEPS", steps)
    kept, begun = Kept(), []
    for count in (7, 8, 20, slowly.GAMES, 15):
        course = Course(choose(tables(count), Filters()), by)
        begun.append(kept.longest(course)[0])
        *_, (done, total, found) = ratings.rate(course, kept)
        assert (done, total) == (len(course), len(course))
        assert found == rated(choose(tables(count), Filters()), by)
    assert begun[0] == 0
    assert all(begun[1:4])


def test_a_game_that_ended_before_others_is_rated_in_its_place(monkeypatch):
    monkeypatch.setattr(ratings, "STEP", 2)
    whole = tables(slowly.GAMES)
    order = ratings.in_order(choose(whole, Filters()))
    for missing in (order[-2], order[0]):
        rest = np.array([place for place in range(slowly.GAMES) if place != missing])
        kept = Kept()
        *_, _ = ratings.rate(Course(choose(whole.take(rest), Filters()), By.AGENT), kept)
        course = Course(choose(whole, Filters()), By.AGENT)
        assert kept.longest(course)[0] < len(course)
        *_, (_, _, found) = ratings.rate(course, kept)
        assert found == rated(choose(whole, Filters()), By.AGENT)


def test_what_is_kept_is_not_changed_by_going_on(monkeypatch):
    kept = Kept()
    short = Course(choose(tables(9), Filters()), By.MODEL)
    *_, (_, _, before) = ratings.rate(short, kept)
    for _ in range(2):
        *_, (_, _, found) = ratings.rate(Course(WHOLE, By.MODEL), kept)
        assert found == rated(WHOLE)
    *_, (_, _, again) = ratings.rate(short, kept)
    assert again == before


def test_other_filters_or_groups_do_not_go_on_from_each_other():
    kept = Kept()
    *_, _ = ratings.rate(Course(WHOLE, By.MODEL), kept)
    assert kept.longest(Course(WHOLE, By.STRATEGY))[0] == 0
    assert (
        kept.longest(Course(choose(tables(slowly.GAMES), Filters(players=(3,))), By.MODEL))[0] == 0
    )
