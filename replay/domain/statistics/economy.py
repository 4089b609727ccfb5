"""How long games are, how much money is in play, what happens in them, and what is traded."""

from __future__ import annotations

from functools import partial

import numpy as np
from msgspec import Struct

from replay.domain.statistics.chosen import Chosen
from replay.domain.statistics.distinct import distinct
from replay.domain.statistics.estimates import (
    Clusters,
    Estimate,
    mean,
    quantile,
    ratios_by_game,
    shares_by_game,
)
from replay.domain.statistics.groups import Group, Grouping
from replay.domain.statistics.tables import Array, Rows, Tables

BARS = 24
MOST_MOMENTS = 40
MANY = 0.95
"""Of the games' lengths what has to be told apart: one endless game would hide all others."""

MOST_TYPES = 60


class Length(Struct, frozen=True):
    """How long games that are over were, in ``unit``. ``bars``: (from, to, how many games)."""

    unit: str
    mean: Estimate
    median: Estimate
    p95: Estimate
    bars: list[tuple[float, float, int]]


class Moment(Struct, frozen=True):
    """Money in play in the turns ``first`` to ``last``, as turns began: sums over all players.

    Of games that came so far, which are ever fewer: those that end early are not in later moments.
    """

    first: int
    last: int
    cash: Estimate
    net_worth: Estimate


class EventType(Struct, frozen=True):
    """An engine's type of event: how many, in how many games, and its share of all events."""

    name: str
    count: int
    games: int
    share: Estimate


class Trading(Struct, frozen=True):
    """One group's trades.

    ``proposed``: offers and counter-offers made, ``accepted`` of them. Dollars by the printed board
    (`replay.domain.summary.worth`), of one trade: ``given`` and ``taken`` as the one who proposed,
    ``gain`` their difference, and ``gain_accepting`` that of trades others proposed.
    """

    group: Group
    proposed: int
    accepted: Estimate
    given: Estimate
    taken: Estimate
    gain: Estimate
    gain_accepting: Estimate


class Economy(Struct, frozen=True):
    """All of it. ``other_events``: events of types too many to be counted each for itself."""

    over: int
    lengths: list[Length]
    money: list[Moment]
    types: list[EventType]
    other_events: int
    trades: list[Trading]


def economy(chosen: Chosen, groups: Grouping) -> Economy:
    """Lengths, money and events are of whole games, trades of the chosen players."""
    over = chosen.games & chosen.tables.games["is_over"]
    types, others = _types(chosen)
    return Economy(
        over=int(over.sum()),
        lengths=[
            _length(chosen, over, "turns", 1.0),
            _length(chosen, over, "events", 1.0),
            _length(chosen, over, "minutes", 60.0, "seconds"),
        ],
        money=_money(chosen),
        types=types,
        other_events=others,
        trades=_trades(chosen, groups),
    )


def _length(chosen: Chosen, over: Array, unit: str, scale: float, column: str = "") -> Length:
    values = chosen.tables.games[column or unit][over].astype("f8") / scale
    values = values[np.isfinite(values)]
    return Length(
        unit,
        mean(values, np.arange(len(values))).within(0.0, np.inf),
        quantile(values, 0.5),
        quantile(values, 0.95),
        _bars(values),
    )


def _bars(values: Array) -> list[tuple[float, float, int]]:
    """Equally wide bars up to the 99th percentile, and one for all beyond."""
    if not len(values):
        return []
    top = float(np.quantile(values, 0.99))
    low = float(values.min())
    if top <= low:
        return [(low, float(values.max()), len(values))]
    edges = np.linspace(low, top, BARS + 1)
    counts, _ = np.histogram(values[values <= top], edges)
    found = [
        (float(edges[at]), float(edges[at + 1]), int(count)) for at, count in enumerate(counts)
    ]
    beyond = int((values > top).sum())
    return [*found, (top, float(values.max()), beyond)] if beyond else found


def _money(chosen: Chosen) -> list[Moment]:
    """Games keep some of their turns only: each counts once in a moment, by its mean there.

    Moments are as wide as most games' lengths (`MANY`) need; the last holds all turns beyond.
    """
    tables = chosen.tables
    lasts = tables.games.derived("last turn", partial(_last_turns, tables))[chosen.games]
    lasts = lasts[lasts > 0]
    if not len(lasts):
        return []
    width = _width(lasts)
    found = tables.lately(("money", width), lambda: _by_moment(tables, width))
    came_to, *means = (one if chosen.games.all() else one[chosen.games] for one in found)
    games = came_to.astype("f8")
    cash, worth = (ratios_by_game(one, games, games) for one in means)
    ends = [*range(width, MOST_MOMENTS * width, width), int(lasts.max())]
    return [
        Moment(number * width + 1, ends[number], cash[number], worth[number])
        for number in range(MOST_MOMENTS)
        if cash[number].games
    ]


def _last_turns(tables: Tables, games: Rows) -> Array:
    """Of each game the last of its turns that are kept; 0 where there is none."""
    rows = tables.rows["economy"]
    found = np.zeros(len(games), "i4")
    np.maximum.at(found, rows.game, rows["turn"])
    return found


def _by_moment(tables: Tables, width: int) -> tuple[Array, Array, Array]:
    """Of all games and each moment whether they came to it, and their mean cash and net worth."""
    rows, shape = tables.rows["economy"], (len(tables), MOST_MOMENTS)
    at = np.minimum((rows["turn"] - 1) // width, MOST_MOMENTS - 1)
    key = rows.game.astype("i8") * MOST_MOMENTS + at
    counts = np.bincount(key, minlength=len(tables) * MOST_MOMENTS)
    cash, worth = (
        (np.bincount(key, rows[name], len(counts)) / counts.clip(1)).reshape(shape)
        for name in ("cash", "net_worth")
    )
    return (counts > 0).reshape(shape), cash, worth


def _width(lasts: Array) -> int:
    """Turns of one moment, in whole tens where they are many; of games with these last turns."""
    width = -(-int(np.quantile(lasts, MANY, method="lower")) // (MOST_MOMENTS - 1))
    return width if width < 10 else -(-width // 10) * 10


def _types(chosen: Chosen) -> tuple[list[EventType], int]:
    rows = chosen.rows("events")
    words, inverse = distinct(rows["word"], len(chosen.tables.words))
    counts = np.bincount(inverse, rows["count"], minlength=len(words))
    order = np.argsort(-counts, kind="stable")[:MOST_TYPES]
    column = np.full(len(words), -1)
    column[order] = np.arange(len(order))
    games = np.flatnonzero(chosen.games)
    place = np.zeros(len(chosen.tables), "i8")
    place[games] = np.arange(len(games))
    listed = column[inverse]
    of_game = np.zeros((len(games), len(order) + 1))
    of_game[place[rows.game], listed] = rows["count"]
    of_game = of_game[:, :-1]  # the last column has what is not listed
    shares = shares_by_game(of_game, chosen.game("events")[:, None])
    in_games = (of_game > 0).sum(axis=0)
    found = [
        EventType(
            chosen.tables.word(int(words[at])),
            int(counts[at]),
            int(in_games[number]),
            shares[number],
        )
        for number, at in enumerate(order.tolist())
    ]
    told = sum(one.count for one in found)
    return found, int(chosen.game("events").sum()) - told


def _trades(chosen: Chosen, groups: Grouping) -> list[Trading]:
    tables = chosen.tables
    seats = tables.seats
    places = groups.seats(seats["proposed"] > 0)
    deals, received = _grouped(chosen, groups, "seat"), _grouped(chosen, groups, "recipient")
    accepted = np.bincount(tables.seat_of(deals), minlength=len(seats))
    trials = np.maximum(seats["proposed"][places], accepted[places])
    rates = groups.clusters(places).shares(accepted[places], trials)
    proposed = groups.sums(places, seats["proposed"][places])
    own = Clusters(groups.of_seat[tables.seat_of(deals)], deals.game, len(groups))
    others = Clusters(
        groups.of_seat[tables.seat_of(received, "recipient")], received.game, len(groups)
    )
    given, taken = (
        [one.within(0.0, np.inf) for one in own.ratios(deals[name])] for name in ("given", "taken")
    )
    gain = own.ratios(deals["taken"] - deals["given"])
    accepting = others.ratios(received["given"] - received["taken"])
    return [
        Trading(group, int(proposed[at]), rates[at], given[at], taken[at], gain[at], accepting[at])
        for at, group in enumerate(groups.all)
    ]


def _grouped(chosen: Chosen, groups: Grouping, column: str) -> Rows:
    """The trades of chosen players who are in one of the groups that are told."""
    rows = chosen.own_rows("deals", column)
    return rows.where(groups.of_seat[chosen.tables.seat_of(rows, column)] >= 0)
