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
    found = _generations(game_id, met)
    branches = _branches(game_id, found)
    return Family(origin, tuple(ancestors), branches, sum(map(len, found.values())) >= MOST)


def _origin(game_id: str) -> Origin | None:
    game = queries.find(game_id)
    return None if game is None else storing.origin(game.metadata)


def _generations(game_id: str, met: set[str]) -> dict[str, list[Fork]]:
    """The forks of the game, of those, and so on, by the game they left; one query for each."""
    found: dict[str, list[Fork]] = {}
    parents, left = [game_id], MOST
    for _ in range(DEEPEST):
        fresh = [fork for fork in storing.forks_of(*parents) if fork.game_id not in met][:left]
        for fork in fresh:
            found.setdefault(fork.parent, []).append(fork)
        parents = [fork.game_id for fork in fresh]
        met.update(parents)
        left -= len(fresh)
        if not parents or left <= 0:
            break
    return found


def _branches(game_id: str, found: dict[str, list[Fork]]) -> tuple[Branch, ...]:
    return tuple(Branch(fork, _branches(fork.game_id, found)) for fork in found.get(game_id, []))
