"""Moments of games in which somebody is to choose."""

from random import Random

from replay.domain import match
from replay.domain.agents import chaotic
from replay.domain.rules import engine
from replay.domain.rules.chance import Seeded
from replay.domain.rules.game import Game
from replay.domain.rules.house import House
from replay.players import Moment
from tests.domain.rules.tables import setup


def of(game: Game, *news: str) -> Moment:
    choices = engine.legal_choices(game)
    return Moment(game.setup, match.view(game, choices), choices, news)


def many(seed: int, players: int = 4, turns: int = 60):
    """(moment, what a chaotic player chose there) through a whole game; the board moves on."""
    table, chance, mind = setup(players), Seeded(Random(seed)), Random(seed)
    game = engine.begin(table, House(turn_limit=turns), match.follow(table), chance)
    while engine.legal_choices(game):
        moment = of(game)
        choice = chaotic.choose(moment.view, moment.choices, mind)
        yield moment, choice
        engine.advance(game, choice, chance, moment.choices)
