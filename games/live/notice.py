"""What a NOTIFY says: which game, and how far its stream has come."""

from __future__ import annotations

from typing import NamedTuple, Self
from uuid import UUID

CHANNEL = "monopoly_rewind_games"


class Notice(NamedTuple):
    """`head` is None where something else than the stream changed, as the game's status."""

    game: UUID
    head: int | None

    @property
    def text(self) -> str:
        """The payload, far below PostgreSQL's bound of 8,000 bytes."""
        return self.game.hex if self.head is None else f"{self.game.hex} {self.head}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The notice in a payload; None if it is none: anybody may notify on any channel."""
        game, _, head = text.partition(" ")
        try:
            return cls(UUID(hex=game), int(head[:20]) if head else None)
        except ValueError:
            return None
