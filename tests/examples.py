"""How many examples a law is tried with.

With ``HYPOTHESIS_PROFILE=thorough`` in the environment each law is tried thousands of times, which
takes hours; without it, as often as a run of all the tests has time for.
"""

from __future__ import annotations

import os
from typing import Any

import hypothesis

IS_THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"

MANY = 2000


def tried(few: int, many: int = MANY, **told: Any) -> hypothesis.settings:
    """``few`` examples of a law that takes its time; ``many`` where all the time is given."""
    return hypothesis.settings(max_examples=many if IS_THOROUGH else few, **told)
