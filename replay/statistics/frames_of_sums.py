"""Games and their players summed up, as rows: read off the tables in memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
import numpy as np

from replay.domain.statistics.layout import DOUBTS, NOBODY
from replay.statistics.asked import Asked
from replay.statistics.frame import Frame, Row, Type


def _games(asked: Asked) -> Iterator[Row]:
    tables = asked.chosen.tables
    tags = tables.rows["tags"]
    for at in np.flatnonzero(asked.chosen.games).tolist():
        game = tables.games.row(at)
        winner = int(game["winner"])
        first = int(tables.first_seat[at])
        doubts = [doubt for bit, doubt in enumerate(DOUBTS) if int(game["doubts"]) >> bit & 1]
        yield (
            *(tables.word(game[name]) for name in ("name", "status", "dialect")),
            datetime.fromtimestamp(float(game["dated"]), UTC),
            *(int(game[name]) for name in ("players", "events", "head", "turns")),
            _known(float(game["seconds"])),
            bool(game["is_over"]),
            None if winner == NOBODY else int(tables.seats["player_id"][first + winner]),
            " ".join(doubts),
            msgspec.json.encode(
                [tables.word(code) for code in tags["word"][tags.game == at]]
            ).decode(),
        )


_GAMES = (
    ("game_id", Type.TEXT),
    ("status", Type.TEXT),
    ("dialect", Type.TEXT),
    ("dated", Type.TIME),
    ("players", Type.INT),
    ("events", Type.INT),
    ("head", Type.INT),
    ("turns", Type.INT),
    ("seconds", Type.FLOAT),
    ("is_over", Type.BOOL),
    ("winner", Type.INT),
    ("doubts", Type.TEXT),
    ("tags", Type.TEXT),
)


def _summaries(asked: Asked) -> Iterator[Row]:
    """One row for each chosen player of each game."""
    tables = asked.chosen.tables
    seats = tables.seats
    for place in np.flatnonzero(asked.chosen.own).tolist():
        seat = seats.row(place)
        game = tables.games.row(seats.game[place])
        is_told, is_over = bool(seat["is_told"]), bool(game["is_over"])
        yield (
            tables.word(game["name"]),
            *(int(seat[name]) for name in ("player_id", "seat")),
            *(tables.word(seat[name]) for name in ("name", "agent", "model", "strategy")),
            int(game["players"]),
            is_over,
            bool(seat["is_winner"]),
            bool(seat["is_bankrupt"]),
            int(seat["placement"]) or None,
            *(int(seat[name]) for name in _COUNTS),
            *(_told(seat[name].item(), is_told=is_told) for name in _LUCK),
            *(_told(int(seat[name].sum()), is_told=is_told) for name in _SUMS),
            int(seat["built"].sum()),
            *(int(seat[name]) for name in _DECIDED),
            *(_told(int(seat[name]), is_told=bool(seat[of])) for name, of in _TOKENS),
            _known(float(seat["cost"])),
        )


_COUNTS = ("cash", "net_worth", "turns", "survived", "jailed", "proposed")
_LUCK = ("rolls", "doubles", "paid", "expected_paid", "received", "expected_received", "salary")
_SUMS = ("landings", "rent_paid", "rent_received")
_DECIDED = ("decisions", "errors", "fallbacks", "flawed", "off_menu")
_TOKENS = (("prompt_tokens", "prompt_told"), ("completion_tokens", "completion_told"))
_FLOATS = frozenset({"expected_paid", "expected_received"})

_SUMMARIES = (
    ("game_id", Type.TEXT),
    ("player_id", Type.INT),
    ("seat", Type.INT),
    ("name", Type.TEXT),
    ("agent", Type.TEXT),
    ("model", Type.TEXT),
    ("strategy", Type.TEXT),
    ("players", Type.INT),
    ("is_over", Type.BOOL),
    ("is_winner", Type.BOOL),
    ("is_bankrupt", Type.BOOL),
    ("placement", Type.INT),
    *((name, Type.INT) for name in _COUNTS),
    *((name, Type.FLOAT if name in _FLOATS else Type.INT) for name in _LUCK),
    *((name, Type.INT) for name in (*_SUMS, "built", *_DECIDED)),
    *((name, Type.INT) for name, _ in _TOKENS),
    ("cost_usd", Type.FLOAT),
)


def _told(value: float, *, is_told: bool) -> float | None:
    return value if is_told else None


def _known(value: float) -> float | None:
    return value if value == value else None  # noqa: PLR0124 - not a number is none


FRAMES = (
    Frame(
        "summaries",
        "One row for each player of each game: results, luck, decisions, costs.",
        _SUMMARIES,
        _summaries,
    ),
    Frame("games", "One row for each game: length, winner, doubts, tags.", _GAMES, _games),
)
