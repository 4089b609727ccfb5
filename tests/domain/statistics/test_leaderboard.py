"""Standings, head to head and the order of seats, against whole games looked at one by one."""

from __future__ import annotations

from collections import Counter

import pytest

from replay.domain import state
from replay.domain.statistics import estimates, leaderboard, versus
from replay.domain.statistics.chosen import choose
from replay.domain.statistics.filters import Filters
from replay.domain.statistics.groups import By, Grouping
from replay.domain.statistics.tables import Tables
from tests.domain.statistics import slowly
from tests.domain.statistics.games import tables

WHOLE = choose(tables(slowly.GAMES), Filters())
GROUPS = Grouping(WHOLE, By.MODEL)
STANDINGS = {one.group.value: one for one in leaderboard.standings(WHOLE, GROUPS)}
each_label = pytest.mark.parametrize("label", sorted(slowly.labels()))


def approx(value):
    return None if value is None else pytest.approx(value)


def test_everybody_who_sat_somewhere_has_a_standing():
    assert set(STANDINGS) == slowly.labels()
    assert {label: one.group.field for label, one in STANDINGS.items()} == {
        label: "model" if label.startswith("model-") else "agent" for label in slowly.labels()
    }


@each_label
def test_results_are_those_of_the_last_boards(label):
    told = STANDINGS[label]
    mine = slowly.of(label)
    over = [player for player in mine if slowly.decided(player.game)]
    assert (told.seats, told.decided) == (len(mine), len(over))
    assert told.games == len({player.game for player in mine})
    assert told.repeated == sum(
        count > 1 for count in Counter(player.game for player in mine).values()
    )
    assert told.wins == sum(player.won for player in over)
    assert told.win_rate == estimates.wilson(
        told.wins, len(over), len({player.game for player in over})
    )
    assert told.by_chance == approx(slowly.mean(1 / player.players for player in over))
    assert told.placement.value == approx(
        slowly.mean(slowly.places(player.game)[player.seat] for player in over)
    )
    assert told.net_worth.value == approx(
        slowly.mean(state.net_worth(player.slow.last, player.seat) for player in over)
    )
    assert told.bankrupt.value == approx(slowly.share(player.end.is_bankrupt for player in over))
    assert told.survived.value == approx(
        slowly.mean(player.slow.survived(player.seat) for player in over)
    )


@each_label
def test_decisions_latencies_and_costs_are_those_of_each_decision(label):
    told = STANDINGS[label]
    mine = [(player, slowly.decisions(player)) for player in slowly.of(label)]
    every = [one for _, made in mine for one in made]
    assert told.decisions == len(every)
    assert told.fallbacks.value == approx(slowly.share(one["fallback"] for one in every))
    assert told.invalid.value == approx(slowly.share(one["error"] for one in every))
    assert told.off_menu.value == approx(
        slowly.share(one["chosen"]["action"] not in one["menu"] for one in every)
    )
    latencies = sorted(one["latency"] for one in every)
    for found, at in ((told.latency_p50, 0.5), (told.latency_p95, 0.95)):
        assert found.n == len(latencies)
        if latencies:
            exact = latencies[-(-len(latencies) * round(100 * at) // 100) - 1]
            assert found.value == pytest.approx(exact, rel=0.011)
    usages = [[one["chosen"]["usage"] for one in made] for _, made in mine if made]
    assert told.tokens.value == approx(
        slowly.mean(sum(u["prompt_tokens"] + u["completion_tokens"] for u in one) for one in usages)
    )
    assert told.cost.value == approx(slowly.mean(sum(u["cost_usd"] for u in one) for one in usages))
    paid = sum(
        one["chosen"]["usage"]["cost_usd"]
        for player, made in mine
        if slowly.decided(player.game)
        for one in made
    )
    used = sum(
        one["chosen"]["usage"][kind]
        for player, made in mine
        if slowly.decided(player.game)
        for one in made
        for kind in ("prompt_tokens", "completion_tokens")
    )
    wins = sum(player.won for player, made in mine if made)
    assert told.tokens_of_win.value == (pytest.approx(used / wins) if wins else None)
    assert told.cost_of_win.value == (pytest.approx(paid / wins) if wins else None)


def test_cost_is_only_of_who_told_all_of_it():
    assert STANDINGS["greedy"].cost.value is None
    assert STANDINGS["greedy"].cost.n == 0


def test_the_matrix_counts_who_was_placed_before_whom():
    groups, matrix = versus.head_to_head(WHOLE, By.MODEL)
    counted, ties = Counter(), Counter()
    for one in slowly.players():
        for other in slowly.players():
            if one.game == other.game and one.label != other.label and slowly.decided(one.game):
                own, theirs = (slowly.places(one.game)[x.seat] for x in (one, other))
                counted[one.label, other.label, own < theirs] += own != theirs
                ties[one.label, other.label] += own == theirs
    for row, line in zip(groups, matrix, strict=True):
        for column, cell in zip(groups, line, strict=True):
            key = row.value, column.value
            ahead, behind = counted[*key, True], counted[*key, False]
            if not (ahead or behind or ties[key]):
                assert cell is None
                continue
            assert (cell.one, cell.other, cell.ties) == (row, column, ties[key])
            assert cell.ahead.n == ahead + behind
            assert cell.ahead.value == (
                pytest.approx(ahead / (ahead + behind)) if ahead + behind else None
            )


def test_the_matrix_has_the_chosen_as_rows_against_all_who_sat_with_them():
    told = choose(tables(slowly.GAMES), Filters(agent=("greedy",)))
    groups, matrix = versus.head_to_head(told, By.MODEL)
    rows = {group.value for group, line in zip(groups, matrix, strict=True) if any(line)}
    assert rows == {"greedy"}
    assert len({cell.other.value for line in matrix for cell in line if cell}) > 1


def test_wins_by_seat_are_counted_for_each_size_of_table():
    found = {(one.players, one.seat): one.wins for one in versus.seat_order(WHOLE)}
    for size in (2, 3, 4):
        for seat in range(size):
            mine = [
                player
                for player in slowly.players()
                if (player.players, player.seat) == (size, seat) and slowly.decided(player.game)
            ]
            assert found.pop((size, seat)) == estimates.wilson(
                sum(player.won for player in mine), len(mine), len(mine)
            )
    assert not found


def test_strategies_and_agents_can_be_what_is_in_common():
    by_strategy = Grouping(WHOLE, By.STRATEGY)
    assert {group.value for group in by_strategy.all} == {"", "hoard"}
    hoarding = next(one for one in leaderboard.standings(WHOLE, by_strategy) if one.group.value)
    assert hoarding.seats == sum(player.label == "model-cautious" for player in slowly.players())
    agents = {group.value for group in Grouping(WHOLE, By.AGENT).all}
    assert agents == {player.agent for player in slowly.players()}


def test_of_no_games_there_are_no_standings():
    nobody = choose(Tables.of([]), Filters())
    assert leaderboard.standings(nobody, Grouping(nobody, By.MODEL)) == []
    assert versus.head_to_head(nobody, By.MODEL) == ([], [])
    assert versus.seat_order(nobody) == []
