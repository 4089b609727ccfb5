"""Which players there are."""

from __future__ import annotations

from replay.domain.agents import Agent, chaotic

AGENTS: dict[str, Agent] = {"random": chaotic.choose}
