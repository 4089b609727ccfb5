"""What a model was shown, held to the board it was shown of: one comparison for audit and pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from replay.domain import phrases
from replay.domain.claims import OneOf
from replay.domain.paths import Read, Value
from replay.domain.state import State

VALUE = 60
"""Characters kept of a value that is none of a board's."""


class Told(Struct, frozen=True):
    """One value a model was shown, by `replay.domain.paths`, and what it really was."""

    path: str
    shown: Any
    real: Value

    @property
    def is_true(self) -> bool:
        """Whether the board has the value that was shown."""
        if isinstance(self.shown, OneOf):
            return self.real in self.shown.values
        return bool(self.shown == self.real)


def known(
    shown: Iterable[tuple[str, Any]], readers: Mapping[str, Read]
) -> tuple[tuple[str, Any], ...]:
    """Those of the values that a board has too, fit to be kept."""
    return tuple((path, _plain(value)) for path, value in shown if path in readers)


def compare(
    shown: Iterable[tuple[str, Any]], readers: Mapping[str, Read], state: State
) -> list[Told]:
    """Each of the `known` values beside the board's own."""
    return [Told(path, value, readers[path](state)) for path, value in shown]


def _plain(value: Any) -> Any:
    """A value fit to be kept and told: nobody's board holds lists, or numbers of 100 digits."""
    if value is None or isinstance(value, OneOf):
        return value
    if isinstance(value, int) and abs(value) < 2**53:
        return value
    return phrases.clip(str(value), VALUE)
