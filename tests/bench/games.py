"""The games that are measured: the corpus' where there is one, else made-up ones of their sizes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache

import msgspec

from games import ingest, lifecycle
from games.api.bodies import PlayerIn
from games.domain.envelope import Event
from games.models import Game
from tests import corpus
from tests.bench import rig
from tests.domain.games import THREE, event

SHORT, LONG = 285, 27_531
"""Events of the shortest and the longest game of the corpus."""

BATCH = 500


def loaded() -> dict[str, int]:
    """Put the games into the database once; their number of events by name."""
    return dict(_load())


@cache
def _load() -> tuple[tuple[str, int], ...]:
    folder = corpus.location()
    if folder is not None:
        rig.manage("import_game", str(folder))
    else:
        for name, count in (("short", SHORT), ("long", LONG)):
            store(name, made_up(count))
    return tuple(
        (game.game_id, game.events.count()) for game in Game.objects.all().order_by("game_id")
    )


def store(name: str, events: Sequence[Event]) -> None:
    """A game of the native dialect with these events."""
    players = [
        PlayerIn(player_id=seat.player_id, name=seat.name, agent_type="bench")
        for seat in THREE.seats
    ]
    lifecycle.create(name, config={}, metadata={}, players=players)
    key = Game.objects.get(game_id=name).pk
    for start in range(0, len(events), BATCH):
        ingest.append_events(key, events[start : start + BATCH])


def made_up(count: int) -> list[Event]:
    """A game that goes round and round: turns, dice, moves, salaries, purchases, rents."""
    chance = random.Random(count)
    events: list[Event] = []
    while len(events) < count:
        events += _turn(len(events), chance)
    return events[:count]


def numbered(events: Sequence[Event], first: int) -> list[Event]:
    """The same events, numbered from another number."""
    return [
        msgspec.structs.replace(one, sequence_number=first + index)
        for index, one in enumerate(events)
    ]


def _turn(number: int, chance: random.Random) -> list[Event]:
    player, other = chance.sample(range(3), 2)
    dice = chance.randint(1, 6), chance.randint(1, 6)
    start = chance.randrange(40)
    told = [
        ("turn_start", {"player_id": player, "turn_number": number // 6}),
        ("dice_roll", {"player_id": player, "die1": dice[0], "die2": dice[1]}),
        ("move", {"player_id": player, "from_position": start, "to_position": sum(dice)}),
        ("rent_payment", {"payer_id": player, "owner_id": other, "position": 6, "amount": 28}),
        ("pass_go", {"player_id": player, "amount": 200}),
        ("turn_end", {"player_id": player}),
    ]
    return [event(number + step, kind, **payload) for step, (kind, payload) in enumerate(told)]
