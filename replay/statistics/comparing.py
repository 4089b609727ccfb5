"""Two choices of players side by side: every number of both, and the difference."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from replay.domain.statistics import (
    differences,
    estimates,
    filters,
    fortunes,
    leaderboard,
    measures,
)
from replay.domain.statistics.differences import Part
from replay.domain.statistics.estimates import Estimate
from replay.domain.statistics.fortunes import Fortune
from replay.domain.statistics.groups import Grouping
from replay.domain.statistics.leaderboard import Standing
from replay.statistics import asked as asking
from replay.statistics import shelf
from replay.statistics.asked import Asked, Query
from replay.statistics.words import Kind

SIDES = ("left", "right")
NAMES = tuple(f"{side}.{name}" for side in SIDES for name in filters.NAMES)
"""The filters of both."""


class Side(Struct, frozen=True):
    """One choice. Everybody chosen is one group; ``standing`` is None where nobody is."""

    asked: Asked
    standing: Standing | None
    fortune: Fortune | None

    def part(self, key: str) -> Part:
        """What the number of a line is made of, game by game."""
        chosen = self.asked.chosen
        if key in leaderboard.QUANTILES:
            return leaderboard.below_quantile(chosen, leaderboard.QUANTILES[key])
        measure = fortunes.skill(chosen) if key == "skill" else measures.of(chosen.tables, key)
        return measures.part(measure, chosen)


class Line(Struct, frozen=True):
    """One number of both sides. ``difference`` is the right one less the left one.

    ``of``: what is looked for behind it, see `replay.domain.statistics.moments.Of`.
    """

    key: str
    title: str
    kind: Kind
    of: str
    left: Estimate
    right: Estimate
    difference: Estimate


class Comparison(Struct, frozen=True):
    """All of it. ``shared``: games of which both sides have players; differences allow for it."""

    left: Side
    right: Side
    lines: list[Line]
    shared: int


def sides(query: Query) -> tuple[Query, Query]:
    """The two questions of a query, whose names begin with ``left.`` and ``right.``."""
    left, right = (
        {
            name.removeprefix(f"{side}."): values
            for name, values in query.items()
            if name.startswith(f"{side}.")
        }
        for side in SIDES
    )
    return left, right


def compare(query: Query) -> Comparison:
    """Both sides of a query.

    Raises:
        InvalidField: a filter is none.
    """
    look = shelf.look()
    left, right = (_side(asking.read(one, look)) for one in sides(query))
    shared = int((left.asked.chosen.games & right.asked.chosen.games).sum())
    return Comparison(left, right, [_line(one, left, right, shared) for one in _LINES], shared)


def addressed(query: Mapping[str, Sequence[tuple[str, str]]]) -> list[tuple[str, str]]:
    """The pairs of an address for each side's own."""
    return [(f"{side}.{name}", value) for side, pairs in query.items() for name, value in pairs]


def _side(asked: Asked) -> Side:
    return asking.result(asked, "as one", lambda: _as_one(asked))


def _as_one(asked: Asked) -> Side:
    chosen = asked.chosen
    if not chosen.own.any():
        return Side(asked, None, None)
    together = Grouping(chosen, None)
    (standing,) = leaderboard.standings(chosen, together)
    return Side(asked, standing, fortunes.luck(chosen, together).fortunes[0])


type _Read = Callable[[Side], Estimate]
type _Told = tuple[str, str, Kind, str, _Read]


def _line(told: _Told, left: Side, right: Side, shared: int) -> Line:
    key, title, kind, of, read = told
    one, other = read(right), read(left)
    common = 0.0
    if shared and one.value is not None and other.value is not None:
        common = differences.correlation(right.part(key), left.part(key))
    return Line(key, title, kind, of, other, one, differences.difference(one, other, common))


def _standing(name: str) -> _Read:
    def read(side: Side) -> Estimate:
        found: Estimate = estimates.NOTHING
        if side.standing is not None:
            found = getattr(side.standing, name)
        return found

    return read


def _fortune(name: str) -> _Read:
    def read(side: Side) -> Estimate:
        found: Estimate = estimates.NOTHING
        if side.fortune is not None:
            found = getattr(side.fortune, name)
        return found

    return read


_LINES: tuple[_Told, ...] = (
    ("win_rate", "Share of wins", Kind.SHARE, "wins", _standing("win_rate")),
    ("placement", "Placement", Kind.NUMBER, "placement", _standing("placement")),
    ("net_worth", "Net worth at the end", Kind.DOLLARS, "net_worth", _standing("net_worth")),
    ("bankrupt", "Bankrupt", Kind.SHARE, "bankrupt", _standing("bankrupt")),
    ("survived", "Turns survived", Kind.NUMBER, "survived", _standing("survived")),
    ("luck", "Luck a game", Kind.CHANGE, "luck", _fortune("luck")),
    ("skill", "Wins above others as lucky", Kind.POINTS, "skill", _fortune("skill")),
    ("received", "Rents received a game", Kind.DOLLARS, "received", _fortune("received")),
    ("paid", "Rents paid a game", Kind.DOLLARS, "paid", _fortune("paid")),
    ("fallbacks", "Fallbacks", Kind.SHARE, "fallbacks", _standing("fallbacks")),
    ("invalid", "Decisions with a failed attempt", Kind.SHARE, "invalid", _standing("invalid")),
    ("off_menu", "Choices off the menu", Kind.SHARE, "off_menu", _standing("off_menu")),
    ("latency_p50", "Latency, median", Kind.TIME, "latencies", _standing("latency_p50")),
    ("latency_p95", "Latency, p95", Kind.TIME, "latencies", _standing("latency_p95")),
    ("tokens", "Tokens a game", Kind.COUNT, "tokens", _standing("tokens")),
    ("tokens_of_win", "Tokens a win", Kind.COUNT, "tokens_of_win", _standing("tokens_of_win")),
    ("cost", "Cost a game", Kind.COST, "cost", _standing("cost")),
    ("cost_of_win", "Cost a win", Kind.COST, "cost_of_win", _standing("cost_of_win")),
)
