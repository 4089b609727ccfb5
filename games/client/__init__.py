"""The engine's side: what an engine imports to have its games recorded. It needs no Django.

from games.client import GameLogger

with GameLogger(url, key, "game-1", players) as log:
    log.event("dice_roll", actor=0, turn=3, payload={"player_id": 0, "die1": 2, "die2": 5})
    log.finish(winner=0)
"""

from games.client.asynchronous import AsyncGameLogger
from games.client.delivery import Delivery
from games.client.errors import GaveUp, NotDelivered, SpoolDamaged, SpoolInUse
from games.client.eventlog import EventLog
from games.client.gamelogger import GameLogger

__all__ = [
    "AsyncGameLogger",
    "Delivery",
    "EventLog",
    "GameLogger",
    "GaveUp",
    "NotDelivered",
    "SpoolDamaged",
    "SpoolInUse",
]
