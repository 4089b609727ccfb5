"""A game in the making: the folded board, and beside it what no board shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct, field

from games.domain.envelope import Event
from replay.domain import state as states
from replay.domain.cards import DECKS, DeckName
from replay.domain.rules import agenda
from replay.domain.rules.chance import Chance
from replay.domain.rules.house import House
from replay.domain.setup import Setup
from replay.domain.state import PlayerState, State

type Follow = Callable[[State, Event], None]
"""Carries a state over an event, in place: the native fold, handed in from outside."""

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""When a game is taken to begin; there is no clock here. Its events are a second apart."""
_SECOND = timedelta(seconds=1)


class Deck(Struct):
    """Cards by index, the last of ``pile`` on top. A kept jail card is in neither list."""

    pile: list[int]
    discard: list[int] = field(default_factory=list)


class Table(Struct):
    """What the engine knows beyond the board.

    ``doubles``: rolled in a row this turn. ``kept``: the decks each seat's jail cards belong to.
    ``proposals``: offers made this turn.
    """

    decks: dict[DeckName, Deck]
    kept: list[list[DeckName]]
    agenda: list[agenda.Any] = field(default_factory=list)
    doubles: int = 0
    may_roll: bool = True
    dice: int = 0
    proposals: int = 0


class Game(Struct):
    """One game. ``told`` are the events since they were last taken."""

    setup: Setup
    house: House
    state: State
    table: Table
    follow: Follow
    told: list[Event] = field(default_factory=list)

    def tell(self, event_type: str, actor: int | None, /, **payload: Any) -> None:
        """Write the next event and let the board follow it. The actor is a seat."""
        number = self.state.sequence_number + 1
        event = Event(
            sequence_number=number,
            turn_number=self.state.turn_number,
            event_type=event_type,
            timestamp=EPOCH + number * _SECOND,
            payload=msgspec.Raw(msgspec.json.encode(payload)),
            actor_player_id=None if actor is None else self.setup.seats[actor].player_id,
        )
        self.follow(self.state, event)
        self.told.append(event)

    def id(self, seat: int | None) -> int | str | None:
        """How events name a seat."""
        if seat is None:
            return None
        ids = self.setup.player_ids
        return ids[seat] if ids else self.setup.seats[seat].player_id

    def player(self, seat: int) -> PlayerState:
        """How a seat stands."""
        return self.state.players[seat]

    def push(self, *tasks: agenda.Any) -> None:
        """Put tasks on the agenda; the first of them is done first."""
        self.table.agenda.extend(reversed(tasks))

    def live(self) -> list[int]:
        """The seats still in the game, in seating order."""
        return [seat for seat, player in enumerate(self.state.players) if not player.is_bankrupt]

    def others(self, seat: int) -> list[int]:
        """The other live seats, clockwise from the seat's left."""
        count = len(self.state.players)
        clockwise = [(seat + step) % count for step in range(1, count)]
        return [other for other in clockwise if not self.state.players[other].is_bankrupt]


def new_table(seats: int, chance: Chance) -> Table:
    """Both decks shuffled, nothing to do yet."""
    decks = {name: Deck(chance.shuffled(list(range(len(cards))))) for name, cards in DECKS.items()}
    return Table(decks=decks, kept=[[] for _ in range(seats)])


def copy(game: Game) -> Game:
    """An independent copy, with nothing told yet."""
    table = msgspec.structs.replace(
        game.table,
        decks={
            name: Deck(deck.pile.copy(), deck.discard.copy())
            for name, deck in game.table.decks.items()
        },
        kept=[decks.copy() for decks in game.table.kept],
        agenda=game.table.agenda.copy(),
    )
    return Game(game.setup, game.house, states.copy(game.state), table, game.follow)
