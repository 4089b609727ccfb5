"""How the moments behind each kind of number are found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from replay.domain.statistics import means, menus, monopolies, versus
from replay.domain.statistics.chosen import Chosen, LeftOut
from replay.domain.statistics.groups import By
from replay.domain.statistics.layout import FAULTS, NOBODY, SITUATIONS
from replay.domain.statistics.moments import Behind, Moments, Of, Unknown
from replay.domain.statistics.tables import Array, Rows


def find(chosen: Chosen, behind: Behind) -> Moments:
    """What a number was counted from.

    Raises:
        Unknown: there is no such space, group, situation or fault.
    """
    return _FINDERS[behind.of](chosen, behind)


def left_out(chosen: Chosen, reason: LeftOut) -> Moments:
    """The games that are in no number for a reason."""
    return _of_games(chosen, np.flatnonzero(chosen.left_out[reason]))


def _of_games(chosen: Chosen, games: Array) -> Moments:
    nobody = np.full(len(games), NOBODY)
    return Moments(chosen, games, nobody, nobody, np.ones(len(games)))


def _games(chosen: Chosen, _: Behind) -> Moments:
    return _of_games(chosen, np.flatnonzero(chosen.games))


def _over(chosen: Chosen, _: Behind) -> Moments:
    return _of_games(chosen, np.flatnonzero(chosen.games & chosen.tables.games["is_over"]))


def _of_seats(
    chosen: Chosen, mask: Array, amount: Array | None = None, *, at_end: bool = False
) -> Moments:
    """The chosen players of a mask; ``at_end``: at the last event of their games."""
    seats = chosen.tables.seats
    places = np.flatnonzero(chosen.own & mask)
    game = seats.game[places]
    head = chosen.tables.games["head"][game] if at_end else np.full(len(places), NOBODY)
    much = np.ones(len(places)) if amount is None else amount[places].astype("f8")
    return Moments(chosen, game, seats["seat"][places], head, much)


def _seats(chosen: Chosen, _: Behind) -> Moments:
    return _of_seats(chosen, np.ones(len(chosen.own), bool))


def _wins(chosen: Chosen, behind: Behind) -> Moments:
    seats = chosen.tables.seats
    mask = seats["is_winner"]
    if behind.seat is not None:
        mask = mask & (seats["seat"] == behind.seat)
    return _of_seats(chosen, mask, at_end=True)


def _ahead(chosen: Chosen, behind: Behind) -> Moments:
    """Each pair of a chosen player and one of the other group, at the end of their game."""
    seats, against = chosen.tables.seats, behind.against
    if against is None or against.field not in set(By):
        raise Unknown("against", against.field if against else "", f"it is {', '.join(By)}")
    one, other = versus.pairs(chosen)
    mask = against.members(chosen.tables)[other]
    mask &= seats["placement"][one] < seats["placement"][other]
    game = seats.game[one[mask]]
    head = chosen.tables.games["head"][game]
    return Moments(chosen, game, seats["seat"][one[mask]], head, np.ones(int(mask.sum())))


def _amounts(column: str) -> Callable[[Chosen, Behind], Moments]:
    """Players by a number each has, where it is not zero."""

    def find_(chosen: Chosen, _: Behind) -> Moments:
        values = chosen.tables.seats[column]
        return _of_seats(chosen, values != 0, values)

    return find_


def _by_position(column: str) -> Callable[[Chosen, Behind], Moments]:
    def find_(chosen: Chosen, behind: Behind) -> Moments:
        values = chosen.tables.seats[column][:, behind.space]
        return _of_seats(chosen, chosen.tables.seats["is_told"] & (values != 0), values)

    return find_


def _owners(chosen: Chosen, behind: Behind) -> Moments:
    bits = chosen.tables.seats["owned"] >> np.uint64(behind.space)
    return _of_seats(chosen, bits & np.uint64(1) != 0)


def _of_rows(
    chosen: Chosen, rows: Rows, amount: Array | None = None, column: str = "seat"
) -> Moments:
    much = np.ones(len(rows)) if amount is None else amount.astype("f8")
    number = rows["number"] if "number" in rows else np.full(len(rows), NOBODY)
    return Moments(chosen, rows.game, rows[column], number, much)


def _bankrupt(chosen: Chosen, _: Behind) -> Moments:
    return _of_rows(chosen, chosen.own_rows("kills"))


def _kills(chosen: Chosen, behind: Behind) -> Moments:
    rows = chosen.own_rows("kills")
    return _of_rows(chosen, rows.where(rows["position"] == behind.space))


def _sold(*, by_auction: bool) -> Callable[[Chosen, Behind], Moments]:
    def find_(chosen: Chosen, behind: Behind) -> Moments:
        rows = chosen.own_rows("sales")
        at = rows["position"] == behind.space
        return _of_rows(chosen, rows.where(at & (rows["by_auction"] == by_auction)))

    return find_


def _monopolies(chosen: Chosen, behind: Behind) -> Moments:
    """The first time in each game."""
    return _of_rows(chosen, monopolies.first(chosen, behind.group_place))


def _deals(chosen: Chosen, _: Behind) -> Moments:
    return _of_rows(chosen, chosen.own_rows("deals"))


def _accepted(chosen: Chosen, _: Behind) -> Moments:
    return _of_rows(chosen, chosen.own_rows("deals", "recipient"), column="recipient")


def _options(column: str) -> Callable[[Chosen, Behind], Moments]:
    def find_(chosen: Chosen, behind: Behind) -> Moments:
        rows = chosen.own_rows("options")
        counts = rows["chosen"] - rows["own"] if column == "fallback" else rows[column]
        mask = rows["situation"] == _one_of("situation", behind.situation, SITUATIONS)
        mask &= (rows["word"] == chosen.tables.code(behind.action)) & (counts > 0)
        return _of_rows(chosen, rows.where(mask), counts[mask])

    return find_


def _faults(chosen: Chosen, behind: Behind) -> Moments:
    rows = chosen.own_rows("faults")
    mine = rows.where(rows["fault"] == _one_of("fault", behind.fault, FAULTS))
    return _of_rows(chosen, mine, mine["count"])


def _latencies(chosen: Chosen, behind: Behind) -> Moments:
    counts = _timed(chosen, behind.band)
    return _of_seats(chosen, counts > 0, counts)


def _untimed(chosen: Chosen, _: Behind) -> Moments:
    counts = chosen.tables.seats["decisions"] - _timed(chosen, None)
    return _of_seats(chosen, counts > 0, counts)


def _timed(chosen: Chosen, band: int | None) -> Array:
    """How many latencies each player's decisions tell, of one band or all."""
    rows = chosen.rows("latencies")
    if band is not None:
        rows = rows.where(menus.bands(rows["bucket"]) == band)
    seats = len(chosen.own)
    return np.bincount(chosen.tables.seat_of(rows), rows["count"], minlength=seats)


def _types(chosen: Chosen, behind: Behind) -> Moments:
    rows = chosen.rows("events")
    mine = rows.where(rows["word"] == chosen.tables.code(behind.event))
    nobody = np.full(len(mine), NOBODY)
    return Moments(chosen, mine.game, nobody, nobody, mine["count"].astype("f8"))


_FINDERS: Mapping[Of, Callable[[Chosen, Behind], Moments]] = {
    Of.GAMES: _games,
    Of.OVER: _over,
    Of.SEATS: _seats,
    Of.WINS: _wins,
    Of.AHEAD: _ahead,
    Of.BANKRUPT: _bankrupt,
    Of.LANDINGS: _by_position("landings"),
    Of.RENT: _by_position("rent_received"),
    Of.OWNERS: _owners,
    Of.SALES: _sold(by_auction=False),
    Of.AUCTIONS: _sold(by_auction=True),
    Of.MONOPOLIES: _monopolies,
    Of.KILLS: _kills,
    Of.OFFERS: _amounts("proposed"),
    Of.DEALS: _deals,
    Of.ACCEPTED: _accepted,
    Of.DECISIONS: _amounts("decisions"),
    Of.FALLBACKS: _amounts("fallbacks"),
    Of.INVALID: _amounts("errors"),
    Of.OFF_MENU: _amounts("off_menu"),
    Of.CHOICES: _options("own"),
    Of.OFFERED: _options("offered"),
    Of.STOOD_IN: _options("fallback"),
    Of.FAULTS: _faults,
    Of.LATENCIES: _latencies,
    Of.UNTIMED: _untimed,
    Of.TYPES: _types,
    **means.FINDERS,
}


def _one_of(field: str, value: str, known: Sequence[str]) -> int:
    if value not in known:
        raise Unknown(field, value, f"there are {', '.join(known)}")
    return known.index(value)
