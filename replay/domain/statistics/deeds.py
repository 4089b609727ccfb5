"""Spaces and deeds: landings, sales, returns, wins, and where players went bankrupt."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from msgspec import Struct

from replay.domain.board import PROPERTIES, SPACES
from replay.domain.statistics import theory
from replay.domain.statistics.chosen import Chosen
from replay.domain.statistics.estimates import Clusters, Columns, Estimate, quantile
from replay.domain.statistics.layout import GROUPS, NOBODY
from replay.domain.statistics.measures import Measure
from replay.domain.statistics.tables import Array, Rows, Tables


class Space(Struct, frozen=True):
    """One space. ``share``: of all landings; ``soon`` and ``late``: what it is in the long run, if
    players leave jail as soon or as late as they can. ``kills``: bankruptcies its debt brought.
    """

    position: int
    landings: int
    share: Estimate
    soon: float
    late: float
    kills: int
    kill_share: Estimate


class Deed(Struct, frozen=True):
    """One deed, as the bank sold it.

    ``bought`` at the printed price, ``auctioned`` (of these ``priced`` tell a price) at ``auction``
    times it. ``rent`` dollars were received by chosen players, ``returns`` times what the deed and
    its buildings had cost them. ``built``: buildings put on it in a game in which it was owned, a
    hotel being the fifth. ``win_rate``: of players who ever owned it, in games that are over;
    ``by_chance`` what it were if all were equally good.
    """

    position: int
    bought: int
    auctioned: int
    auction: Estimate
    rent: int
    returns: Estimate
    built: Estimate
    win_rate: Estimate
    by_chance: float | None


class Monopoly(Struct, frozen=True):
    """One colour group (or railroads, utilities).

    ``completed``: share of games in which a chosen player came to hold all of it; ``turn``: the
    median turn of the first time; ``win_rate``: of those who ever held all of it.
    """

    group: str
    completed: Estimate
    turn: Estimate
    win_rate: Estimate
    by_chance: float | None


class Board(Struct, frozen=True):
    """All of it. ``told``: games that tell landings and rents; ``unsold``: auctions nobody won."""

    spaces: list[Space]
    deeds: list[Deed]
    monopolies: list[Monopoly]
    told: int
    unsold: int


def board(chosen: Chosen) -> Board:
    """What became of every space, to the chosen players."""
    seats = chosen.tables.seats
    told = seats.where(chosen.own & seats["is_told"])
    observed = Columns(told.game)
    return Board(
        spaces=_spaces(chosen, told, observed),
        deeds=_deeds(chosen, told, observed),
        monopolies=_monopolies(chosen),
        told=observed.games,
        unsold=int(chosen.game("unsold").sum()),
    )


def _spaces(chosen: Chosen, told: Rows, observed: Columns) -> list[Space]:
    landings = told["landings"]
    landed = told.derived("landed", lambda whole: whole["landings"].sum(axis=1, keepdims=True))
    shares = observed.shares(landings, landed)
    kills = chosen.own_rows("kills")
    at_space = kills["position"][:, None] == np.arange(len(SPACES))
    deaths = Columns(kills.game).shares(at_space, np.ones((len(kills), 1)))
    counts, died = landings.sum(axis=0), at_space.sum(axis=0)
    expected = theory.landings()
    return [
        Space(
            position=at,
            landings=int(counts[at]),
            share=shares[at],
            soon=expected.soon[at],
            late=expected.late[at],
            kills=int(died[at]),
            kill_share=deaths[at],
        )
        for at in range(len(SPACES))
    ]


def measure(chosen: Chosen, name: str, at: int) -> Measure:
    """Of one deed: ``returns``, ``buildings``, or what of its owners ``won``."""
    seats = chosen.tables.seats
    place = PROPERTIES.index(at)
    owned = _owned(seats)[:, place]
    if name == "won":
        return _winners(chosen, owned)
    built = seats["built"][:, at]
    if name == "buildings":
        return Measure(seats["is_told"] & owned, built, np.ones(len(seats)), least=0.0)
    rent, spent = seats["rent_received"][:, at], _spent(chosen.tables, seats)[:, place]
    told = seats["is_told"] & ((rent != 0) | (spent != 0))
    return Measure(told, rent, spent, least=0.0)


def holders(chosen: Chosen, group: int) -> Measure:
    """What of those who ever held all of a group won."""
    tables = chosen.tables
    rows = chosen.own_rows("monopolies")
    held = np.zeros(len(tables.seats), bool)
    held[tables.seat_of(rows.where(rows["group"] == group))] = True
    return _winners(chosen, held)


def _winners(chosen: Chosen, had: Array) -> Measure:
    seats = chosen.tables.seats
    over = chosen.tables.games["is_over"][seats.game]
    return Measure(had & over, seats["is_winner"], np.ones(len(seats)), is_share=True)


def _deeds(chosen: Chosen, told: Rows, observed: Columns) -> list[Deed]:
    sales = chosen.own_rows("sales")
    sold = _place(sales)
    by_auction = sales["by_auction"]
    bought, auctioned = (
        np.bincount(sold[mask], minlength=len(PROPERTIES)) for mask in (~by_auction, by_auction)
    )
    rent, built = (_of_deeds(told, name) for name in ("rent_received", "built"))
    spent = _spent(chosen.tables, told)
    returns, buildings = (
        [one.within(0.0, np.inf) for one in found]
        for found in (
            observed.ratios(rent, spent, (rent != 0) | (spent != 0)),
            observed.ratios(np.where(_owned(told), built, 0), counts=_owned(told)),
        )
    )
    auctions = _auctions(chosen)
    wins = _wins(chosen, _owned)
    rents = rent.sum(axis=0)
    return [
        Deed(
            position=at,
            bought=int(bought[place]),
            auctioned=int(auctioned[place]),
            auction=auctions[place],
            rent=int(rents[place]),
            returns=returns[place],
            built=buildings[place],
            win_rate=wins[place][0],
            by_chance=wins[place][1],
        )
        for place, at in enumerate(PROPERTIES)
    ]


_PRICES = np.array([SPACES[at].price for at in PROPERTIES])
_HOUSE_COSTS = np.array([SPACES[at].house_cost for at in PROPERTIES])


def _place(sales: Rows) -> Array:
    """The place in `PROPERTIES` of what was sold."""

    def find(whole: Rows) -> Array:
        return np.searchsorted(PROPERTIES, whole["position"]).astype("i1")

    return sales.derived("deed", find)


def _auctions(chosen: Chosen) -> list[Estimate]:
    """Prices at auction as multiples of the printed ones."""
    priced, multiples = auctioned(chosen)
    deed = _place(priced)
    clusters = Clusters(deed, priced.game, len(PROPERTIES))
    return [one.within(0.0, np.inf) for one in clusters.ratios(multiples)]


def auctioned(chosen: Chosen) -> tuple[Rows, Array]:
    """Sales by auction that tell a price, and each price as a multiple of the printed one."""
    sales = chosen.own_rows("sales")
    priced = sales.where(sales["by_auction"] & (sales["price"] != NOBODY))
    deed = _place(priced)
    return priced, priced["price"] / _PRICES[deed]


def _of_deeds(seats: Rows, column: str) -> Array:
    """A column that tells of every space, of those with deeds."""
    return seats.derived(f"{column} of deeds", lambda whole: whole[column][:, PROPERTIES])


def _spent(tables: Tables, seats: Rows) -> Array:
    """What players paid the bank for each deed and its buildings, by place in `PROPERTIES`."""

    def find(whole: Rows) -> Array:
        sales = tables.rows["sales"]
        priced = sales.where(sales["price"] != NOBODY)
        column = _place(priced)
        key = tables.seat_of(priced).astype("i8") * len(PROPERTIES) + column
        paid = np.bincount(key, priced["price"], minlength=len(whole) * len(PROPERTIES))
        spent: Array = paid.reshape(-1, len(PROPERTIES))
        spent += _of_deeds(whole, "built") * _HOUSE_COSTS
        return spent

    return seats.derived("spent", find)


def _monopolies(chosen: Chosen) -> list[Monopoly]:
    tables = chosen.tables
    rows = chosen.own_rows("monopolies")
    first = _first(rows)
    games = np.flatnonzero(chosen.games)
    completed = np.zeros((len(tables), len(GROUPS)), bool)
    completed[rows.game, rows["group"]] = True
    shares = Columns(games).shares(completed[games], np.ones((len(games), 1)))
    holders = np.zeros((len(tables.seats), len(GROUPS)), bool)
    holders[tables.seat_of(rows), rows["group"]] = True
    wins = _wins(chosen, lambda seats: holders[seats.places])
    turns, groups = first["turn"], first["group"]
    return [
        Monopoly(
            group=group,
            completed=shares[number],
            turn=quantile(turns[groups == number], 0.5),
            win_rate=wins[number][0],
            by_chance=wins[number][1],
        )
        for number, group in enumerate(GROUPS)
    ]


def first_monopolies(chosen: Chosen, group: int) -> Rows:
    """The first time in each game that a chosen player came to hold all of a group."""
    rows = chosen.own_rows("monopolies")
    return _first(rows.where(rows["group"] == group))


def _first(rows: Rows) -> Rows:
    """Of each game and group the first."""
    key = rows.game.astype("i8") * len(GROUPS) + rows["group"]
    first = np.full(int(key.max(initial=0)) + 1, NOBODY)
    first[key[::-1]] = np.arange(len(rows))[::-1]  # the last one written stays
    return rows.where(first[first != NOBODY])


def _owned(seats: Rows) -> Array:
    """A column for each deed: whether a player ever had it."""

    def find(whole: Rows) -> Array:
        places = np.array(PROPERTIES, "u8")
        found: Array = (whole["owned"][:, None] >> places) & np.uint64(1) != 0
        return found

    return seats.derived("owners", find)


def _wins(chosen: Chosen, had_by: Callable[[Rows], Array]) -> list[tuple[Estimate, float | None]]:
    """For each column of a mask: the share that won, and what chance would bring.

    Of chosen players, in games that are over.
    """
    games, seats = chosen.tables.games, chosen.tables.seats
    over = seats.where(chosen.own & games["is_over"][seats.game])
    had = had_by(over)
    shares = Columns(over.game).shares(had & over["is_winner"][:, None], had)
    counts = had.sum(axis=0)
    chances = np.einsum("i,ij->j", 1 / games["players"][over.game], had)
    return [
        (share, chance / count if count else None)
        for share, chance, count in zip(shares, chances.tolist(), counts.tolist(), strict=True)
    ]
