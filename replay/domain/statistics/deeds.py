"""Spaces and deeds: landings, sales, returns, wins, and where players went bankrupt."""

from __future__ import annotations

from functools import partial

import numpy as np
from msgspec import Struct

from replay.domain.board import PROPERTIES, SPACES
from replay.domain.statistics import monopolies, theory, winners
from replay.domain.statistics.by_game import Runs, Seated
from replay.domain.statistics.chosen import Chosen
from replay.domain.statistics.estimates import (
    Clusters,
    Estimate,
    ratios_by_game,
    shares_by_game,
)
from replay.domain.statistics.layout import NOBODY
from replay.domain.statistics.measures import Measure
from replay.domain.statistics.monopolies import Monopoly
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


class Board(Struct, frozen=True):
    """All of it. ``told``: games that tell landings and rents; ``unsold``: auctions nobody won."""

    spaces: list[Space]
    deeds: list[Deed]
    monopolies: list[Monopoly]
    told: int
    unsold: int


def board(chosen: Chosen) -> Board:
    """What became of every space, to the chosen players."""
    told = _told(chosen)
    return Board(
        spaces=spaces(chosen),
        deeds=_deeds(chosen, told),
        monopolies=monopolies.all_groups(chosen),
        told=len(told.games),
        unsold=int(chosen.game("unsold").sum()),
    )


def _told(chosen: Chosen) -> Seated:
    """The chosen players of games that tell landings and rents."""
    is_told = chosen.tables.seats["is_told"]
    return chosen.once("told", lambda: Seated(chosen.tables, chosen.own & is_told))


def spaces(chosen: Chosen) -> list[Space]:
    """The landings of the chosen players on every space, and where they went bankrupt."""
    return chosen.once("spaces", lambda: _spaces(chosen))


def _spaces(chosen: Chosen) -> list[Space]:
    told = _told(chosen)
    landings = told.sums("landings", lambda rows: rows["landings"])
    shares = shares_by_game(landings, landings.sum(axis=1, keepdims=True))
    kills = chosen.own_rows("kills")
    at_space = Runs(kills.game).sums(kills["position"][:, None] == np.arange(len(SPACES)))
    deaths = shares_by_game(at_space, at_space.sum(axis=1, keepdims=True))
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
        return winners.measure(chosen, owned)
    built = seats["built"][:, at]
    if name == "buildings":
        return Measure(seats["is_told"] & owned, built, np.ones(len(seats)), least=0.0)
    rent, spent = seats["rent_received"][:, at], _spent(chosen.tables, seats)[:, place]
    told = seats["is_told"] & ((rent != 0) | (spent != 0))
    return Measure(told, rent, spent, least=0.0)


def _deeds(chosen: Chosen, told: Seated) -> list[Deed]:
    sales = chosen.own_rows("sales")
    sold = _place(sales)
    by_auction = sales["by_auction"]
    bought, auctioned = (
        np.bincount(sold[mask], minlength=len(PROPERTIES)) for mask in (~by_auction, by_auction)
    )
    spent_on = partial(_spent, chosen.tables)
    rent, spent = told.sums("rent", _rent), told.sums("spent", spent_on)
    traded = told.sums("traded", lambda rows: (_rent(rows) != 0) | (spent_on(rows) != 0))
    holding = told.sums("owners", _owned)
    built = told.sums("built", lambda rows: np.where(_owned(rows), _built(rows), 0))
    returns, buildings = (
        [one.within(0.0, np.inf) for one in found]
        for found in (ratios_by_game(rent, spent, traded), ratios_by_game(built, holding, holding))
    )
    auctions = _auctions(chosen)
    wins = winners.shares(chosen, "owners", _owned)
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


def _rent(seats: Rows) -> Array:
    """What players received for each deed, by place in `PROPERTIES`."""
    found: Array = seats["rent_received"][:, PROPERTIES]
    return found


def _built(seats: Rows) -> Array:
    found: Array = seats["built"][:, PROPERTIES]
    return found


def _spent(tables: Tables, seats: Rows) -> Array:
    """What players paid the bank for each deed and its buildings, by place in `PROPERTIES`."""

    def find(whole: Rows) -> Array:
        sales = tables.rows["sales"]
        priced = sales.where(sales["price"] != NOBODY)
        column = _place(priced)
        key = tables.seat_of(priced).astype("i8") * len(PROPERTIES) + column
        paid = np.bincount(key, priced["price"], minlength=len(whole) * len(PROPERTIES))
        spent: Array = paid.reshape(-1, len(PROPERTIES))
        spent += _built(whole) * _HOUSE_COSTS
        return spent

    return seats.derived("spent", find)


def _owned(seats: Rows) -> Array:
    """A column for each deed: whether a player ever had it."""

    def find(whole: Rows) -> Array:
        places = np.array(PROPERTIES, "u8")
        found: Array = (whole["owned"][:, None] >> places) & np.uint64(1) != 0
        return found

    return seats.derived("owners", find)
