"""What became of players who had something: of how many won, and how many would by chance."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from replay.domain.statistics.by_game import Seated
from replay.domain.statistics.chosen import Chosen
from replay.domain.statistics.estimates import Estimate, shares_by_game
from replay.domain.statistics.measures import Measure
from replay.domain.statistics.tables import Array, Rows


def shares(
    chosen: Chosen, name: str, had: Callable[[Rows], Array]
) -> list[tuple[Estimate, float | None]]:
    """For each column of a mask: the share that won, and what chance would bring.

    Of chosen players, in games that are over.
    """
    games, seats = chosen.tables.games, chosen.tables.seats
    over = chosen.once(
        "over", lambda: Seated(chosen.tables, chosen.own & games["is_over"][seats.game])
    )
    owners = over.sums(name, had)
    winners = over.sums(f"{name} who won", lambda rows: had(rows) & rows["is_winner"][:, None])
    counts = owners.sum(axis=0)
    chances = 1 / games["players"][over.games] @ owners
    return [
        (share, chance / count if count else None)
        for share, chance, count in zip(
            shares_by_game(winners, owners), chances.tolist(), counts.tolist(), strict=True
        )
    ]


def measure(chosen: Chosen, had: Array) -> Measure:
    """The same of one mask over all players."""
    seats = chosen.tables.seats
    over = chosen.tables.games["is_over"][seats.game]
    return Measure(had & over, seats["is_winner"], np.ones(len(seats)), is_share=True)
