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

    ``is_cut``: there are more of either than are told.
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
    is_older = back is not None and back.game_id not in met
    found, are_more = _generations(game_id, met)
    return Family(origin, tuple(ancestors), _branches(game_id, found), is_older or are_more)


def _origin(game_id: str) -> Origin | None:
    game = queries.find(game_id)
    return None if game is None else storing.origin(game.metadata)


def _generations(game_id: str, met: set[str]) -> tuple[dict[str, list[Fork]], bool]:
    """The forks of the game, of those, and so on, by the game they left; whether there are more.

    One query for each generation, and one for what may come after the last.
    """
    found: dict[str, list[Fork]] = {}
    parents, left = [game_id], MOST
    for _ in range(DEEPEST):
        there = _strangers(parents, met)
        for fork in there[:left]:
            found.setdefault(fork.parent, []).append(fork)
        if len(there) > left:
            return found, True
        parents = [fork.game_id for fork in there]
        if not parents:
            return found, False
        met.update(parents)
        left -= len(there)
    return found, bool(_strangers(parents, met))


def _strangers(parents: list[str], met: set[str]) -> list[Fork]:
    return [fork for fork in storing.forks_of(*parents) if fork.game_id not in met]


def _branches(game_id: str, found: dict[str, list[Fork]]) -> tuple[Branch, ...]:
    return tuple(Branch(fork, _branches(fork.game_id, found)) for fork in found.get(game_id, []))
