"""Pauses between tries: doubling, and uneven so that a hundred engines do not knock together."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import SystemRandom

from games.client.delivery import Delivery

# Seconds. A server asking for more is asked again sooner.
LONGEST_ASKED = 300.0

_random = SystemRandom()


class Backoff:
    """The tries of one thing that must succeed."""

    def __init__(self, delivery: Delivery) -> None:
        self._pause = delivery.first_backoff
        self._longest = delivery.longest_backoff
        self._patience = delivery.give_up_after
        self._began = time.monotonic()

    def pause(self, asked: float | None) -> float:
        """Seconds until the next try: at least what the server `asked` for."""
        pause, self._pause = self._pause, min(self._longest, self._pause * 2 or 0.01)
        uneven = pause * _random.uniform(0.5, 1.0)
        return max(uneven, min(asked or 0.0, LONGEST_ASKED))

    @property
    def seconds(self) -> float:
        """How long it has been failing."""
        return time.monotonic() - self._began

    @property
    def is_over(self) -> bool:
        return self._patience is not None and self.seconds >= self._patience


def asked(header: str | None) -> float | None:
    """Seconds a Retry-After header asks for, in either of its forms; None if it is neither."""
    if header is None:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
