"""How much one decision adds to a number that counts decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from replay.domain.statistics.moments import Behind, Of
from replay.domain.summary import deciding
from replay.domain.summary.deciding import Deciding, Option, Told


def counts_decisions(of: Of) -> bool:
    """Whether it is decisions that a number counts."""
    return of in _ADDED


def by(one: Told, behind: Behind) -> int:
    """What a decision adds to a number: it is counted as all of a seat's are, but alone."""
    return _ADDED[behind.of](deciding.of(one.player_id, (one,)), behind)


def _latencies(made: Deciding, behind: Behind) -> int:
    return sum(
        count
        for bucket, count in made.latencies.items()
        if behind.band is None or deciding.band(bucket) == behind.band
    )


def _of_option(count: Callable[[Option], int]) -> Callable[[Deciding, Behind], int]:
    def added(made: Deciding, behind: Behind) -> int:
        return sum(
            count(one)
            for one in made.options
            if (one.situation, one.action) == (behind.situation, behind.action)
        )

    return added


def _faults(made: Deciding, behind: Behind) -> int:
    return sum(count for fault, count in made.faults.items() if fault == behind.fault)


_ADDED: Mapping[Of, Callable[[Deciding, Behind], int]] = {
    Of.DECISIONS: lambda made, _: made.count,
    Of.FALLBACKS: lambda made, _: made.fallbacks,
    Of.INVALID: lambda made, _: made.errors,
    Of.OFF_MENU: lambda made, _: made.off_menu,
    Of.CHOICES: _of_option(lambda one: one.own),
    Of.OFFERED: _of_option(lambda one: one.offered),
    Of.STOOD_IN: _of_option(lambda one: one.chosen - one.own),
    Of.FAULTS: _faults,
    Of.LATENCIES: _latencies,
    Of.UNTIMED: lambda made, _: made.count - sum(made.latencies.values()),
}
