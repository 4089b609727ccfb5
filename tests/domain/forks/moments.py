"""Moments of games to fork from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from games.domain.envelope import Event
from replay.domain.dialects import registry, testimony
from replay.domain.fold import Fold
from replay.domain.forks.reader import Reader
from replay.domain.forks.resume import Moment
from replay.domain.setup import Setup
from replay.domain.state import copy, initial


def moments(setup: Setup, events: Sequence[Event], game_id: str = "told") -> Iterator[Moment]:
    """The moment before the first event, and that after each."""
    dialect = registry.bind(setup)
    fold = Fold(dialect, initial(setup))
    reader = Reader(dialect, testimony.of(setup).of_event, fold.state)
    yield Moment(game_id, setup, copy(fold.state), replace(reader.past))
    for event in events:
        done = fold.read(event)
        reader.take(event, done, fold.state)
        fold.carry(event, done)
        yield Moment(game_id, setup, copy(fold.state), replace(reader.past))


def last(setup: Setup, events: Sequence[Event]) -> Moment:
    """The moment after all of them."""
    *_, found = moments(setup, events)
    return found
