"""Games of the reference engine, played as any engine plays: by GameLogger and the JSON API."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from games.client import GameLogger
from games.domain.envelope import Event
from replay.domain import effects, match, state
from replay.domain.dialects import registry
from replay.domain.fold import Fold
from replay.domain.rules.house import House
from replay.domain.setup import Seat, Setup
from replay.domain.state import State

NAMES = ("Ada", "Blaise", "Clara", "Dijkstra", "Emmy", "Fermat", "Grace", "Hilbert")


class Table(Struct, frozen=True):
    """Who sits down to play: an agent's name for each seat, and the house rules."""

    agents: tuple[str, ...]
    house: House

    @property
    def setup(self) -> Setup:
        """The players in seating order; agents of one kind share nothing but their kind."""
        return Setup(tuple(Seat(seat, NAMES[seat]) for seat in range(len(self.agents))))

    def players(self) -> list[dict[str, Any]]:
        """The players as the API takes them."""
        return [
            {"player_id": seat.player_id, "name": seat.name, "agent_type": agent}
            for seat, agent in zip(self.setup.seats, self.agents, strict=True)
        ]


class Played(Struct, frozen=True):
    """How a game went. ``winner`` is the agent that won, "" for nobody."""

    events: int
    turns: int
    winner: str


def play(table: Table, seed: int, game_id: str, url: str, key: str, spool: Path) -> Played:
    """Play one game to its end, recorded at ``url``; every event is acknowledged on return.

    Raises:
        InvalidSetup, ValueError: the table cannot play.
        GaveUp, NotDelivered: the server would not take it, or not in time.
    """
    fold = Fold(registry.bind(table.setup), state.initial(table.setup))
    config = {"dialect": "native", "seed": seed, **msgspec.to_builtins(table.house)}
    file = spool / f"{seed}.jsonl"
    with GameLogger(url, key, game_id, table.players(), config, spool=file) as log:
        count, out = 0, list[int]()
        for events in match.steps(table.setup, table.agents, seed, table.house):
            for event in events:
                done = fold.push(event)
                out += [each.seat for each in done if isinstance(each, effects.WentBankrupt)]
                _tell(log, event)
                count += 1
        end = fold.state
        log.finish(winner=end.winner, total_turns=end.turn_number, players=_results(end, out))
    winner = "" if end.winner is None else table.agents[end.winner]
    return Played(count, end.turn_number, winner)


def wins(games: Sequence[Played]) -> Counter[str]:
    """How many games each agent won."""
    return Counter(game.winner for game in games if game.winner)


def _tell(log: GameLogger, event: Event) -> None:
    log.event(
        event.event_type,
        actor=event.actor_player_id,
        turn=event.turn_number,
        payload=msgspec.json.decode(event.payload),
    )


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
