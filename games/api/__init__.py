"""The record's doors: games, events and decisions over HTTP. `router` is mounted at /api/v1/."""

from ninja import Router

from games.api.decisions import router as of_decisions
from games.api.events import router as of_events
from games.api.games import router as of_games

router = Router()
for part in (of_games, of_events, of_decisions):
    router.add_router("", part)
