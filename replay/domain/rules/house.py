"""The house rules: what a table may agree on before the game."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from replay.domain import board
from replay.domain.setup import InvalidSetup

type Dollars = Annotated[int, Meta(ge=0, le=10**9)]


class House(Struct, frozen=True):
    """House rules in dollars and turns; the defaults are the official ones.

    ``turn_limit``: after so many turns the richest wins (None: play to the end). ``reshuffle``: a
    deck that is through is shuffled anew; without it a card goes under its deck, as printed.
    The starting cash is the fold's affair too: see `replay.domain.setup.Setup`.
    """

    turn_limit: Annotated[int, Meta(ge=1)] | None = None
    salary: Dollars = board.SALARY
    jail_fine: Dollars = board.JAIL_FINE
    reshuffle: bool = True

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> House:
        """The house rules of a game's ``config``; other keys are somebody else's.

        Raises:
            InvalidSetup: a house rule has a value that cannot be used.
        """
        told = {key: value for key, value in config.items() if value is not None}
        try:
            return msgspec.convert(told, cls)
        except msgspec.ValidationError as error:
            raise InvalidSetup(f"config cannot be read: {error}") from error
