"""Why a fork is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from games.domain.errors import Conflict, Invalid, NotFound, Unavailable


@dataclass(eq=False)
class ForkImpossible(Conflict):
    """`problem` completes the sentence."""

    game_id: str
    at: int
    problem: str
    code: ClassVar[str] = "fork_impossible"
    sentence = "Game {game_id!r} cannot be played on from event {at}: {problem}."


@dataclass(eq=False)
class IllegalFirstChoice(Invalid):
    """`legal` are the choices there are, in the form in which one is to be sent."""

    game_id: str
    at: int
    action: str
    problem: str
    legal: tuple[dict[str, Any], ...]
    code: ClassVar[str] = "illegal_choice"
    sentence = "choice.action is {action!r} at event {at} of game {game_id!r}: {problem}."

    @property
    def data(self) -> dict[str, Any]:
        # Made here, of the rules' own choices: nothing of it is the caller's.
        return {**super().data, "legal": list(self.legal)}


@dataclass(eq=False)
class BatchNotFound(NotFound):
    game_id: str
    batch_id: str
    code: ClassVar[str] = "batch_not_found"
    sentence = "Game {game_id!r} has no forks {batch_id!r}. GET …/forks lists those there are."


@dataclass(eq=False)
class ForkQueueFull(Unavailable):
    waiting: int
    code: ClassVar[str] = "fork_queue_full"
    retry_after: ClassVar[int] = 10
    sentence = "{waiting} orders of forks are waiting already. Send yours again when some are done."
