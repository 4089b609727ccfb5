"""The life of a game, as its engine tells it."""

from enum import StrEnum

from games.domain.errors import ImpossibleTransition


class Status(StrEnum):
    CREATED = "created"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    ERROR = "error"
    ABANDONED = "abandoned"


# With one of these the engine has stopped.
ENDS = frozenset({Status.FINISHED, Status.ERROR, Status.ABANDONED})

# An engine that crashed or was given up may be resumed; a finished game is finished.
TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.CREATED: frozenset({Status.RUNNING, Status.PAUSED}) | ENDS,
    Status.RUNNING: frozenset({Status.PAUSED}) | ENDS,
    Status.PAUSED: frozenset({Status.RUNNING}) | ENDS,
    Status.FINISHED: frozenset(),
    Status.ERROR: frozenset({Status.RUNNING}),
    Status.ABANDONED: frozenset({Status.RUNNING}),
}


def check_transition(game_id: str, old: Status, new: Status) -> None:
    """Raise ImpossibleTransition unless a game may go from `old` to `new`; it may always stay."""
    if new != old and new not in TRANSITIONS[old]:
        raise ImpossibleTransition(game_id=game_id, old=old, new=new)
