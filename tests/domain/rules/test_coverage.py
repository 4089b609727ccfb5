"""Every rule occurs in games, and is counted."""

from __future__ import annotations

import sys
from collections import Counter
from random import Random

from replay.domain import match, state
from replay.domain.agents.registry import AGENTS
from replay.domain.board import SALARY, STARTING_CASH
from replay.domain.rules import engine
from replay.domain.rules.chance import Seeded
from replay.domain.rules.house import House
from tests.domain.rules.coverage import RULES, shown
from tests.domain.rules.lawful import assert_lawful
from tests.domain.rules.tables import setup

GAMES = 60
FINE = House().jail_fine


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
    table = setup(players, cash := 1500 + 100 * (seed % 5 - 1))
    names = ("random", "greedy", "trader", "cautious")
    seated = [names[(seat * (1 + seed % 2) + seed) % 4] for seat in range(players)]
    agents = [AGENTS[name] for name in (["random"] * players if seed % 6 == 5 else seated)]
    house = House(
        turn_limit=40 if seed % 10 == 0 else 600,
        salary=200 if seed % 3 else 150,
        jail_fine=50 if seed % 4 else 80,
        reshuffle=seed % 5 > 0,
    )
    chance, mind = Shuffles(Random(seed)), Random(-seed)
    game = engine.begin(table, house, match.follow(table), chance)
    seen: Counter[str] = Counter()
    while choices := engine.legal_choices(game):
        task, before = game.table.agenda[-1], state.copy(game.state)
        choice = agents[choices[0].seat](match.view(game, choices), choices, mind)
        events = engine.advance(game, choice, chance)
        assert_lawful(game.state)
        found = shown(before, game, task, choice, events)
        seen += found
        seen["house rule: salary"] += found["salary"] * (house.salary != SALARY)
        fines = found["jail left by fine"] + found["jail left by forced fine"]
        seen["house rule: jail fine"] += fines * (house.jail_fine != FINE)
    seen["deck reshuffled"] += chance.count - 2
    seen[f"{players} players"] += 1
    seen["house rule: starting cash"] += cash != STARTING_CASH
    seen["house rule: a card goes under its deck"] += not house.reshuffle
    return +seen
