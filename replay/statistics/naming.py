"""What groups, spaces and situations are called."""

from __future__ import annotations

from replay.domain.board import SPACES
from replay.domain.statistics.groups import By, Group
from replay.drawing import plain

NAME_CHARS = 60


def group(one: Group) -> str:
    """A group's name; of an agent without a model, what it is."""
    if not one.value:
        return {By.STRATEGY: "No strategy told", By.MODEL: "No model told"}.get(
            By(one.field), "No agent told"
        )
    return plain.clip(one.value, NAME_CHARS)


def space(at: int) -> str:
    """A space's name; of those that share one, with its number."""
    name = SPACES[at].name
    shared = sum(one.name == name for one in SPACES) > 1
    return f"{name} ({at})" if shared else name


def colours(name: str) -> str:
    """A colour group's name for people: ``light_blue`` is Light blue."""
    return name.replace("_", " ").capitalize()
