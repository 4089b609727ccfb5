"""Who does how well: results, decisions and what they cost, by group of players."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from replay.domain.statistics.chosen import Chosen
from replay.domain.statistics.estimates import Estimate, counted_quantile
from replay.domain.statistics.groups import Group, Grouping
from replay.domain.statistics.tables import Array
from replay.domain.summary.deciding import middle


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


class _Results(Struct):
    """Columns of the games that are over, by group."""

    decided: Array
    wins: Array
    by_chance: Array
    win_rate: list[Estimate]
    placement: list[Estimate]
    net_worth: list[Estimate]
    bankrupt: list[Estimate]
    survived: list[Estimate]


def standings(chosen: Chosen, groups: Grouping) -> list[Standing]:
    """Every group's, those with the most seats first."""
    all_seats = groups.seats()
    seats = chosen.tables.seats
    results = _results(chosen, groups)
    decisions = groups.sums(all_seats, seats["decisions"][all_seats])
    games = groups.clusters(all_seats).games
    flawed = {name: _of_decisions(chosen, groups, name) for name in _FLAWS}
    latencies = _latencies(chosen, groups)
    used = _usage(chosen, groups)
    counts = np.bincount(groups.of_seat[all_seats], minlength=len(groups))
    repeated = _repeated(chosen, groups)
    return [
        Standing(
            group=group,
            seats=int(counts[at]),
            games=int(games[at]),
            decided=int(results.decided[at]),
            repeated=int(repeated[at]),
            wins=int(results.wins[at]),
            by_chance=float(results.by_chance[at]) if results.decided[at] else None,
            win_rate=results.win_rate[at],
            placement=results.placement[at],
            net_worth=results.net_worth[at],
            bankrupt=results.bankrupt[at],
            survived=results.survived[at],
            decisions=int(decisions[at]),
            fallbacks=flawed["fallbacks"][at],
            invalid=flawed["errors"][at],
            off_menu=flawed["off_menu"][at],
            latency_p50=latencies[at][0],
            latency_p95=latencies[at][1],
            **{name: estimates[at] for name, estimates in used.items()},
        )
        for at, group in enumerate(groups.all)
    ]


_FLAWS = ("fallbacks", "errors", "off_menu")


def _results(chosen: Chosen, groups: Grouping) -> _Results:
    tables = chosen.tables
    seats = tables.seats
    decided = groups.seats(tables.games["is_over"][seats.game])
    clusters = groups.clusters(decided)
    column = {name: seats[name][decided] for name in _COLUMNS}
    chance = 1 / tables.games["players"][seats.game[decided]]
    count = groups.sums(decided, np.ones(len(decided)))
    return _Results(
        decided=count,
        wins=groups.sums(decided, column["is_winner"]),
        by_chance=groups.sums(decided, chance) / np.maximum(1, count),
        win_rate=clusters.shares(column["is_winner"]),
        placement=clusters.ratios(column["placement"]),
        net_worth=clusters.ratios(column["net_worth"]),
        bankrupt=clusters.shares(column["is_bankrupt"]),
        survived=clusters.ratios(column["survived"]),
    )


_COLUMNS = ("is_winner", "placement", "net_worth", "is_bankrupt", "survived")


def _of_decisions(chosen: Chosen, groups: Grouping, column: str) -> list[Estimate]:
    data = chosen.tables.seats
    seats = groups.seats(data["decisions"] > 0)
    return groups.clusters(seats).shares(data[column][seats], data["decisions"][seats])


def _latencies(chosen: Chosen, groups: Grouping) -> list[tuple[Estimate, Estimate]]:
    """Median and 95th percentile, of all decisions that tell a latency."""
    tables = chosen.tables
    rows = chosen.own_rows("latencies")
    of = groups.of_seat[tables.seat_of(rows)]
    found = []
    for at in range(len(groups)):
        mine = rows.where(of == at)
        counted = _counted(mine["bucket"], mine["count"])
        games = len(np.unique(mine.game))
        quantiles = (counted_quantile(counted, share, games) for share in (0.5, 0.95))
        found.append((next(quantiles), next(quantiles)))
    return found


def _counted(buckets: Array, counts: Array) -> list[tuple[float, int]]:
    totals = np.bincount(buckets, counts) if len(buckets) else np.array([])
    return [(middle(int(bucket)), int(totals[bucket])) for bucket in np.flatnonzero(totals)]


def _usage(chosen: Chosen, groups: Grouping) -> dict[str, list[Estimate]]:
    """Tokens and cost of a seat in a game, and of all of them by wins."""
    tables = chosen.tables
    data = tables.seats
    made, over = data["decisions"], tables.games["is_over"][data.game]
    in_full = (made > 0) & (data["prompt_told"] == made) & (data["completion_told"] == made)
    paid = (made > 0) & (data["cost_told"] == made)
    tokens = data["prompt_tokens"] + data["completion_tokens"]
    found = {}
    for name, told, values in (("tokens", in_full, tokens), ("cost", paid, data["cost"])):
        seats, ended = groups.seats(told), groups.seats(told & over)
        found[name] = groups.clusters(seats).ratios(values[seats])
        wins = data["is_winner"][ended]
        found[f"{name}_of_win"] = groups.clusters(ended).ratios(values[ended], wins)
    return found


def _repeated(chosen: Chosen, groups: Grouping) -> Array:
    """Games in which several seats are of one group."""
    seats = groups.seats()
    games = len(chosen.tables)
    keys = groups.of_seat[seats] * games + chosen.tables.seats.game[seats]
    pairs, counts = np.unique(keys, return_counts=True)
    return np.bincount(pairs[counts > 1] // max(1, games), minlength=len(groups))
