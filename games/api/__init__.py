"""The record's doors: games, events and decisions over HTTP. `routers` are mounted at /api/v1/."""

from games.api.decisions import router as of_decisions
from games.api.events import router as of_events
from games.api.games import router as of_games
from games.api.live import router as of_live

routers = (of_games, of_events, of_decisions, of_live)
