"""What a demo has besides the games it has played: a language model's, and a fork."""

from __future__ import annotations

from pathlib import Path

import httpx

from games import importing, intake, queries
from games.importing import Choices
from replay.demo.players import Site

_RECORDED = Path(__file__).parent / "smollm2"
_SECONDS = 60


def recorded() -> list[str]:
    """Import the recorded games of language models, or find them imported; their names.

    Raises:
        RewindError: a game of this name is recorded, and is another.
    """
    games = [importing.read(found, Choices()) for found in importing.find(_RECORDED)]
    for game in games:
        intake.take(game, lambda _events: None)
    return [game.game_id for game in games]


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
