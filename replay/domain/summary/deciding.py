"""What a seat's decisions come to: how many, how they went, how long they took, what they cost."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from replay.domain.placing import Made

GROWTH = 1.02
"""Each bucket of latencies ends this much later than it begins."""

KINDS = 64
"""Actions, and models, that are counted each for itself."""


class Usage(Struct, frozen=True):
    """Sums over the decisions that told them (``*_told`` of them); None where none did."""

    prompt_tokens: int | None = None
    prompt_told: int = 0
    completion_tokens: int | None = None
    completion_told: int = 0
    cost_usd: float | None = None
    cost_told: int = 0


class Deciding(Struct, frozen=True):
    """One seat's decisions.

    ``errors``: those with an error in any attempt; ``fallbacks``: those the engine took itself.
    ``latencies``: bucket → how many, see `bucket`; decisions without a latency are in none.
    ``actions`` and ``models``: how often each, the commonest `KINDS`.
    """

    player_id: int
    count: int
    errors: int
    fallbacks: int
    flawed: int
    latencies: dict[int, int]
    actions: dict[str, int]
    models: dict[str, int]
    usage: Usage


def of(player_id: int, made: Iterable[Made], usage: Usage) -> Deciding:
    """Count one seat's decisions."""
    every = [one for one in made if one.player_id == player_id]
    timed = (bucket(one.latency_ms) for one in every if one.latency_ms is not None)
    return Deciding(
        player_id=player_id,
        count=len(every),
        errors=sum(one.is_error for one in every),
        fallbacks=sum(one.is_fallback for one in every),
        flawed=sum(one.is_flawed for one in every),
        latencies=dict(sorted(Counter(timed).items())),
        actions=_commonest(Counter(one.action for one in every)),
        models=_commonest(Counter(one.model for one in every if one.model)),
        usage=usage,
    )


def bucket(milliseconds: int) -> int:
    """The bucket of a latency: 0 below 1 ms, else each `GROWTH` times as far as the one before."""
    if milliseconds < 1:
        return 0
    return 1 + math.floor(math.log(milliseconds) / math.log(GROWTH))


def middle(number: int) -> float:
    """Milliseconds that no latency of the bucket is further from than 1 % (0.5 ms in bucket 0)."""
    return 0.5 if number == 0 else GROWTH ** (number - 0.5)


def quantile(latencies: Mapping[int, int], share: float) -> float | None:
    """The latency in milliseconds that a share of all do not exceed, within 1 %; None of none.

    By nearest rank: that of the ``ceil(share * count)``-th shortest.
    """
    rank = max(1, math.ceil(share * sum(latencies.values())))
    seen = 0
    for number, count in sorted(latencies.items()):
        seen += count
        if seen >= rank:
            return middle(number)
    return None


def _commonest(counted: Counter[str]) -> dict[str, int]:
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:KINDS])
