"""What groups, spaces and situations are called."""

from __future__ import annotations

from replay.domain.board import SPACES
from replay.domain.statistics.groups import By, Group
from replay.domain.summary.deciding import BANDS
from replay.drawing import plain
from replay.statistics import words
from replay.statistics.words import Kind

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


def address(one: Group) -> str:
    """A group as `replay.statistics.drill` reads it."""
    return f"{'modelless' if one.is_modelless else one.field}:{one.value}"


def band(place: int) -> str:
    """A band of latencies, by its place."""
    if place < len(BANDS):
        return f"up to {words.number(BANDS[place], Kind.TIME)}"
    return f"more than {words.number(BANDS[-1], Kind.TIME)}"
