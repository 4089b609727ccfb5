"""Which players there are."""

from __future__ import annotations

from functools import partial

from replay.domain.agents import Agent, chaotic, temper
from replay.domain.agents.temper import Temper

GREEDY = Temper(reserve=0, fear=0.1, bid=1.0, jealousy=0.2, offers=0.2)
CAUTIOUS = Temper(reserve=150, fear=0.4, bid=0.8, jealousy=0.4, offers=0.1)
TRADER = Temper(reserve=50, fear=0.2, bid=0.95, jealousy=0.1, offers=1.0)

AGENTS: dict[str, Agent] = {
    "random": chaotic.choose,
    "greedy": partial(temper.choose, GREEDY),
    "cautious": partial(temper.choose, CAUTIOUS),
    "trader": partial(temper.choose, TRADER),
}
"""By name; ``greedy`` builds all it can, ``cautious`` keeps cash, ``trader`` makes offers."""
