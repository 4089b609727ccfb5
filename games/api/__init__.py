"""The record's doors: games, events and decisions over HTTP. `router` is mounted at /api/v1/."""

from ninja import Router

from games.api.decisions import router as decisions
from games.api.events import router as events
from games.api.games import router as games

router = Router()
for part in (games, events, decisions):
    router.add_router("", part)
