"""Turns, dice and tokens. No event says whose turn it is: it follows from doubles and jail."""

from __future__ import annotations

from collections.abc import Mapping

from games.domain.envelope import Event
from replay.domain import effects
from replay.domain.dialects import Handler
from replay.domain.dialects.benchmark import payloads
from replay.domain.dialects.benchmark.money import CHAIRMAN
from replay.domain.dialects.benchmark.seats import DOUBLES, TURN_OF, Seats, solvent_after, turn_of
from replay.domain.state import State

_dice = payloads.reader(payloads.DiceRolled)
_empty = payloads.reader(payloads.Empty)
_ended = payloads.reader(payloads.GameEnded)
_jail = payloads.reader(payloads.SentToJail)
_moved = payloads.reader(payloads.PlayerMoved)


class Turns:
    """From the first turn to the end of the game."""

    def __init__(self, seats: Seats) -> None:
        """For the players of one game."""
        self._seats = seats
        self.handlers: Mapping[str, Handler] = {
            "GAME_STARTED": self.game_started,
            "TURN_STARTED": self.turn_started,
            "DICE_ROLLED": self.dice_rolled,
            "PLAYER_MOVED": self.player_moved,
            "SENT_TO_JAIL": self.sent_to_jail,
            "TURN_ENDED": self.turn_ended,
            "GAME_ENDED": self.game_ended,
        }

    def game_started(self, event: Event, _state: State) -> tuple[effects.Any, ...]:
        """The first seat begins."""
        _empty(event.payload)
        return (effects.Remembered(TURN_OF, 0), effects.Remembered(DOUBLES, 0))

    def turn_started(self, event: Event, state: State) -> tuple[effects.Any, ...]:
        """The end of the turn before has settled whose it is."""
        _empty(event.payload)
        return (effects.TurnStarted(turn_of(state), event.turn_number),)

    def dice_rolled(self, event: Event, state: State) -> tuple[effects.Any, ...]:
        """A double lets go from jail, or counts towards the three that lead there."""
        dice = _dice(event.payload)
        if dice.reason is not None:
            return ()
        seat = self._seats.actor(event, state)
        taken = take_turn(state, seat)
        player = state.players[seat]
        if player.in_jail:  # fine and card let go before the roll, so this one was for doubles
            if dice.is_double:
                return (*taken, effects.Released(seat))
            return (*taken, effects.JailTurnsSet(seat, player.jail_turns + 1))
        before: int = 0 if taken else state.memory.get(DOUBLES, 0)
        after = before + 1 if dice.is_double else 0
        return taken if after == before else (*taken, effects.Remembered(DOUBLES, after))

    def player_moved(self, event: Event, state: State) -> tuple[effects.Any, ...]:
        """A token moves; the salary for passing Go is an event of its own."""
        return (effects.TokenMoved(self._seats.actor(event, state), _moved(event.payload).to),)

    def sent_to_jail(self, event: Event, state: State) -> tuple[effects.Any, ...]:
        """Whoever goes to jail has no doubles to his name."""
        seat = self._seats.by_id[_jail(event.payload).player_id]
        if seat == turn_of(state) and state.memory.get(DOUBLES):
            return (effects.Jailed(seat), effects.Remembered(DOUBLES, 0))
        return (effects.Jailed(seat),)

    def turn_ended(self, event: Event, state: State) -> tuple[effects.Any, ...]:
        """The engine already counts the next turn, the same player's after a double."""
        _empty(event.payload)
        seat = turn_of(state)
        player = state.players[seat]
        again = state.memory.get(DOUBLES) and not player.in_jail and not player.is_bankrupt
        after = seat if again else next(iter(solvent_after(state, seat)), seat)
        done: list[effects.Any] = [effects.TurnStarted(after, event.turn_number + 1)]
        if after != seat:
            done.append(effects.Remembered(TURN_OF, after))
        if not again and state.memory.get(DOUBLES):
            done.append(effects.Remembered(DOUBLES, 0))
        if state.memory.get(CHAIRMAN) is not None:
            done.append(effects.Remembered(CHAIRMAN, None))
        return tuple(done)

    def game_ended(self, event: Event, _state: State) -> tuple[effects.Any, ...]:
        """The engine makes the winner the current player."""
        name = _ended(event.payload).winner_player_id
        winner = None if name is None else self._seats.by_id[name]
        return (effects.GameOver(winner), effects.CurrentSet(winner))


def take_turn(state: State, seat: int) -> tuple[effects.Any, ...]:
    """Nothing, unless the log shows that it is another's turn than was reckoned.

    It does so after a hole, and when the engine was run without extra turns for doubles.
    """
    if seat == turn_of(state):
        return ()
    done = (effects.Remembered(TURN_OF, seat), effects.Remembered(DOUBLES, 0))
    return (*done, effects.CurrentSet(seat))
