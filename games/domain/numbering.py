"""Where a stream of events begins."""

from collections.abc import Mapping
from typing import Any

# 18 digits: what the SQL function first_sequence() accepts too, and always within a bigint.
_LIMIT = 10**18


def first_sequence(config: Mapping[str, Any]) -> int | None:
    """The number of the game's first event: `config.first_sequence`, 0 where it is absent or null.

    None if it is something else than a whole number from 0: such a game can hold no events.
    """
    first = config.get("first_sequence")
    if first is None:
        return 0
    # bool is an int in Python, and `true` is no number in JSON.
    return first if type(first) is int and 0 <= first < _LIMIT else None
