"""What models are asked, answer and say. Most of it moves nothing."""

from __future__ import annotations

from collections.abc import Mapping

from games.domain.envelope import Event
from replay.domain import effects
from replay.domain.dialects import Handler, nothing
from replay.domain.dialects.benchmark import payloads
from replay.domain.dialects.benchmark.seats import Seats
from replay.domain.dialects.benchmark.turns import take_turn
from replay.domain.state import State

AUCTION_BID = "AUCTION_BID_DECISION"
TRADE_RESPONSE = "TRADE_RESPONSE_DECISION"

_requested = payloads.reader(payloads.DecisionRequested)
_response = payloads.reader(payloads.DecisionResponse)


class Decisions:
    """Questions, answers, messages and thoughts."""

    def __init__(self, seats: Seats) -> None:
        """For the players of one game."""
        self._seats = seats
        self.handlers: Mapping[str, Handler] = {
            "LLM_DECISION_REQUESTED": self.requested,
            "LLM_DECISION_RESPONSE": self.response,
            "LLM_PUBLIC_MESSAGE": nothing,
            "LLM_PRIVATE_THOUGHT": nothing,
        }

    def requested(self, event: Event, state: State) -> tuple[effects.Any, ...]:
        """Only a bidder becomes the current player; who answers an offer does not."""
        asked = _requested(event.payload)
        seat = self._seats.by_id[asked.player_id]
        if asked.decision_type == AUCTION_BID:
            return () if state.current == seat else (effects.CurrentSet(seat),)
        return () if asked.decision_type == TRADE_RESPONSE else take_turn(state, seat)

    def response(self, event: Event, _state: State) -> tuple[effects.Any, ...]:
        """The use of a jail card shows nowhere else; a fallback's choice is carried out too."""
        answer = _response(event.payload)
        seat = self._seats.by_id[answer.player_id]
        if answer.action_name == "use_get_out_of_jail_card":
            return (effects.JailCardsMoved(seat, -1), effects.Released(seat))
        return ()
