"""What is measured of players: of which of them, and as which sum by which other sum.

One definition each, for the number of a group, for what is behind it, and for what two groups that
sat in the same games have in common.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from replay.domain.statistics.chosen import Chosen
from replay.domain.statistics.differences import Part
from replay.domain.statistics.estimates import Clusters, Estimate
from replay.domain.statistics.groups import Grouping
from replay.domain.statistics.tables import Array, Rows, Tables


class Measure(Struct, frozen=True):
    """Columns over all players of the tables.

    ``told``: a mask of those it can be said of. The number is the sum of ``above`` by that of
    ``below`` over them; ``is_share`` where the first are hits among the second. It lies between
    ``least`` and ``most``.
    """

    told: Array
    above: Array
    below: Array
    is_share: bool = False
    least: float = -np.inf
    most: float = np.inf


RESULTS = ("win_rate", "placement", "net_worth", "bankrupt", "survived")
DECISIONS = ("fallbacks", "invalid", "off_menu")
USAGE = ("tokens", "tokens_of_win", "cost", "cost_of_win")
FORTUNES = ("dice", "doubles", "luck", "paid", "expected_paid", "received", "expected_received")
NAMES = (*RESULTS, *DECISIONS, *USAGE, *FORTUNES)
MEANS = ("placement", "net_worth", "survived", *USAGE, *FORTUNES)
"""Those of which each player has an amount to be shown."""


def of(tables: Tables, name: str) -> Measure:
    """One of `NAMES`."""
    if name in RESULTS:
        return _result(tables, name)
    if name in DECISIONS:
        seats = tables.seats
        made = seats["decisions"]
        hits = seats["errors" if name == "invalid" else name]
        return Measure(made > 0, hits, made, is_share=True)
    if name in USAGE:
        return _usage(tables, name)
    return _fortune(tables, name)


def by_group(measure: Measure, groups: Grouping) -> list[Estimate]:
    """The number of each group."""
    places = groups.seats(measure.told)
    clusters = groups.clusters(places)
    above, below = measure.above[places], measure.below[places]
    if measure.is_share:
        return clusters.shares(above, below)
    return within(clusters, measure, above, below)


def part(measure: Measure, chosen: Chosen) -> Part:
    """What the number of all chosen players is made of."""
    places = np.flatnonzero(measure.told & chosen.own)
    game = chosen.tables.seats.game[places]
    return Part(measure.above[places], measure.below[places], game)


def within(clusters: Clusters, measure: Measure, above: Array, below: Array) -> list[Estimate]:
    """Ratios whose intervals keep to what can be."""
    found = clusters.ratios(above, below)
    return [one.within(measure.least, measure.most) for one in found]


def _result(tables: Tables, name: str) -> Measure:
    """Of games that are over."""
    seats = tables.seats
    over = tables.games["is_over"][seats.game]
    column = {"win_rate": "is_winner", "bankrupt": "is_bankrupt"}.get(name, name)
    least = {"placement": 1.0, "survived": 0.0}.get(name, -np.inf)
    is_share = name in {"win_rate", "bankrupt"}
    return Measure(over, seats[column], np.ones(len(seats)), is_share=is_share, least=least)


def _usage(tables: Tables, name: str) -> Measure:
    """Of players whose every decision tells it; of a win, all that was used in games that are over.

    Tokens are those of prompts and of completions.
    """
    seats = tables.seats
    made = seats["decisions"]
    if name.startswith("tokens"):
        told = (made > 0) & (seats["prompt_told"] == made) & (seats["completion_told"] == made)
        used = seats["prompt_tokens"] + seats["completion_tokens"]
    else:
        told, used = (made > 0) & (seats["cost_told"] == made), seats["cost"]
    if not name.endswith("_of_win"):
        return Measure(told, used, np.ones(len(seats)), least=0.0)
    over = tables.games["is_over"][seats.game]
    return Measure(told & over, used, seats["is_winner"], least=0.0)


def _fortune(tables: Tables, name: str) -> Measure:
    """Of games that tell dice and rents; dollars are of one seat in one game."""
    seats = tables.seats
    told, ones = seats["is_told"], np.ones(len(seats))
    if name == "luck":
        return Measure(told, luck(seats), ones)
    if name in {"dice", "doubles"}:
        throws = seats.derived("throws", lambda whole: whole["dice"].sum(axis=1))
        if name == "doubles":
            return Measure(told, seats["doubles"], throws, is_share=True)
        pips = seats.derived("pips", lambda whole: whole["dice"] @ np.arange(2, 13))
        return Measure(told, pips, throws, least=2.0, most=12.0)
    return Measure(told, seats[name], ones, least=0.0)


def luck(seats: Rows) -> Array:
    """Dollars the dice brought beyond expectation, of each player."""

    def find(whole: Rows) -> Array:
        got = whole["received"] - whole["expected_received"]
        found: Array = got - (whole["paid"] - whole["expected_paid"])
        return found

    return seats.derived("luck", find)
