"""Numbers of the statistics as pages write them: the value, its bounds, and what it is of."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from replay.domain.statistics.estimates import Estimate
from replay.drawing.amounts import MINUS

NONE = "–"


class Kind(StrEnum):
    """What a number means, and so how it is written."""

    SHARE = "share"
    POINTS = "points"
    COUNT = "count"
    NUMBER = "number"
    DOLLARS = "dollars"
    CHANGE = "change"
    COST = "cost"
    TIME = "time"
    TIMES = "times"
    RATING = "rating"
    MINUTES = "minutes"


class Cell(Struct, frozen=True):
    """One cell of a table.

    ``bounds`` and ``of`` are the small print: the interval, and of how many games. ``value`` is
    what the column is sorted by. ``is_few``: of so few games that it says little.
    """

    text: str
    bounds: str = ""
    of: str = ""
    href: str = ""
    value: float | str | None = None
    is_few: bool = False
    group: str = ""


def estimate(one: Estimate, kind: Kind, href: str = "") -> Cell:
    """A number with its interval and its games."""
    of = games(one.games)
    if one.value is None:
        return Cell(NONE, of=of if one.games else "no game tells it")
    bounds = ""
    if one.low is not None and one.high is not None:
        bounds = f"{_between(one.low, one.high, kind)}"
    return Cell(number(one.value, kind), bounds, of, href, one.value, one.is_of_few)


def count(value: float, href: str = "", of: str = "") -> Cell:
    """A whole number; zero leads nowhere."""
    return Cell(f"{value:,.0f}", of=of, href=href if value else "", value=value)


def text(words: str, href: str = "", of: str = "", group: str = "") -> Cell:
    """Words."""
    return Cell(words, of=of, href=href, value=words.lower(), group=group)


def plain(value: float | None, kind: Kind) -> Cell:
    """A number that is not estimated, as one by theory."""
    return Cell(NONE if value is None else number(value, kind), value=value)


def number(value: float, kind: Kind) -> str:
    """A number alone."""
    return _WRITE[kind](value)


def games(count_: int) -> str:
    """1 game, 2 games."""
    return f"{count_:,} game" if count_ == 1 else f"{count_:,} games"


def _between(low: float, high: float, kind: Kind) -> str:
    """Both bounds, their unit once where it stands behind."""
    one, other = number(low, kind), number(high, kind)
    for unit in (" %", " points", " ms", " s", " min", " h"):
        if one.endswith(unit) and other.endswith(unit):
            one = one.removesuffix(unit)
    return f"{one} to {other}"


def _share(value: float) -> str:
    return f"{100 * value:.1f} %"


def _points(value: float) -> str:
    return f"{_sign(round(100 * value, 1))}{abs(100 * value):.1f} points"


def _sign(value: float) -> str:
    return "+" if value > 0 else MINUS if value < 0 else ""


def _minus(rounded: float) -> str:
    """Nothing where only zeros would stand behind it."""
    return MINUS if rounded < 0 else ""


def _dollars(value: float) -> str:
    return f"{_minus(round(value))}${abs(value):,.0f}"


def _change(value: float) -> str:
    return f"{_sign(round(value))}${abs(value):,.0f}"


def _cost(value: float) -> str:
    digits = 2 if abs(value) >= 1 else 4
    return f"{_minus(round(value, digits))}${abs(value):,.{digits}f}"


def _time(value: float) -> str:
    minus, value = _minus(round(value)), abs(value)
    if value < 1000:
        return f"{minus}{value:.0f} ms"
    return f"{minus}{value / 1000:.{1 if value < 100_000 else 0}f} s"


def _minutes(value: float) -> str:
    """Of games: some take a blink, some a day."""
    if abs(value) < 1:
        return f"{60 * value:.1f} s"
    return f"{value:,.1f} min" if abs(value) < 120 else f"{value / 60:,.1f} h"


def _decimals(value: float) -> str:
    size, digits = abs(value), 0 if abs(value) >= 1000 else 2
    return f"{_minus(round(value, digits))}{size:,.{digits}f}"


_WRITE: dict[Kind, Callable[[float], str]] = {
    Kind.SHARE: _share,
    Kind.POINTS: _points,
    Kind.COUNT: lambda value: f"{_minus(round(value))}{abs(value):,.0f}",
    Kind.NUMBER: _decimals,
    Kind.DOLLARS: _dollars,
    Kind.CHANGE: _change,
    Kind.COST: _cost,
    Kind.TIME: _time,
    Kind.TIMES: lambda value: f"{value:,.2f} ×",
    Kind.RATING: lambda value: f"{value:,.1f}",
    Kind.MINUTES: _minutes,
}
