"""The family of a game: what it was forked from, and what was forked from it."""

from __future__ import annotations

from msgspec import Struct

from games import queries
from replay.forking import storing
from replay.forking.storing import Fork, Origin

OLDEST = 20
"""Generations back that are followed."""
DEEPEST = 3
MOST = 60


class Ancestor(Struct, frozen=True):
    """A game further back, and the event its descendant left it at."""

    game_id: str
    at: int


class Branch(Struct, frozen=True):
    """A fork, and the forks of it."""

    fork: Fork
    branches: tuple[Branch, ...]


class Family(Struct, frozen=True):
    """``ancestors`` from the oldest on; ``origin`` is where the game itself left the last one.

    ``is_cut``: there are more branches than are told.
    """

    origin: Origin | None
    ancestors: tuple[Ancestor, ...]
    branches: tuple[Branch, ...]
    is_cut: bool


def of(game_id: str) -> Family:
    """The family of a game. Anybody may write metadata, so that circles are possible, and cut."""
    ancestors: list[Ancestor] = []
    origin = back = _origin(game_id)
    met = {game_id}
    while back is not None and back.game_id not in met and len(ancestors) < OLDEST:
        ancestors.insert(0, Ancestor(back.game_id, back.at))
        met.add(back.game_id)
        back = _origin(back.game_id)
    left = [MOST]
    branches = _branches(game_id, met, left, DEEPEST)
    return Family(origin, tuple(ancestors), branches, left[0] <= 0)


def _origin(game_id: str) -> Origin | None:
    game = queries.find(game_id)
    return None if game is None else storing.origin(game.metadata)


def _branches(game_id: str, met: set[str], left: list[int], deep: int) -> tuple[Branch, ...]:
    found = []
    for fork in storing.forks_of(game_id):
        if fork.game_id in met:
            continue
        if left[0] <= 0:
            break
        left[0] -= 1
        met.add(fork.game_id)
        below = _branches(fork.game_id, met, left, deep - 1) if deep > 1 else ()
        found.append(Branch(fork, below))
    return tuple(found)
