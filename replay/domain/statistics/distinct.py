"""Numbers each once, and sums by them: what sorting does, without sorting where there is room."""

from __future__ import annotations

import numpy as np

from replay.domain.statistics.tables import Array

ROOM = 16
"""Places for each number, up to which a table of all numbers there could be beats sorting."""


def distinct(numbers: Array, count: int) -> tuple[Array, Array]:
    """Every number once, ascending, and of each given one its place among them.

    Args:
        numbers: each from 0 to ``count - 1``.
    """
    if count > ROOM * len(numbers):
        found, places = np.unique(numbers, return_inverse=True)
        return found, places
    seen = np.zeros(count, bool)
    seen[numbers] = True
    return np.flatnonzero(seen), (np.cumsum(seen) - 1)[numbers]
