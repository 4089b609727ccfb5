"""Games of the reference engine, played as any engine plays: by GameLogger and the JSON API."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, field

from games.client import Delivery, GameLogger
from games.domain.envelope import Event
from replay.domain import state
from replay.domain.rules.house import House
from replay.domain.setup import Seat as Place
from replay.domain.setup import Setup
from replay.domain.state import State
from replay.players import Decided, rounds
from replay.players.rounds import Step
from replay.players.seats import Seat

NAMES = ("Ada", "Blaise", "Clara", "Dijkstra", "Emmy", "Fermat", "Grace", "Hilbert")


_WHOLE_GAMES = Delivery(batch_size=5000, delay=2.0, open_timeout=0, fsync="never")
"""Where nobody watches: mostly a game is sent at once. Its spool does not outlive this process, so
that no disk has to be waited for."""


class Table(Struct, frozen=True):
    """Who sits down to play, in seating order, and the house rules."""

    seats: tuple[Seat, ...]
    house: House

    @property
    def setup(self) -> Setup:
        """The players' names are given by seat; agents of one kind share nothing but their kind."""
        return Setup(tuple(Place(seat, NAMES[seat]) for seat in range(len(self.seats))))

    def players(self) -> list[dict[str, Any]]:
        """The players as the API takes them."""
        return [
            {"player_id": place.player_id, "name": place.name, **seat.told()}
            for place, seat in zip(self.setup.seats, self.seats, strict=True)
        ]


class Tally(Struct):
    """What was recorded so far. ``fallbacks``: decisions an agent made in a model's place.

    ``usage``: tokens (and dollars) as the models' servers counted them.
    """

    events: int = 0
    decisions: int = 0
    fallbacks: int = 0
    turn: int = 0
    usage: Counter[str] = field(default_factory=Counter)


class Played(Struct, frozen=True):
    """How a game went. ``winner`` is the label of the seat that won, "" for nobody."""

    tally: Tally
    winner: str


type Watch = Callable[[Tally], None]


def play(
    table: Table,
    seed: int,
    game_id: str,
    url: str,
    key: str,
    spool: Path,
    *,
    pace: float = 0.0,
    records_agents: bool = False,
    watch: Watch = lambda _: None,
) -> Played:
    """Play one game to its end, recorded at ``url``; every event is acknowledged on return.

    Args:
        spool: the folder of the game's spool file.
        pace: seconds each event is given before the next, so that one can watch.
        records_agents: pure agents' choices are recorded as decisions, too.
        watch: hears of every choice.

    Raises:
        InvalidSetup, ValueError: the table cannot play.
        GaveUp, NotDelivered: the server would not take it, or not in time.
    """
    config = {"dialect": "native", "seed": seed, **msgspec.to_builtins(table.house)}
    file = spool / f"{seed}.jsonl"
    delivery = Delivery(delay=min(0.2, pace / 2)) if pace else _WHOLE_GAMES
    players = [seat.player(records=records_agents) for seat in table.seats]
    try:
        with GameLogger(
            url, key, game_id, table.players(), config, spool=file, delivery=delivery
        ) as log:
            steps = rounds.play(table.setup, players, seed, table.house)
            tally, winner, results = record(log, steps, pace=pace, watch=watch)
            log.finish(winner=winner, total_turns=tally.turn, players=results)
    finally:
        for player in players:
            player.close()
    return Played(tally, "" if winner is None else table.seats[winner].label)


def record(
    log: GameLogger,
    steps: Iterable[Step],
    *,
    pace: float = 0.0,
    watch: Watch = lambda _: None,
) -> tuple[Tally, int | None, list[dict[str, Any]]]:
    """Tell a game to the logger, choice by choice; what was told, who won, the final results."""
    tally, end = Tally(), State(-1, [])
    out = list[int]()
    for step in steps:
        if step.decided is not None:
            _tell_decision(log, step.decided, tally)
        for event in step.events:
            _tell(log, event)
            if event.event_type == "bankruptcy":
                out += [_bankrupt(event)]
            if pace:
                time.sleep(pace)
        end = step.state
        tally.events += len(step.events)
        tally.turn = end.turn_number
        watch(tally)
    return tally, end.winner, _results(end, out)


def wins(games: Sequence[Played]) -> Counter[str]:
    """How many games each kind of seat won."""
    return Counter(game.winner for game in games if game.winner)


def _tell(log: GameLogger, event: Event) -> None:
    log.event(
        event.event_type,
        actor=event.actor_player_id,
        turn=event.turn_number,
        payload=event.payload,
    )


def _bankrupt(event: Event) -> int:
    """The seat: players of a `Table` are called by it."""
    seat: int = msgspec.json.decode(event.payload)["player_id"]
    return seat


def _tell_decision(log: GameLogger, decided: Decided, tally: Tally) -> None:
    log.decision(**msgspec.structs.asdict(decided))
    tally.decisions += 1
    tally.fallbacks += "fallback" in decided.chosen_action
    tally.usage.update(decided.chosen_action.get("usage", {}))


def _results(end: State, out: list[int]) -> list[dict[str, Any]]:
    """Final results: who is left is placed by net worth, behind them who held out longest.

    ``out``: the seats that went bankrupt, in that order.
    """
    worths = [state.net_worth(end, seat) for seat in range(len(end.players))]
    left = [seat for seat in range(len(worths)) if seat not in out]
    order = sorted(left, key=lambda seat: -worths[seat]) + out[::-1]
    return [
        {
            "player_id": seat,
            "final_cash": player.cash,
            "final_net_worth": worths[seat],
            "is_winner": seat == end.winner,
            "is_bankrupt": player.is_bankrupt,
            "placement": order.index(seat) + 1,
        }
        for seat, player in enumerate(end.players)
    ]
