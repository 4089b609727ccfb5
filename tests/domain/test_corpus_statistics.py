"""Statistics over recorded games: the results their engines stored, added up."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from functools import cache

import pytest

from replay.domain.dialects import registry
from replay.domain.statistics import deeds, finders, leaderboard, sheet
from replay.domain.statistics.chosen import choose
from replay.domain.statistics.filters import Filters
from replay.domain.statistics.groups import By, Grouping
from replay.domain.statistics.moments import Behind, Of
from replay.domain.statistics.sheet import Facts
from replay.domain.statistics.tables import Tables
from replay.domain.summary import deciding
from replay.domain.summary.body import Body, Seat
from replay.domain.summary.collector import Collector
from tests import corpus
from tests.corpus import arena, benchmark

FOLDERS = {
    "arena": (arena.read, corpus.folders("arena")),
    "benchmark": (benchmark.read, corpus.folders("benchmark")),
}
pytestmark = pytest.mark.skipif(corpus.location() is None, reason=corpus.absence())


@cache
def games(engine: str) -> Tables:
    """All of an engine's games; each player is an agent of its own name."""
    read, folders = FOLDERS[engine]
    return Tables.of([_sheet(folder.name, read(folder)) for folder in folders])


def _sheet(name, game) -> bytes:
    collector = Collector(game.setup, registry.bind(game.setup))
    collector.extend(game.events)
    seats = tuple(Seat(seat.player_id, seat.name, seat.name, "", "") for seat in game.setup.seats)
    made = tuple(deciding.of(seat.player_id, ()) for seat in game.setup.seats)
    body = Body(collector.summary(), seats, made, None)
    return sheet.pack(
        Facts(name, "finished", game.setup.dialect, datetime(2026, 1, 1, tzinfo=UTC)), body
    )


def standings(engine: str):
    chosen = choose(games(engine), Filters())
    return {
        one.group.value: one for one in leaderboard.standings(chosen, Grouping(chosen, By.AGENT))
    }


def stored():
    """The rows of players of the arena's finished games."""
    found = []
    for folder in FOLDERS["arena"][1]:
        told = json.loads((folder / "db.json").read_bytes())
        if told["game"]["status"] == "finished":
            found += told["players"]
    return found


def test_wins_places_and_worth_are_those_the_arena_stored():
    rows, told = stored(), standings("arena")
    for name in {row["name"] for row in rows}:
        mine = [row for row in rows if row["name"] == name]
        one = told[name]
        assert one.decided == len(mine)
        assert one.wins == sum(row["is_winner"] for row in mine)
        for column, estimate in (
            ("final_net_worth", one.net_worth),
            ("placement", one.placement),
            ("is_bankrupt", one.bankrupt),
        ):
            assert estimate.value == pytest.approx(sum(row[column] for row in mine) / len(mine))


def test_every_bankruptcy_of_the_benchmark_is_in_a_kill_zone():
    chosen = choose(games("benchmark"), Filters())
    expected = 0
    for folder in FOLDERS["benchmark"][1]:
        game = benchmark.read(folder)
        expected += sum(player["is_bankrupt"] for player in game.truths[-1][1]["players"])
    kills = sum(space.kills for space in deeds.board(chosen).spaces)
    assert kills == expected
    assert finders.find(chosen, Behind(Of.BANKRUPT)).total == expected


def test_the_winners_of_the_benchmark_are_who_it_says():
    wins = Counter()
    for folder in FOLDERS["benchmark"][1]:
        game = benchmark.read(folder)
        told = json.loads((folder / "meta.json").read_bytes())
        if told.get("ended", True) and told["winner_player_id"] is not None:
            seat = game.setup.player_ids.index(told["winner_player_id"])
            wins[game.setup.seats[seat].name] += 1
    assert {name: one.wins for name, one in standings("benchmark").items() if one.wins} == wins


@pytest.mark.parametrize("engine", FOLDERS)
def test_no_game_is_left_out(engine):
    chosen = choose(games(engine), Filters())
    assert len(chosen) == len(FOLDERS[engine][1])
