"""Who is who: seats by the engine's ids, and the order in which they play."""

from __future__ import annotations

from games.domain.envelope import Event
from replay.domain.setup import Setup
from replay.domain.state import State

TURN_OF = "turn_of"
"""Memory: the seat whose turn it is. In an auction `State.current` is the bidder instead."""

DOUBLES = "doubles"
"""Memory: how many doubles in a row that seat has rolled. All others stand at none."""


class Seats:
    """The players of one game."""

    __slots__ = ("_by_actor", "by_id")

    def __init__(self, setup: Setup) -> None:
        """``by_id``: seat by the engine's own id; an unknown one raises KeyError."""
        self.by_id = setup.seat_of()
        self._by_actor = {seat.player_id: index for index, seat in enumerate(setup.seats)}

    def actor(self, event: Event, state: State) -> int:
        """The seat that acts; where the record names none, the one whose turn it is."""
        if event.actor_player_id is None:
            return turn_of(state)
        return self._by_actor[event.actor_player_id]


def turn_of(state: State) -> int:
    """The seat whose turn it is."""
    seat: int = state.memory.get(TURN_OF, 0)
    return seat


def solvent_after(state: State, seat: int) -> list[int]:
    """All who are not bankrupt, in playing order, beginning after ``seat`` and ending with it."""
    players = state.players
    around = [*range(seat + 1, len(players)), *range(seat + 1)]
    return [other for other in around if not players[other].is_bankrupt]
