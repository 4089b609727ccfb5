"""Spaces and deeds: landings, sales, returns, wins, and where players went bankrupt."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from replay.domain.board import PROPERTIES, SPACES
from replay.domain.statistics import theory
from replay.domain.statistics.chosen import Chosen
from replay.domain.statistics.estimates import Clusters, Estimate, mean, quantile, share
from replay.domain.statistics.layout import GROUPS, NOBODY
from replay.domain.statistics.tables import Array


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
    told = np.flatnonzero(chosen.own & seats["is_told"])
    return Board(
        spaces=_spaces(chosen, told),
        deeds=_deeds(chosen, told),
        monopolies=_monopolies(chosen),
        told=len(np.unique(seats.game[told])),
        unsold=int(chosen.game("unsold").sum()),
    )


def _spaces(chosen: Chosen, told: Array) -> list[Space]:
    seats = chosen.tables.seats
    landings = seats["landings"][told]
    total = landings.sum(axis=1)
    clusters = Clusters(np.zeros(len(told), "i8"), seats.game[told], 1)
    kills = chosen.own_rows("kills")
    killing = Clusters(np.zeros(len(kills), "i8"), kills.game, 1)
    expected = theory.landings()
    return [
        Space(
            position=at,
            landings=int(landings[:, at].sum()),
            share=clusters.shares(landings[:, at], total)[0],
            soon=expected.soon[at],
            late=expected.late[at],
            kills=int((kills["position"] == at).sum()),
            kill_share=killing.shares(kills["position"] == at)[0],
        )
        for at in range(len(SPACES))
    ]


def _deeds(chosen: Chosen, told: Array) -> list[Deed]:
    tables = chosen.tables
    seats = tables.seats
    sales = chosen.own_rows("sales")
    paid = _paid(chosen)
    rent, built = seats["rent_received"][told], seats["built"][told]
    clusters = Clusters(np.zeros(len(told), "i8"), seats.game[told], 1)
    over = chosen.own & tables.games["is_over"][seats.game]
    found = []
    for at in PROPERTIES:
        space = SPACES[at]
        mine = sales.where(sales["position"] == at)
        priced = mine.where(mine["by_auction"] & (mine["price"] != NOBODY))
        spent = paid[told, PROPERTIES.index(at)] + built[:, at] * space.house_cost
        owners = _bit(seats["owned"], at)
        holding = owners[told]
        found.append(
            Deed(
                position=at,
                bought=int((~mine["by_auction"]).sum()),
                auctioned=int(mine["by_auction"].sum()),
                auction=mean(priced["price"] / space.price, priced.game),
                rent=int(rent[:, at].sum()),
                returns=clusters.ratios(rent[:, at], spent)[0],
                built=mean(built[holding, at], seats.game[told][holding]),
                win_rate=_wins(chosen, over & owners),
                by_chance=_by_chance(chosen, over & owners),
            )
        )
    return found


def _paid(chosen: Chosen) -> Array:
    """What every player paid the bank for each deed, by place in `PROPERTIES`."""
    tables = chosen.tables
    sales = chosen.own_rows("sales")
    priced = sales.where(sales["price"] != NOBODY)
    column = np.searchsorted(PROPERTIES, priced["position"])
    key = tables.seat_of(priced) * len(PROPERTIES) + column
    size = len(tables.seats) * len(PROPERTIES)
    return np.bincount(key, priced["price"], minlength=size).reshape(-1, len(PROPERTIES))


def _monopolies(chosen: Chosen) -> list[Monopoly]:
    tables = chosen.tables
    seats = tables.seats
    rows = chosen.own_rows("monopolies")
    games = np.flatnonzero(chosen.games)
    over = chosen.own & tables.games["is_over"][seats.game]
    found = []
    for number, group in enumerate(GROUPS):
        mine = rows.where(rows["group"] == number)
        completed, first = np.unique(mine.game, return_index=True)
        holders = np.zeros(len(seats), bool)
        holders[tables.seat_of(mine)] = True
        found.append(
            Monopoly(
                group=group,
                completed=share(np.isin(games, completed), games),
                turn=quantile(mine["turn"][first], 0.5),
                win_rate=_wins(chosen, over & holders),
                by_chance=_by_chance(chosen, over & holders),
            )
        )
    return found


def _bit(bits: Array, at: int) -> Array:
    found: Array = (bits >> np.uint64(at)) & np.uint64(1) != 0
    return found


def _wins(chosen: Chosen, mask: Array) -> Estimate:
    seats = chosen.tables.seats
    return share(seats["is_winner"][mask], seats.game[mask])


def _by_chance(chosen: Chosen, mask: Array) -> float | None:
    players = chosen.tables.games["players"][chosen.tables.seats.game[mask]]
    return float(np.mean(1 / players)) if len(players) else None
