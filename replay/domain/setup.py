"""What a game is played with, as far as the reading must know it before the first event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from replay.domain import board


class InvalidSetup(Exception):
    """The game's config cannot be read; the message names field and value."""


class Seat(Struct, frozen=True):
    """One player, at their place in seating order."""

    player_id: int
    name: str


class _Config(Struct, frozen=True):
    """The keys of ``config`` that mean something here. All others are the engine's own affair."""

    dialect: str = "native"
    first_sequence: Annotated[int, Meta(ge=0, lt=10**18)] = 0
    player_ids: tuple[int | str, ...] = ()
    starting_cash: Annotated[int, Meta(ge=0, le=10**12)] = board.STARTING_CASH


class Setup(Struct, frozen=True):
    """Players in seating order, and the house rules the fold depends on.

    ``player_ids``: the engine's own id of each seat, in the same order. ``salary`` and
    ``jail_fine``: dollars, None where the config says something unreadable; only the audit asks.
    """

    seats: tuple[Seat, ...]
    dialect: str = "native"
    first_sequence: int = 0
    player_ids: tuple[int | str, ...] = ()
    starting_cash: int = board.STARTING_CASH
    salary: int | None = board.SALARY
    jail_fine: int | None = board.JAIL_FINE

    def seat_of(self) -> dict[int | str | None, int]:
        """Seat by the engine's own player id; by our ``player_id`` where it has none."""
        ids = self.player_ids or tuple(seat.player_id for seat in self.seats)
        return {player_id: index for index, player_id in enumerate(ids)}


def from_config(config: Mapping[str, Any], seats: tuple[Seat, ...]) -> Setup:
    """Read a game's ``config``.

    Args:
        config: the stored JSON object.
        seats: the game's players, ascending by ``player_id``.

    Raises:
        InvalidSetup: a key that matters here has a value that cannot be used.
    """
    try:
        told = {key: value for key, value in config.items() if value is not None}
        known = msgspec.convert(told, _Config)
    except msgspec.ValidationError as error:
        raise InvalidSetup(f"config cannot be read: {error}") from error
    if known.player_ids and len(known.player_ids) != len(seats):
        raise InvalidSetup(
            f"config.player_ids names {len(known.player_ids)} players, the game has {len(seats)}"
        )
    if len(set(known.player_ids)) != len(known.player_ids):
        raise InvalidSetup(f"config.player_ids names a player twice: {list(known.player_ids)}")
    return Setup(
        seats,
        known.dialect,
        known.first_sequence,
        known.player_ids,
        known.starting_cash,
        _dollars(told, "salary", board.SALARY),
        _dollars(told, "jail_fine", board.JAIL_FINE),
    )


def _dollars(told: Mapping[str, Any], key: str, usual: int) -> int | None:
    """No fold depends on it, so no value of it makes a game unreadable."""
    amount = told.get(key, usual)
    return amount if type(amount) is int and 0 <= amount <= 10**12 else None
