"""Which games, and which of their players, statistics are to be of.

``model``, ``agent`` and ``strategy`` choose players; a game counts where one of its players is
chosen, and of its players the chosen ones are counted. All else chooses games.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

MOST_VALUES = 50
"""Values of one filter."""


NONE = "(none)"
"""The value of a filter that chooses where nothing is told."""


class BadFilter(Exception):
    """A filter that cannot be understood: ``field``, ``value`` and what is ``wrong`` with it."""

    def __init__(self, field: str, value: str, wrong: str) -> None:
        super().__init__(f"{field} is {value!r}: {wrong}")
        self.field = field
        self.value = value
        self.wrong = wrong


class Filters(Struct, frozen=True):
    """What is chosen; of several values of one filter any one will do, and empty is all.

    ``since`` and ``until`` are days (UTC), both included, of the games' ends (else their beginnings
    where they have not ended). ``doubtful`` and ``forks`` take in games that are left out else.
    """

    model: tuple[str, ...] = ()
    agent: tuple[str, ...] = ()
    strategy: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    dialect: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    players: tuple[int, ...] = ()
    since: date | None = None
    until: date | None = None
    doubtful: bool = False
    forks: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left out by choice."""
        return self == Filters(doubtful=self.doubtful, forks=self.forks)

    def query(self) -> list[tuple[str, str]]:
        """The filters as the query of an address; `read` reads them back."""
        told = [(name, str(one)) for name in _LISTS for one in getattr(self, name)]
        told += [(name, day.isoformat()) for name in _DAYS if (day := getattr(self, name))]
        return told + [(name, "1") for name in _FLAGS if getattr(self, name)]


_TEXTS = ("model", "agent", "strategy", "status", "dialect", "tag")
_LISTS = (*_TEXTS, "players")
_DAYS = ("since", "until")
_FLAGS = ("doubtful", "forks")
NAMES = (*_LISTS, *_DAYS, *_FLAGS)
"""The names of all filters."""


def read(query: Mapping[str, Sequence[str]]) -> Filters:
    """The filters of a query; blank values, and what is no filter, are not looked at.

    Raises:
        BadFilter: a value is none of what its filter takes.
    """
    asked = {
        name: tuple(dict.fromkeys(one for value in query.get(name, ()) if (one := value.strip())))
        for name in NAMES
    }
    for name, values in asked.items():
        if len(values) > MOST_VALUES:
            wrong = f"{len(values)} values, and there may be {MOST_VALUES}"
            raise BadFilter(name, values[0], wrong)
    since, until = (_day(name, asked[name]) for name in _DAYS)
    if since and until and since > until:
        raise BadFilter("since", since.isoformat(), f"later than until, {until.isoformat()}")
    return Filters(
        **{name: asked[name] for name in _TEXTS},
        players=tuple(_count(one) for one in asked["players"]),
        since=since,
        until=until,
        doubtful=_flag("doubtful", asked["doubtful"]),
        forks=_flag("forks", asked["forks"]),
    )


def _day(name: str, values: Sequence[str]) -> date | None:
    if not values:
        return None
    try:
        return date.fromisoformat(values[-1])
    except ValueError:
        raise BadFilter(name, values[-1], "not a day, as 2026-01-31 is") from None


def _count(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 4):
        raise BadFilter("players", value, "not a number of players")
    return int(value)


def _flag(name: str, values: Sequence[str]) -> bool:
    if not values:
        return False
    if values[-1] not in {"0", "1"}:
        raise BadFilter(name, values[-1], "neither 1 nor 0")
    return values[-1] == "1"
