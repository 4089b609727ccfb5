"""Other engines' games, played on by the rules from all over them."""

from __future__ import annotations

import pytest

from replay.domain import snapshot, timeline
from replay.domain.forks import fork
from replay.domain.forks.fork import Plan, house_of
from replay.domain.forks.resume import Refused, resume, setup_of
from replay.domain.rules.house import House
from tests import corpus
from tests.corpus import arena, benchmark
from tests.domain.forks.moments import moments

PLAYED = 150
"""Moments of each game that are played on, spread evenly; ten times that are compared."""


@corpus.each(
    [(benchmark.read, folder) for folder in corpus.folders("benchmark")]
    + [(arena.read, folder) for folder in corpus.folders("arena")]
)
def test_any_moment_of_a_foreign_game_is_rebuilt_to_the_letter_and_played_on(read, folder):
    recording = read(folder)
    rare, often = max(1, len(recording.events) // PLAYED), max(1, len(recording.events) // 1500)
    seats = ("greedy",) * len(recording.setup.seats)
    ours, refused = setup_of(recording.setup), []
    for index, moment in enumerate(moments(recording.setup, recording.events)):
        if index % often:
            continue
        try:
            game = resume(moment, House(), index).game
        except Refused as error:
            refused.append(str(error))
            continue
        rebuilt = timeline.build(ours, game.told[:2]).at(1)
        assert snapshot.differences(moment.state, rebuilt, ours) == []
        if index % rare == 0:
            end = fork.outcome(Plan(moment, house_of(moment, House(), 3), seats), index)
            assert end.events > 2
    assert {why for why in refused if "over by" not in why and "are left" not in why} == set()


@pytest.mark.skipif(corpus.location() is None, reason=corpus.absence())
def test_a_player_in_debt_has_to_make_it_good_before_anything_else():
    folder = next(one for one in corpus.folders("arena") if one.name == "arena-19")
    recording = arena.read(folder)
    moment = next(
        one
        for one in moments(recording.setup, recording.events)
        if any(player.cash < 0 and not player.is_bankrupt for player in one.state.players)
    )
    resumed = resume(moment, House(), 1)
    (seat,) = {choice.seat for choice in fork.choices(resumed)}
    assert moment.state.players[seat].cash < 0
    assert {one.action for one in fork.choices(resumed)} <= {"sell", "mortgage", "bankrupt"}
    assert any("make it good" in note for note in resumed.notes)
