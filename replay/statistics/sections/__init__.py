"""The sections of the statistics: of each its blocks for the page, its figures, its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from replay.statistics.asked import Asked
from replay.statistics.blocks import Block

type Figure = dict[str, Any]


class Section(Struct, frozen=True):
    """One page. ``told``: the same numbers for the API; ``figures`` by the names of its charts."""

    key: str
    title: str
    about: str
    blocks: Callable[[Asked], list[Block]]
    told: Callable[[Asked], Any]
    figures: Mapping[str, Callable[[Asked], Figure]]
