"""Numbers for events and decisions, without holes, from any thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from msgspec import Raw

from games.client import lines
from games.client.lines import Change, DecisionLine, EventLine, Line


class EventLog:
    """One game's events, numbered from `next_event` on; decisions from 0 on for each player.

    `write` gets every line in order and one at a time. A number is used up only when `write`
    returned, or `written` says of that line that it did its work before Ctrl-C came: what was
    refused leaves no hole.
    """

    def __init__(
        self,
        next_event: int = 0,
        *,
        next_decisions: Mapping[int, int] | None = None,
        write: Callable[[Line], None] = lambda _line: None,
        written: Callable[[Line], bool] = lambda _line: False,
    ) -> None:
        self._lock = threading.Lock()
        self._next_event = next_event
        self._next_decisions = dict(next_decisions or {})
        self._write = write
        self._written = written
        self._telling: Line | None = None
        self._settled = False

    @property
    def next_event(self) -> int:
        """The number the next event will have."""
        with self._lock:
            self._catch_up()
            return self._next_event

    def next_decision(self, player: int) -> int:
        """The number that player's next decision will have."""
        with self._lock:
            self._catch_up()
            return self._next_decisions.get(player, 0)

    def event(
        self,
        event_type: str,
        *,
        actor: int | None = None,
        turn: int = 0,
        payload: Mapping[str, Any] | Raw | None = None,
        timestamp: datetime | None = None,
    ) -> EventLine:
        """Number one event and write it; `timestamp` is aware, now where it is not told.

        A payload that is JSON already may come as `msgspec.Raw`.

        Raises InvalidField or TooLarge for what the record cannot keep, and what `write` raises.
        """
        lines.check_text(event_type, "event_type")
        body = lines.json_object({} if payload is None else payload, "payload")
        with self._lock:
            self._catch_up()
            numbered = EventLine(
                sequence_number=self._next_event,
                turn_number=turn,
                event_type=event_type,
                timestamp=timestamp or datetime.now(UTC),
                payload=body,
                actor_player_id=actor,
            )
            self._tell(Line(event=numbered))
        return numbered

    def decision(
        self,
        *,
        player: int,
        turn: int = 0,
        game_state: Mapping[str, Any] | None = None,
        player_state: Mapping[str, Any] | None = None,
        available_actions: Sequence[Any] | Mapping[str, Any] = (),
        chosen_action: Mapping[str, Any] | None = None,
        timestamp: datetime | None = None,
        **told: Any,
    ) -> DecisionLine:
        """Number one player's decision and write it.

        `told`: prompt, reasoning, strategy_description, processing_time_ms, model_version. Where
        `game_state` names no `event_sequence`, the last event there is counts as seen. Raises as
        `event` does, and TypeError for another name.
        """
        for name in ("prompt", "reasoning", "strategy_description", "model_version"):
            lines.check_text(told.get(name), name)
        state = lines.json_object(player_state or {}, "player_state")
        available = lines.json_value(available_actions, "available_actions")
        chosen = lines.json_object(chosen_action or {}, "chosen_action")
        with self._lock:
            self._catch_up()
            seen = {"event_sequence": self._next_event - 1, **(game_state or {})}
            numbered = DecisionLine(
                player_id=player,
                turn_number=turn,
                sequence_number=self._next_decisions.get(player, 0),
                timestamp=timestamp or datetime.now(UTC),
                game_state=lines.json_object(seen, "game_state"),
                player_state=state,
                available_actions=available,
                chosen_action=chosen,
                **told,
            )
            self._tell(Line(decision=numbered))
        return numbered

    def change(self, change: Change) -> None:
        """Write what becomes of the game, behind what was told before."""
        with self._lock:
            self._catch_up()
            self._tell(Line(change=change))

    def settle(self) -> None:
        """From now on nothing is adopted: the engine knows its next number."""
        with self._lock:
            self._settled = True

    def adopt(self, recorded: Sequence[Line]) -> bool:
        """Take over what the server has and this log lost, each the next of its stream.

        False, and nothing is taken, once the log is settled.
        """
        with self._lock:
            if self._settled:
                return False
            for line in recorded:
                self._tell(line)
        return True

    def _tell(self, line: Line) -> None:
        self._telling = line
        self._write(line)
        self._count(line)

    def _catch_up(self) -> None:
        """Count what was written when Ctrl-C came, if it is not counted yet."""
        if self._telling is not None and self._written(self._telling):
            self._count(self._telling)

    def _count(self, line: Line) -> None:
        if line.event is not None:
            self._next_event = line.event.sequence_number + 1
        elif line.decision is not None:
            number = line.decision.sequence_number
            self._next_decisions[line.decision.player_id] = number + 1
        self._telling = None
