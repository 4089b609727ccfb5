"""What a seat's decisions come to: how many, how they went, how long they took, what they cost."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import Struct

from replay.domain import menus
from replay.domain.summary import faults, situations
from replay.domain.summary.faults import Fault
from replay.domain.summary.situations import Situation

GROWTH = 1.02
"""Each bucket of latencies ends this much later than it begins."""

BANDS = (100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 60_000)
"""Milliseconds at which bands of latencies end; no bucket lies on both sides of one."""

KINDS = 64
"""Actions of a situation, models and strategies that are counted each for itself."""

MOST_USED = 10**9
"""Tokens or dollars of one decision; what is told beyond is no measurement."""


class Told(Struct, frozen=True):
    """A decision as far as it is counted; ``menu`` and ``chosen`` are JSON as posted.

    ``latency_ms``: None where it is not told. ``is_error``: an attempt, or the decision itself,
    tells of an error. ``is_fallback``: the engine chose in the model's place.
    """

    player_id: int
    latency_ms: int | None = None
    model: str = ""
    strategy: str = ""
    is_error: bool = False
    is_fallback: bool = False
    menu: bytes = b"[]"
    chosen: bytes = b"{}"


class Usage(Struct, frozen=True):
    """Sums over the decisions that told them (``*_told`` of them); None where none did."""

    prompt_tokens: int | None = None
    prompt_told: int = 0
    completion_tokens: int | None = None
    completion_told: int = 0
    cost_usd: float | None = None
    cost_told: int = 0


class Option(Struct, frozen=True):
    """An action in a situation: how often it was on the menu, and how often it was chosen.

    ``offered`` counts decisions, not entries. Chosen without being on offer is possible. ``own``
    are those of ``chosen`` that no fallback took.
    """

    situation: Situation
    action: str
    offered: int
    chosen: int
    own: int


class Deciding(Struct, frozen=True):
    """One seat's decisions.

    ``errors``: those with an error in any attempt; ``fallbacks``: those the engine took itself;
    ``flawed``: either; ``off_menu``: those that chose what was not on the menu.
    ``latencies``: bucket → how many, see `bucket`; decisions without a latency are in none.
    ``options``: what there was to choose in each situation, of at most `KINDS` actions each.
    ``faults``: failed attempts by kind. ``models`` and ``strategies``: how often each, the
    commonest `KINDS`.
    """

    player_id: int
    count: int
    errors: int
    fallbacks: int
    flawed: int
    off_menu: int
    latencies: dict[int, int]
    options: tuple[Option, ...]
    faults: dict[Fault, int]
    models: dict[str, int]
    strategies: dict[str, int]
    usage: Usage


def of(player_id: int, made: Iterable[Told]) -> Deciding:
    """Count one seat's decisions, which are ``made``."""
    tally = _Tally()
    for one in made:
        tally.add(one)
    return tally.deciding(player_id)


class _Tally:
    """Counts decisions one by one: their JSON is looked at and let go."""

    def __init__(self) -> None:
        self._count = self._errors = self._fallbacks = self._flawed = self._off_menu = 0
        self._latencies = Counter[int]()
        self._models, self._strategies = Counter[str](), Counter[str]()
        self._faults = Counter[Fault]()
        self._offered = Counter[tuple[Situation, str]]()
        self._chosen = Counter[tuple[Situation, str]]()
        self._own = Counter[tuple[Situation, str]]()
        self._used: dict[str, list[float]] = {name: [] for name in _USED}

    def add(self, one: Told) -> None:
        self._count += 1
        self._errors += one.is_error
        self._fallbacks += one.is_fallback
        self._flawed += one.is_error or one.is_fallback
        if one.latency_ms is not None:
            self._latencies[bucket(one.latency_ms)] += 1
        if one.model:
            self._models[one.model] += 1
        if one.strategy:
            self._strategies[one.strategy] += 1
        self._read(one)

    def deciding(self, player_id: int) -> Deciding:
        return Deciding(
            player_id=player_id,
            count=self._count,
            errors=self._errors,
            fallbacks=self._fallbacks,
            flawed=self._flawed,
            off_menu=self._off_menu,
            latencies=dict(sorted(self._latencies.items())),
            options=self._options(),
            faults=dict(sorted(self._faults.items())),
            models=_commonest(self._models),
            strategies=_commonest(self._strategies),
            usage=self._usage(),
        )

    def _read(self, one: Told) -> None:
        chosen = _decode(one.chosen)
        chosen = chosen if isinstance(chosen, dict) else {}
        names, choice = frozenset(menus.names(one.menu)), menus.name(chosen)
        for fault in faults.of(chosen):
            self._faults[fault] += 1
        self._off_menu += bool(choice and names and choice not in names)
        offered, taken, situation = _asked(names, choice)
        for name in offered:
            self._offered[situation, name] += 1
        if taken:
            self._chosen[situation, taken] += 1
            self._own[situation, taken] += not one.is_fallback
        usage = chosen.get("usage")
        if isinstance(usage, dict):
            self._use(usage)

    def _options(self) -> tuple[Option, ...]:
        """By situation, the commonest first."""
        keys = sorted(
            self._offered.keys() | self._chosen.keys(),
            key=lambda key: (key[0], -self._offered[key], -self._chosen[key], key[1]),
        )
        kept, seen = list[Option](), Counter[Situation]()
        for key in keys:
            seen[key[0]] += 1
            if seen[key[0]] <= KINDS:
                counts = self._offered[key], self._chosen[key], self._own[key]
                kept.append(Option(*key, *counts))
        return tuple(kept)

    def _usage(self) -> Usage:
        prompts, completions, costs = (self._used[name] for name in _USED)
        return Usage(
            prompt_tokens=int(sum(prompts)) if prompts else None,
            prompt_told=len(prompts),
            completion_tokens=int(sum(completions)) if completions else None,
            completion_told=len(completions),
            cost_usd=math.fsum(costs) if costs else None,
            cost_told=len(costs),
        )

    def _use(self, usage: Mapping[str, Any]) -> None:
        for name, told in self._used.items():
            value = usage.get(name)
            if not isinstance(value, int | float) or isinstance(value, bool):
                continue
            if 0 <= value <= MOST_USED:
                told.append(value if name == "cost_usd" else int(value))


def bucket(milliseconds: int) -> int:
    """The bucket of a latency: of two numbers the second where it lies beyond a band's end.

    The first begins at 0, every further one `GROWTH` times as far as the one before.
    """
    step = _step(milliseconds)
    end = _ENDS.get(step)
    return 2 * step + (end is not None and milliseconds > end)


def middle(number: int) -> float:
    """Milliseconds that no latency of the bucket is further from than 1 % (0.5 ms in bucket 0)."""
    return 0.5 if number < 2 else GROWTH ** (number // 2 - 0.5)


def band(number: int) -> int:
    """The place among `BANDS` of the end of a bucket's band; the next one beyond them all."""
    end = _ENDS.get(number // 2)
    if end is None:
        return bisect_left(BANDS, middle(number))
    return BANDS.index(end) + number % 2


def _step(milliseconds: int) -> int:
    if milliseconds < 1:
        return 0
    return 1 + math.floor(math.log(milliseconds) / math.log(GROWTH))


_ENDS = {_step(end): end for end in BANDS}


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


def situation(actions: Any, chosen: Any) -> Situation:
    """What a decision is about, by its menu and choice, decoded from JSON of any form."""
    menu = menus.read(actions, chosen)
    return _asked(frozenset(option.name for option in menu.options), menu.chosen.name)[2]


@lru_cache(maxsize=4096)
def _asked(names: frozenset[str], choice: str) -> tuple[frozenset[str], str, Situation]:
    """What was on the menu and what was chosen, in our own words, and the situation."""
    offered = frozenset(situations.action(name) for name in names if name)
    taken = situations.action(choice)
    return offered, taken, situations.of(offered or [taken])


def _commonest(counted: Counter[str]) -> dict[str, int]:
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:KINDS])


def _number(text: str) -> float | str:
    """Numbers no float can hold are stored as well; here they are texts only."""
    value = float(text)
    return value if math.isfinite(value) else text


_decode = msgspec.json.Decoder(float_hook=_number).decode
_USED = ("prompt_tokens", "completion_tokens", "cost_usd")
