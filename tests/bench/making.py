"""Making events, by the rules and the fold, against storing the same events by raw COPY."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

from django.db import connection
from msgspec import Struct

from games.domain.envelope import Event
from games.models import Game
from replay.domain import match
from replay.domain.agents.registry import AGENTS
from replay.domain.rules import engine
from replay.domain.rules.chance import Seeded
from replay.domain.rules.choice import Choice
from replay.domain.setup import Seat, Setup
from tests.bench import append, games
from tests.bench.rig import Site
from tests.bench.table import Table

GAMES = 30
ROUNDS = 5
AGENTS_SEATED = ("greedy", "cautious", "trader", "random")
SETUP = Setup(tuple(Seat(seat, name) for seat, name in enumerate(("Ada", "Blaise", "Clara", "Di"))))
_TICKS = os.sysconf("SC_CLK_TCK")


class Played(Struct):
    """What was chosen in a game, and what came of it."""

    seed: int
    choices: list[Choice]
    events: list[Event]


def measure(_: Site, table: Table) -> None:
    """Both in turn, in seconds of one core: COPY's are those of the client and of PostgreSQL."""
    played = [_play(seed) for seed in range(GAMES)]
    count = sum(len(game.events) for game in played)
    ways: dict[str, list[float]] = {"rules": [], "copy": [], "once": []}
    for _turn in range(ROUNDS):
        ways["rules"].append(_make(played))
        ways["copy"].append(_store(played, games.BATCH))
        ways["once"].append(_store(played, count))
    rates = {way: count / statistics.median(seconds) for way, seconds in ways.items()}
    made = f"{rates['rules']:,.0f} events/s"
    for way, what in (("copy", f"COPY, {games.BATCH} a commit"), ("once", "COPY, one a game")):
        against = f"{what}: {rates[way]:,.0f}/s"
        table.ratio("rules and fold, one core", made, against, rates["rules"] / rates[way], "≥ 1")


def _play(seed: int) -> Played:
    """Let the agents think now: their time is none of the rules'."""
    chance, minds = _chance(seed), [Random(seat) for seat in range(len(SETUP.seats))]
    game = engine.begin(SETUP, match.ENDLESS, match.follow(SETUP), chance)
    played = Played(seed, [], list(game.told))
    while legal := engine.legal_choices(game):
        seat = legal[0].seat
        choice = AGENTS[AGENTS_SEATED[seat]](match.view(game, legal), legal, minds[seat])
        played.choices.append(choice)
        played.events += engine.advance(game, choice, chance, legal)
    return played


def _make(played: Sequence[Played]) -> float:
    """Seconds for the same games once more: every menu, every choice checked, every event."""
    started, count = time.process_time(), 0
    for one in played:
        chance = _chance(one.seed)
        game = engine.begin(SETUP, match.ENDLESS, match.follow(SETUP), chance)
        count += len(game.told)
        for choice in one.choices:
            count += len(engine.advance(game, choice, chance, engine.legal_choices(game)))
    seconds = time.process_time() - started
    if count != sum(len(one.events) for one in played):
        raise SystemExit("the same seeds and choices made other games")
    return seconds


def _store(played: Sequence[Played], batch: int) -> float:
    for one in played:
        games.store(_name(one), [])
    rows = [append.rows_of(_name(one), one.events) for one in played]
    started = _cores_used()
    for of_game in rows:
        for start in range(0, len(of_game), batch):
            append.copy_in(of_game[start : start + batch])
    seconds = _cores_used() - started
    for one in played:
        Game.objects.filter(game_id=_name(one)).delete()
    return seconds


def _cores_used() -> float:
    """Seconds of processor time this process and its database backend have used so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    figures = Path(f"/proc/{backend}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return time.process_time() + (int(figures[11]) + int(figures[12])) / _TICKS


def _name(one: Played) -> str:
    return f"made-{one.seed}"


def _chance(seed: int) -> Seeded:
    return Seeded(Random(f"{seed} chance"))
