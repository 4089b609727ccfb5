"""A chain of digests over a game's events: what stood at event N can never be changed unseen.

The chain begins with the SHA-256 of the schema's name, a line feed and the game_id. Each event adds
a link: the SHA-256 of the 32 bytes before it and the event's canonical line (see `games.digest`)
without its line feed. A link so stands for its event and all before it, in their order.

`docs/digest.md` holds a script that computes the same.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import msgspec

from games import canonical
from games.domain.identity import game_uuid

SCHEMA = "monopoly-rewind-chain/1"

SEAL = "event_chain"
"""The key of `metadata` under which a finished game's chain is kept."""


class Link(msgspec.Struct, frozen=True):
    """The digest of all events up to ``sequence_number``, which is None before the first."""

    sequence_number: int | None
    digest: str


class Chain:
    """Fed with canonical lines, ascending by sequence_number."""

    def __init__(self, game_id: str) -> None:
        self._link = sha256(f"{SCHEMA}\n{game_id}".encode()).digest()

    def add(self, line: bytes) -> None:
        """The next event."""
        self._link = sha256(self._link + line).digest()

    @property
    def value(self) -> str:
        """``sha256:`` and 64 hexadecimal digits."""
        return f"sha256:{self._link.hex()}"


def at(game_id: str, last: int | None, called: str | None = None) -> Link:
    """The link of the event ``last``, from the record; None: before the first event.

    ``called``: the name that the chain begins with, where that is not the game's own.
    """
    chain = Chain(called or game_id)
    if last is not None:
        with canonical.snapshot():
            for line in canonical.events(game_uuid(game_id), last):
                chain.add(line)
    return Link(last, chain.value)


def renamed(link: Link, was: str, now: str) -> Link:
    """A seal of the game ``now`` that was noted under another name; as it is if it did not hold."""
    return at(now, link.sequence_number) if link == at(now, link.sequence_number, was) else link


def seal(metadata: dict[str, Any]) -> Link | None:
    """What was noted when the game finished; None where nothing readable was."""
    try:
        return msgspec.convert(metadata.get(SEAL), Link | None)
    except msgspec.ValidationError:
        return None
