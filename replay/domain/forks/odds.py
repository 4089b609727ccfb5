"""What many forks of one moment say together: shares with the bounds of what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from msgspec import Struct

from replay.domain.forks.fork import Outcome

Z = 1.959963984540054
"""Standard deviations that hold 95 % of a normal distribution."""


class Share(Struct, frozen=True):
    """``count`` of all games, as a share 0-1, and the 95 % Wilson interval of it."""

    count: int
    share: float
    low: float
    high: float


class SeatOdds(Struct, frozen=True):
    """One seat: games won; games stopped at the turn limit while it led; net worth at the end."""

    seat: int
    wins: Share
    leads: int
    worth_median: int


class Odds(Struct, frozen=True):
    """All games of a batch. ``unfinished`` are those that the turn limit stopped."""

    games: int
    seats: tuple[SeatOdds, ...]
    unfinished: Share
    turns_median: int


def of(outcomes: Sequence[Outcome], seats: int) -> Odds:
    """The odds of games played; all shares are 0 where there are none yet."""
    total = len(outcomes)
    return Odds(
        games=total,
        seats=tuple(_seat(outcomes, seat) for seat in range(seats)),
        unfinished=share(sum(one.winner is None for one in outcomes), total),
        turns_median=_median([one.turns for one in outcomes]),
    )


def share(count: int, total: int) -> Share:
    """A count and its Wilson score interval.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22 (1927).
    """
    if total == 0:
        return Share(0, 0.0, 0.0, 1.0)
    part, square = count / total, Z * Z
    middle = (part + square / (2 * total)) / (1 + square / total)
    reach = Z * sqrt(part * (1 - part) / total + square / (4 * total * total))
    reach /= 1 + square / total
    low = 0.0 if count == 0 else middle - reach
    return Share(count, part, low, 1.0 if count == total else middle + reach)


def _seat(outcomes: Sequence[Outcome], seat: int) -> SeatOdds:
    wins = sum(one.winner == seat for one in outcomes)
    return SeatOdds(
        seat=seat,
        wins=share(wins, len(outcomes)),
        leads=sum(one.leader == seat for one in outcomes),
        worth_median=_median([one.worths[seat] for one in outcomes]),
    )


def _median(values: list[int]) -> int:
    return sorted(values)[len(values) // 2] if values else 0
