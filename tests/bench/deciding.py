"""The decision panel of a long game with thousands of prompts, against a frame of the same game."""

from __future__ import annotations

import random
import statistics
from typing import Any

import msgspec
from django.db import connection

from games import ingest
from games.domain.envelope import Decision
from games.domain.identity import game_uuid
from tests.bench import frames, games
from tests.bench.rig import Site
from tests.bench.table import Table
from tests.domain.games import START

GAME = "deciding"
EVERY = 4
"""Events between two decisions, as in recorded games."""

PROMPT = "You play Monopoly against two others, and this is what you see.\n" * 140
REQUESTS = 400
BATCH = 250


def measure(site: Site, table: Table) -> None:
    """The first question, which reads all decisions; then any moment, warm."""
    games.loaded()
    games.store(GAME, games.made_up(games.LONG))
    count = _decide()
    site.restart()
    connection.close()
    frames.timed(site, [frames.EMPTY] * 50)
    chance = random.Random(11)
    numbers = [chance.randint(100, games.LONG - 1) for _ in range(REQUESTS)]
    [first] = frames.timed(site, [_panel(numbers[0])])
    frames.timed(site, [_frame(number) for number in numbers])
    both = frames.timed(site, [each(number) for number in numbers for each in (_panel, _frame)])
    panel, frame = (statistics.quantiles(times, n=20)[-1] for times in (both[::2], both[1::2]))
    what = f"decision panel, warm, p95, {games.LONG:,} events, {count:,} decisions"
    against = f"frame {frame * 1e3:.2f} ms"
    table.ratio(what, f"{panel * 1e3:.2f} ms", against, panel / frame, "≤ 5")
    table.note("decision panel, first question: every decision read once", f"{first * 1e3:,.0f} ms")


def _panel(number: int) -> str:
    return f"/games/{GAME}/panels/decision/{number}/"


def _frame(number: int) -> str:
    return f"/games/{GAME}/frame/{number}/"


def _decide() -> int:
    made: list[Decision] = []
    counts = [0, 0, 0]
    for after in range(0, games.LONG - 1, EVERY):
        player = after // EVERY % 3
        made.append(decision(player, counts[player], after))
        counts[player] += 1
    for start in range(0, len(made), BATCH):
        ingest.append_decisions(game_uuid(GAME), made[start : start + BATCH])
    return len(made)


def decision(player: int, number: int, after: int) -> Decision:
    """One of a long prompt, made after that event."""
    shown = [{"player_id": seat, "cash": after} for seat in range(3)]
    return Decision(
        player_id=player,
        turn_number=after // 6,
        sequence_number=number,
        timestamp=START,
        game_state=_raw({"event_sequence": after, "players": shown}),
        player_state=_raw({"cash": after}),
        available_actions=_raw([{"action": "roll"}, {"action": "trade"}]),
        chosen_action=_raw({"action": "roll", "attempts": [{"raw_response": PROMPT[:2000]}]}),
        prompt=f"Event {after}\n{PROMPT}",
        reasoning="It is the only thing to do here.",
        model_version="bench",
    )


def _raw(value: Any) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(value))
