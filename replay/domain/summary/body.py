"""All that is kept of a game for the statistics."""

from __future__ import annotations

from msgspec import Struct

from replay.domain.summary.deciding import Deciding
from replay.domain.summary.game import Summary

NAME_CHARS = 200
"""Longer names of players, models and strategies are cut, so that an index can hold them."""


class Seat(Struct, frozen=True):
    """Who sat there; texts are "" where nobody told.

    ``model``: the language model, by the record of players, else the one its decisions name most.
    ``strategy``: the description that most of its decisions carry.
    """

    player_id: int
    name: str
    agent: str
    model: str
    strategy: str


class Body(Struct, frozen=True):
    """The play, and in seating order each player and what came of its decisions.

    ``problem``: why none of the game can be read.
    """

    game: Summary
    seats: tuple[Seat, ...]
    deciding: tuple[Deciding, ...]
    problem: str | None
