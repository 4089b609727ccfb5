"""Forks played with an eye on the table: what the engine knows must fit what the board shows."""

from __future__ import annotations

from random import Random

from replay.domain import match
from replay.domain.agents.registry import AGENTS
from replay.domain.fold import FoldBreak
from replay.domain.forks import fork
from replay.domain.forks.fork import house_of
from replay.domain.forks.resume import Moment, Refused, resume
from replay.domain.rules import agenda, engine
from replay.domain.rules.game import Game
from replay.domain.rules.house import House

SEATS = ("greedy", "trader", "random", "cautious")
MOST_CHOICES = 5000
"""Of a few turns: more is a game that never ends."""


def played(moment: Moment, seed: int, turns: int = 3) -> Game:
    """The game some turns on, every table on the way looked at. Raises Refused."""
    resumed = resume(moment, house_of(moment, House(), turns), seed)
    game = resumed.game
    assert_fits(game)
    minds = [Random(f"{seed} {seat}") for seat in range(len(game.state.players))]
    for _ in range(MOST_CHOICES):
        legal = fork.choices(resumed)
        if not legal:
            return game
        seat = legal[0].seat
        agent = AGENTS[SEATS[seat % len(SEATS)]]
        choice = agent(match.view(game, legal), legal, minds[seat])
        try:
            engine.advance(game, choice, resumed.chance, legal)
        except FoldBreak as broken:
            raise Refused(broken.reason) from broken
        assert_fits(game)
    raise AssertionError(f"{turns} turns take more than {MOST_CHOICES} choices")


def assert_fits(game: Game) -> None:
    """Cards in hand are known by deck, what is open is on the agenda, who is out has no task."""
    state, tasks = game.state, game.table.agenda
    held = [player.jail_cards for player in state.players]
    assert [len(kept) for kept in game.table.kept] == held
    if state.is_over:
        return
    bidding = [task for task in tasks if isinstance(task, agenda.Bidding)]
    answers = [task for task in tasks if isinstance(task, agenda.Answer)]
    assert len(bidding) == (state.auction is not None)
    assert len(answers) == (state.trade is not None)
    for task in tasks[1:]:
        if not isinstance(task, agenda.Sale | agenda.Bidding):  # there it is where asking starts
            assert not game.player(task.seat).is_bankrupt
