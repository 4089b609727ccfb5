"""One package per engine vocabulary, and the protocol they share.

A dialect *believes*: it says what an event of its engine did, never whether that was legal.
Payloads are decoded by typed structs, so that a malformed one is refused with the field's name;
such an error breaks the fold (see `replay.domain.fold`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from games.domain.envelope import Event
from replay.domain import effects
from replay.domain.setup import Setup
from replay.domain.state import State

type Handler = Callable[[Event, State], tuple[effects.Any, ...]]


def nothing(_event: Event, _state: State) -> tuple[effects.Any, ...]:
    """The handler of events that are only told of: nothing in their payload can break a fold."""
    return ()


class Dialect(Protocol):
    """One engine's vocabulary, bound to one game's setup.

    ``handlers``: event type → what it does; a type that is not a key is *unread*.
    ``kinds``: event type → what it is about, for lanes and icons: one of ``turn``, ``dice``,
    ``move``, ``money``, ``deed``, ``building``, ``card``, ``jail``, ``auction``, ``trade``,
    ``decision``, ``message``, ``bankruptcy``, ``game``.
    ``turn_starts``: the event types that begin a turn.
    """

    @property
    def handlers(self) -> Mapping[str, Handler]: ...

    @property
    def kinds(self) -> Mapping[str, str]: ...

    @property
    def turn_starts(self) -> frozenset[str]: ...

    def tell(self, event: Event, before: State) -> str:
        """The event in words, one sentence without a full stop, as plain text.

        ``before``: the state the event met. Only called for event types in ``handlers``.

        Raises:
            Exception: the payload is not what this engine writes, as in the handler itself.
        """
        ...


type Factory = Callable[[Setup], Dialect]
