"""Who does how well: results, decisions and what they cost, by group of players."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from replay.domain.statistics import measures
from replay.domain.statistics.chosen import Chosen
from replay.domain.statistics.differences import Part
from replay.domain.statistics.estimates import Estimate, Repeated
from replay.domain.statistics.groups import Group, Grouping
from replay.domain.statistics.tables import Array
from replay.domain.summary.deciding import bucket, middle


class Standing(Struct, frozen=True):
    """One group's results and decisions.

    Of ``seats`` it took in ``games``, ``decided`` are those of games that are over: wins,
    placements, net worth, bankruptcies and turns are of these. ``by_chance``: the share of wins if
    all at each table were equally good. ``repeated``: games in which it sat more than once.
    ``survived``: turns of the whole table begun before it went bankrupt. ``invalid``: share of
    decisions with a failed attempt. ``tokens`` and ``cost`` (dollars) are of a seat in one game,
    where every decision told them; ``tokens_of_win`` and ``cost_of_win`` are all that was used and
    paid in games that are over, by games won. Latencies in milliseconds.
    """

    group: Group
    seats: int
    games: int
    decided: int
    repeated: int
    wins: int
    by_chance: float | None
    win_rate: Estimate
    placement: Estimate
    net_worth: Estimate
    bankrupt: Estimate
    survived: Estimate
    decisions: int
    fallbacks: Estimate
    invalid: Estimate
    off_menu: Estimate
    latency_p50: Estimate
    latency_p95: Estimate
    tokens: Estimate
    tokens_of_win: Estimate
    cost: Estimate
    cost_of_win: Estimate


def standings(chosen: Chosen, groups: Grouping) -> list[Standing]:
    """Every group's, those with the most seats first."""
    tables = chosen.tables
    seats = tables.seats
    all_seats = groups.seats()
    over = groups.seats(tables.games["is_over"][seats.game])
    decided = groups.sums(over, np.ones(len(over)))
    wins = groups.sums(over, seats["is_winner"][over])
    chances = groups.sums(over, 1 / tables.games["players"][seats.game[over]])
    decisions = groups.sums(all_seats, seats["decisions"][all_seats])
    games = groups.clusters(all_seats).games
    measured = {
        name: measures.by_group(measures.of(tables, name), groups)
        for name in (*measures.RESULTS, *measures.DECISIONS, *measures.USAGE)
    }
    latencies = _latencies(chosen, groups)
    counts = np.bincount(groups.of_seat[all_seats], minlength=len(groups))
    repeated = _repeated(chosen, groups)
    return [
        Standing(
            group=group,
            seats=int(counts[at]),
            games=int(games[at]),
            decided=int(decided[at]),
            repeated=int(repeated[at]),
            wins=int(wins[at]),
            by_chance=float(chances[at] / decided[at]) if decided[at] else None,
            decisions=int(decisions[at]),
            **{name: found[at] for name, found in (measured | latencies).items()},
        )
        for at, group in enumerate(groups.all)
    ]


QUANTILES = {"latency_p50": 0.5, "latency_p95": 0.95}


def _latencies(chosen: Chosen, groups: Grouping) -> dict[str, list[Estimate]]:
    """Of all decisions that tell a latency, each of `QUANTILES` by group."""
    rows = chosen.own_rows("latencies")
    buckets, counts, of = rows["bucket"], rows["count"], groups.of_seat[chosen.tables.seat_of(rows)]
    times = _middles(buckets)
    found: dict[str, list[Estimate]] = {name: [] for name in QUANTILES}
    for at in range(len(groups)):
        mine = np.flatnonzero(of == at)
        told = Repeated(times, buckets[mine], counts[mine], rows.game[mine])
        for name, share in QUANTILES.items():
            found[name].append(told.quantile(share))
    return found


def below_quantile(chosen: Chosen, share: float) -> Part:
    """Game by game, how many of the chosen players' latencies are up to a quantile of them all."""
    rows = chosen.own_rows("latencies")
    buckets, counts = rows["bucket"], rows["count"]
    times = _middles(buckets)
    value = Repeated(times, buckets, counts, rows.game).quantile(share).value
    above = counts * (times[buckets] <= value) if value is not None else counts
    return Part(above, counts, rows.game)


def milliseconds(buckets: Array) -> Array:
    """The middle of each bucket."""
    found: Array = _middles(buckets)[buckets]
    return found


def _middles(buckets: Array) -> Array:
    """Those of all up to the last of some."""
    longest = int(buckets.max()) + 1 if len(buckets) else bucket(0) + 1
    return np.array([middle(number) for number in range(longest)])


def _repeated(chosen: Chosen, groups: Grouping) -> Array:
    """Games in which several seats are of one group."""
    seats = groups.seats()
    games = len(chosen.tables)
    keys = groups.of_seat[seats] * games + chosen.tables.seats.game[seats]
    pairs, counts = np.unique(keys, return_counts=True)
    return np.bincount(pairs[counts > 1] // max(1, games), minlength=len(groups))
