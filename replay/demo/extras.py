"""What a demo has besides its played games: a recorded model's game, and a fork."""

from __future__ import annotations

import httpx

from games import queries
from replay.demo.players import Site

_SECONDS = 60


def fork(site: Site, game_id: str) -> str | None:
    """Play on from the middle of a game; the fork's name, None where it cannot be had.

    The same order is the same game: a second demo finds it.
    """
    game = queries.find(game_id)
    if game is None:
        return None
    answer = httpx.post(
        f"{site.url}/api/v1/games/{game_id}/forks",
        json={"at": queries.head(game.pk) // 2, "seed": 1},
        headers={"Authorization": f"Bearer {site.key}"},
        timeout=_SECONDS,
    )
    if answer.status_code not in {200, 201}:
        return None
    found: str = answer.json()["game_id"]
    return found
