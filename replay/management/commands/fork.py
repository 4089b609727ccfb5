"""`manage.py fork`: play a recorded game on from any event, here and now."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import track

from games.domain.errors import RewindError
from replay import reading
from replay.domain.agents.registry import AGENTS
from replay.domain.forks import fork, odds
from replay.domain.forks.odds import Odds
from replay.domain.forks.resume import Refused
from replay.forking import asked, storing
from replay.forking.asked import ForkIn, Order


class Command(BaseCommand):
    """One fork becomes a game; many say who wins how often."""

    help = "Play a game on from an event: one fork is stored as a game, many are only counted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which game, from where, by whom."""
        parser.add_argument("game_id")
        parser.add_argument("--at", type=int, required=True, help="the event to go on from")
        known = ", ".join(AGENTS)
        parser.add_argument("--seats", help=f"an agent for each player, of: {known}")
        parser.add_argument("--seed", type=int, default=1, help="of the first (default: 1)")
        parser.add_argument("--n", type=int, default=1, help="how many games (default: 1)")
        parser.add_argument("--turn-limit", type=int, help="further turns at most")

    def handle(self, *_: Any, game_id: str, **given: Any) -> None:
        """Play; tell the game made, or the shares."""
        seats = given["seats"].split(",") if given["seats"] else None
        wanted = {name: given[name] for name in ("at", "seed", "n", "turn_limit")}
        try:
            order = msgspec.convert({**wanted, "seats": seats}, ForkIn)
            placed = asked.order(reading.open_game(game_id), order)
            self._play(placed)
        except (RewindError, Refused, msgspec.ValidationError) as problem:
            raise CommandError(str(problem)) from problem

    def _play(self, order: Order) -> None:
        first, count = order.asked.seed, order.asked.n
        if any(name not in AGENTS for name in order.plan.seats):
            raise CommandError("language models play forks at the running site only, by its API")
        for note in order.notes:
            self.stderr.write(note)
        if count == 1:
            events = [event for told in fork.play(order.plan, first) for event in told]
            self.stdout.write(storing.store(order, first, events))
            return
        seeds = track(range(first, first + count), "playing", console=Console(stderr=True))
        outcomes = [fork.outcome(order.plan, seed) for seed in seeds]
        self._tell(order, odds.of(outcomes, len(order.plan.seats)))

    def _tell(self, order: Order, found: Odds) -> None:
        for one in found.seats:
            name = order.recording.setup.seats[one.seat].name
            reach = 50 * (one.wins.high - one.wins.low)
            share = f"{100 * one.wins.share:.0f} % ± {reach:.0f}"
            self.stdout.write(f"{name} ({order.plan.seats[one.seat]}) wins {share}")
        self.stdout.write(f"{found.unfinished.count} of {found.games} games were not finished")
