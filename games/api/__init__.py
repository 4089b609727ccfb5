"""The record's doors: games, events and decisions over HTTP. `router` is mounted at /api/v1/."""

from ninja import Router

from games.api.decisions import router as of_decisions
from games.api.events import router as of_events
from games.api.games import router as of_games
from games.api.live import router as of_live

router = Router()
for part in (of_games, of_events, of_decisions, of_live):
    router.add_router("", part)
