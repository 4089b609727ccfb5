"""An engine that posts to a served site."""

from __future__ import annotations

from typing import Any

import httpx

from games import keys
from games.domain.status import Status
from tests.games.api.builders import a_game, an_event


class Engine:
    """Posts to the served site."""

    def __init__(self, url: str, game_id: str = "g1", key: str | None = None) -> None:
        key = key or keys.create(f"engine of {game_id}")
        headers = {"Authorization": f"Bearer {key}"}
        self.http = httpx.Client(base_url=f"{url}/api/v1", headers=headers, timeout=20)
        self.game_id = game_id
        self.next = 0
        self.http.post("/games", json=a_game(game_id)).raise_for_status()

    def move(self, url: str) -> None:
        """Post to another address from now on."""
        self.http.base_url = f"{url}/api/v1"

    def play(self, count: int = 1, **differently: Any) -> list[int]:
        told = [an_event(self.next + i, **differently) for i in range(count)]
        self.http.post(f"/games/{self.game_id}/events", json={"events": told}).raise_for_status()
        self.next += count
        return list(range(self.next - count, self.next))

    def become(self, status: Status) -> None:
        self.http.patch(f"/games/{self.game_id}", json={"status": status}).raise_for_status()
