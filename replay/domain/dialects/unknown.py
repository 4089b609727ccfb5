"""The dialect of a game nobody here can read: every event is shown and counted as unread."""

from __future__ import annotations

from games.domain.envelope import Event
from replay.domain.dialects import Handler
from replay.domain.state import State


class Unknown:
    """No vocabulary at all."""

    def __init__(self) -> None:
        self.handlers: dict[str, Handler] = {}
        self.kinds: dict[str, str] = {}
        self.turn_starts: frozenset[str] = frozenset()

    def tell(self, event: Event, before: State) -> str:  # noqa: ARG002 - the protocol's
        """Never asked, for it knows no event type; answers with the bare type all the same."""
        return event.event_type
