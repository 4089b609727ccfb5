"""The columns of the tables that games are stacked to. Money is dollars, positions are 0-39."""

from __future__ import annotations

import numpy as np

from replay.domain.rules import holdings
from replay.domain.summary.faults import Fault
from replay.domain.summary.game import Doubt
from replay.domain.summary.situations import Situation

NOBODY = -1
"""A seat, a price or a number of tokens that is not told."""

DOUBTS = tuple(Doubt)
SITUATIONS = tuple(Situation)
FAULTS = tuple(Fault)
GROUPS = tuple(holdings.GROUPS)

_SPACES = 40
_WORD = "i4"
"""A text: its place among all words of the tables."""

GAME = np.dtype(
    [
        ("name", _WORD),
        ("status", _WORD),
        ("dialect", _WORD),
        ("dated", "f8"),  # seconds since 1970
        ("players", "i2"),
        ("events", "i8"),
        ("head", "i8"),
        ("turns", "i4"),
        ("seconds", "f8"),  # not a number where there is no clock
        ("is_over", "?"),
        ("winner", "i2"),
        ("unsold", "i4"),
        ("other_events", "i8"),
        ("doubts", "u4"),  # bits, in the order of DOUBTS
    ]
)

SEAT = np.dtype(
    [
        ("seat", "i2"),
        ("player_id", "i4"),
        ("name", _WORD),
        ("agent", _WORD),
        ("model", _WORD),
        ("strategy", _WORD),
        ("is_winner", "?"),
        ("is_bankrupt", "?"),
        ("placement", "i2"),  # 0 while the game is not over
        ("cash", "i8"),
        ("net_worth", "i8"),
        ("turns", "i4"),
        ("survived", "i4"),
        ("jailed", "i4"),
        ("proposed", "i4"),
        ("is_told", "?"),  # whether dice, luck, landings, rents and salaries are
        ("dice", "i4", (11,)),
        ("doubles", "i4"),
        ("rolls", "i4"),
        ("paid", "i8"),
        ("expected_paid", "f8"),
        ("received", "i8"),
        ("expected_received", "f8"),
        ("salary", "i8"),
        ("landings", "i4", (_SPACES,)),
        ("rent_paid", "i8", (_SPACES,)),
        ("rent_received", "i8", (_SPACES,)),
        ("built", "i4", (_SPACES,)),
        ("owned", "u8"),  # bits, by position
        ("deeds", "u8"),
        ("decisions", "i4"),
        ("errors", "i4"),
        ("fallbacks", "i4"),
        ("flawed", "i4"),
        ("off_menu", "i4"),
        ("prompt_tokens", "i8"),
        ("prompt_told", "i4"),
        ("completion_tokens", "i8"),
        ("completion_told", "i4"),
        ("cost", "f8"),
        ("cost_told", "i4"),
    ]
)

KILL = np.dtype(
    [("number", "i8"), ("turn", "i4"), ("seat", "i2"), ("position", "i2"), ("creditor", "i2")]
)
SALE = np.dtype(
    [
        ("number", "i8"),
        ("turn", "i4"),
        ("seat", "i2"),
        ("position", "i2"),
        ("price", "i8"),
        ("by_auction", "?"),
    ]
)
MONOPOLY = np.dtype([("number", "i8"), ("turn", "i4"), ("seat", "i2"), ("group", "i2")])
DEAL = np.dtype(
    [
        ("number", "i8"),
        ("turn", "i4"),
        ("seat", "i2"),  # the proposer
        ("recipient", "i2"),
        ("given", "i8"),
        ("taken", "i8"),
    ]
)
ECONOMY = np.dtype([("turn", "i4"), ("cash", "i8"), ("net_worth", "i8")])
EVENT = np.dtype([("word", _WORD), ("count", "i8")])
OPTION = np.dtype(
    [
        ("seat", "i2"),
        ("situation", "i2"),
        ("word", _WORD),
        ("offered", "i4"),
        ("chosen", "i4"),
        ("own", "i4"),
    ]
)
LATENCY = np.dtype([("seat", "i2"), ("bucket", "i2"), ("count", "i4")])
FAULT = np.dtype([("seat", "i2"), ("fault", "i2"), ("count", "i4")])
TAG = np.dtype([("word", _WORD)])

LAYOUT: dict[str, np.dtype[np.void]] = {
    "games": GAME,
    "seats": SEAT,
    "kills": KILL,
    "sales": SALE,
    "monopolies": MONOPOLY,
    "deals": DEAL,
    "economy": ECONOMY,
    "events": EVENT,
    "options": OPTION,
    "latencies": LATENCY,
    "faults": FAULT,
    "tags": TAG,
}
"""The tables by name. Of ``games`` each game has one row, of all others any number."""

_TEXTS = frozenset({"name", "status", "dialect", "agent", "model", "strategy", "word"})

WORDS = {
    table: tuple(column for column in dtype.names or () if column in _TEXTS)
    for table, dtype in LAYOUT.items()
}
"""Which columns of each table are words."""
