"""How long a game took by its engine's stamps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta


class Clock:
    """First and last stamp, and whether all steps are one and the same: then it only counts."""

    def __init__(self) -> None:
        self._first: datetime | None = None
        self._last: datetime | None = None
        self._step: timedelta | None = None
        self._counts = True

    @property
    def seconds(self) -> float | None:
        """From the first to the last; None without a clock."""
        if self._first is None or self._last is None or self._counts:
            return None
        return max(0.0, (self._last - self._first).total_seconds()) or None

    def run(self, stamps: Sequence[datetime]) -> None:
        """The next events'."""
        for stamp in stamps if self._counts else stamps[-1:]:
            if self._last is None:
                self._first = stamp
            else:
                step = stamp - self._last
                self._counts &= self._step is None or step == self._step
                self._step = step
            self._last = stamp
