"""What the engine's side can say, within the project's one tree of errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from games.domain.errors import Conflict, Invalid, Unavailable


@dataclass(eq=False)
class GaveUp(Conflict):
    """Sending has ended for good; everything is in the spool. `reason` is a sentence or more.

    `server_code` is the `code` of the server's last answer, None where there was none.
    """

    game_id: str
    spool: str
    undelivered: int
    reason: str
    server_code: str | None = None
    code: ClassVar[str] = "gave_up"

    @property
    def detail(self) -> str:
        # Not quoted: the server's own sentence says what to do, and must not be cut.
        return (
            f"Gave up sending game {self.game_id!r}: {self.reason} {self.undelivered} bytes of "
            f"the spool {self.spool} were not acknowledged; it is kept, and complete."
        )


@dataclass(eq=False)
class NotDelivered(Unavailable):
    """Time was up before the server had everything. Opening the same spool again goes on."""

    game_id: str
    spool: str
    undelivered: int
    seconds: float
    code: ClassVar[str] = "not_delivered"
    sentence = (
        "Game {game_id!r}: {undelivered} bytes of the spool {spool!r} were not acknowledged within "
        "{seconds} s. They are kept; open the game with the same spool to send the rest."
    )


@dataclass(eq=False)
class SpoolInUse(Conflict):
    spool: str
    code: ClassVar[str] = "spool_in_use"
    sentence = "The spool {spool!r} is written by another logger: one game, one writer."


@dataclass(eq=False)
class SpoolDamaged(Invalid):
    """`line` counts from 1."""

    spool: str
    line: int
    problem: str
    code: ClassVar[str] = "spool_damaged"
    sentence = "Line {line} of the spool {spool!r} cannot be gone on from: {problem}."
