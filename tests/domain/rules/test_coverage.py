"""Every rule occurs in games, and is counted."""

from __future__ import annotations

import sys
from collections import Counter
from random import Random

from replay.domain import match, state
from replay.domain.agents.registry import AGENTS
from replay.domain.rules import engine
from replay.domain.rules.chance import Seeded
from replay.domain.rules.house import House
from tests.domain.rules.coverage import RULES, shown
from tests.domain.rules.lawful import assert_lawful
from tests.domain.rules.tables import setup

GAMES = 60


class Shuffles(Seeded):
    """A chance that counts the decks shuffled anew."""

    count = 0

    def shuffled(self, cards):
        self.count += 1
        return super().shuffled(cards)


def test_every_rule_occurs_in_sixty_games_and_no_board_on_the_way_is_unlawful():
    seen: Counter[str] = Counter()
    for seed in range(GAMES):
        seen += played(seed)
    width = max(map(len, RULES))
    table = "\n".join(f"{rule:{width}} {seen[rule]:7,}" for rule in RULES)
    sys.stdout.write(f"\n{table}\n")
    assert set(seen) == set(RULES)


def played(seed: int) -> Counter[str]:
    """The rules one whole game shows, its seats filled by all the agents in turn."""
    players = 2 + seed % 7
    table = setup(players)
    names = ("random", "greedy", "trader", "cautious")
    agents = [AGENTS[names[(seat * (1 + seed % 2) + seed) % 4]] for seat in range(players)]
    house = House(turn_limit=40 if seed % 10 == 0 else 600)
    chance, mind = Shuffles(Random(seed)), Random(-seed)
    game = engine.begin(table, house, match.follow(table), chance)
    seen: Counter[str] = Counter()
    while choices := engine.legal_choices(game):
        task, before = game.table.agenda[-1], state.copy(game.state)
        choice = agents[choices[0].seat](match.view(game, choices), choices, mind)
        events = engine.advance(game, choice, chance)
        assert_lawful(game.state)
        seen += shown(before, game, task, choice, events)
    seen["deck reshuffled"] += chance.count - 2
    return +seen
