"""What is behind means and medians: every player, game or trade they are of, with its amount."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from msgspec import structs

from replay.domain.statistics import deeds, fortunes, measures, monopolies
from replay.domain.statistics.chosen import Chosen
from replay.domain.statistics.layout import NOBODY
from replay.domain.statistics.measures import Measure
from replay.domain.statistics.moments import Behind, Moments, Of
from replay.domain.statistics.tables import Array, Rows

type Finder = Callable[[Chosen, Behind], Moments]


def of_measure(chosen: Chosen, measure: Measure, *, at_end: bool = False) -> Moments:
    """All chosen players a measure is of; ``at_end``: at the last event of their games."""
    seats = chosen.tables.seats
    places = np.flatnonzero(chosen.own & measure.told)
    game = seats.game[places]
    number = chosen.tables.games["head"][game] if at_end else np.full(len(places), NOBODY)
    amount, per = measure.above[places].astype("f8"), float(measure.below[places].sum())
    return Moments(chosen, game, seats["seat"][places], number, amount, per)


def _measured(name: str) -> Finder:
    at_end = name in measures.RESULTS

    def find(chosen: Chosen, _: Behind) -> Moments:
        return of_measure(chosen, measures.of(chosen.tables, name), at_end=at_end)

    return find


def _skill(chosen: Chosen, behind: Behind) -> Moments:
    """Of one group among all that are chosen: of other games, others would be as lucky."""
    found = fortunes.skill(chosen)
    if behind.whose is not None:
        found = structs.replace(found, told=found.told & behind.whose.members(chosen.tables))
    return of_measure(chosen, found, at_end=True)


def _deed(name: str) -> Finder:
    def find(chosen: Chosen, behind: Behind) -> Moments:
        return of_measure(chosen, deeds.measure(chosen, name, behind.deed))

    return find


def _holders(chosen: Chosen, behind: Behind) -> Moments:
    return of_measure(chosen, monopolies.holders(chosen, behind.group_place), at_end=True)


def _fifth(chosen: Chosen, behind: Behind) -> Moments:
    """Wins of those of all players who were as lucky, chosen or not."""
    seats = chosen.tables.seats
    places = fortunes.fifth(chosen, behind.fifth or 0)
    game = seats.game[places]
    wins = seats["is_winner"][places].astype("f8")
    head = chosen.tables.games["head"][game]
    return Moments(chosen, game, seats["seat"][places], head, wins, float(len(places)))


def of_rows(chosen: Chosen, rows: Rows, amount: Array, column: str = "seat") -> Moments:
    """All of some rows, each with an amount of its own."""
    much = amount.astype("f8")
    return Moments(chosen, rows.game, rows[column], rows["number"], much, float(len(rows)))


def _traded(name: str) -> Finder:
    def find(chosen: Chosen, _: Behind) -> Moments:
        column = "recipient" if name == "gain_accepting" else "seat"
        rows = chosen.own_rows("deals", column)
        gain = rows["taken"] - rows["given"]
        amounts = {"gain": gain, "gain_accepting": -gain}
        return of_rows(chosen, rows, amounts[name] if name in amounts else rows[name], column)

    return find


def _auction_prices(chosen: Chosen, behind: Behind) -> Moments:
    rows, multiples = deeds.auctioned(chosen)
    mine = rows["position"] == behind.deed
    return of_rows(chosen, rows.where(mine), multiples[mine])


def _completed_in(chosen: Chosen, behind: Behind) -> Moments:
    rows = monopolies.first(chosen, behind.group_place)
    return of_rows(chosen, rows, rows["turn"])


def _long(column: str, scale: float = 1.0) -> Finder:
    def find(chosen: Chosen, _: Behind) -> Moments:
        games = chosen.tables.games
        values = games[column].astype("f8") / scale
        places = np.flatnonzero(chosen.games & games["is_over"] & np.isfinite(values))
        nobody = np.full(len(places), NOBODY)
        head = games["head"][places]
        return Moments(chosen, places, nobody, head, values[places], float(len(places)))

    return find


def _in_play(column: str) -> Finder:
    """Games that came to some turns, and their means there."""

    def find(chosen: Chosen, behind: Behind) -> Moments:
        rows = chosen.rows("economy")
        last = np.inf if behind.last is None else behind.last
        mine = rows.where((rows["turn"] >= (behind.first or 0)) & (rows["turn"] <= last))
        games, inverse = np.unique(mine.game, return_inverse=True)
        nobody = np.full(len(games), NOBODY)
        sums = np.bincount(inverse, mine[column], len(games))
        means = sums / np.bincount(inverse, minlength=len(games)).clip(1)
        return Moments(chosen, games, nobody, nobody, means, float(len(games)))

    return find


FINDERS: Mapping[Of, Finder] = {
    **{Of[name.upper()]: _measured(name) for name in measures.MEANS},
    Of.SKILL: _skill,
    Of.FIFTH: _fifth,
    Of.RETURNS: _deed("returns"),
    Of.BUILDINGS: _deed("buildings"),
    Of.OWNERS_WON: _deed("won"),
    Of.HOLDERS: _holders,
    Of.AUCTION_PRICES: _auction_prices,
    Of.COMPLETED_IN: _completed_in,
    Of.TURNS: _long("turns"),
    Of.EVENTS: _long("events"),
    Of.MINUTES: _long("seconds", 60.0),
    Of.CASH_IN_PLAY: _in_play("cash"),
    Of.WORTH_IN_PLAY: _in_play("net_worth"),
    **{Of[name.upper()]: _traded(name) for name in ("given", "taken", "gain", "gain_accepting")},
}
