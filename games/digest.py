"""The canonical text of a recorded game, and the digest over it.

A game is written as lines of JSON, each ended by one line feed:

1. one line for the game: game_id, status, config, metadata, winner_id, total_turns, started_at,
   finished_at;
2. one line per player, ascending by player_id;
3. the line ``"events"``, then one line per event, ascending by sequence_number;
4. the line ``"decisions"``, then one line per decision, ascending by player_id, sequence_number.

Members stand in alphabetical order, without spaces; instants in UTC with a Z. What the engine
posted as free JSON (payload, config, …) stands as PostgreSQL's jsonb prints it: keys ordered, the
last of equal keys kept, numbers digit for digit (1.10 stays 1.10, 1e2 is 100). That text read
and printed again is itself, so a game keeps its digest through any number of exports and imports.

The digest is ``sha256:`` and the hexadecimal SHA-256 of those bytes. Keys of rows and `created_at`
belong to one database, not to the game, and are not part of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256

import msgspec

from games.domain.envelope import Decision, Event

SCHEMA = "monopoly-rewind-game/1"
GAME_FILE = "game.json"
EVENTS_FILE = "events.jsonl"
DECISIONS_FILE = "decisions.jsonl"

_encoder = msgspec.json.Encoder(order="sorted")


class GameLine(msgspec.Struct, frozen=True, kw_only=True):
    """The game's own columns; `config` and `metadata` as jsonb prints them."""

    game_id: str
    status: str
    config: msgspec.Raw
    metadata: msgspec.Raw
    winner_id: int | None = None
    total_turns: int = 0
    started_at: datetime | None = None
    finished_at: datetime | None = None


class PlayerLine(msgspec.Struct, frozen=True, kw_only=True):
    player_id: int
    name: str
    agent_type: str
    llm_parameters: msgspec.Raw
    llm_model_name: str | None = None
    final_cash: int | None = None
    final_net_worth: int | None = None
    is_winner: bool = False
    is_bankrupt: bool = False
    placement: int | None = None


class GameFile(msgspec.Struct, frozen=True, kw_only=True):
    """game.json of an exported folder; the other two files hold the lines of their section."""

    schema: str
    digest: str
    game: GameLine
    players: tuple[PlayerLine, ...]
    event_count: int
    decision_count: int


type Canonical = GameLine | PlayerLine | Event | Decision


def line(row: Canonical) -> bytes:
    """The row's canonical text, without its line feed; free JSON in it must be jsonb's text."""
    return _encoder.encode(_in_utc(row))


def lines(rows: Iterable[Canonical]) -> list[bytes]:
    """As `line` for each: at once, since a game has thousands."""
    # No line feed is left within a line: JSON escapes those in texts, and jsonb prints no other.
    return _encoder.encode_lines([_in_utc(row) for row in rows]).split(b"\n")[:-1]


class Digest:
    """Fed line by line in the order above."""

    def __init__(self, game: GameLine, players: tuple[PlayerLine, ...]) -> None:
        self._hash = sha256()
        self.add(line(game))
        for player in sorted(players, key=lambda each: each.player_id):
            self.add(line(player))

    def begin(self, section: str) -> None:
        """Open "events" or "decisions"."""
        self.add(_encoder.encode(section))

    def add(self, text: bytes) -> None:
        self._hash.update(text + b"\n")

    @property
    def value(self) -> str:
        return f"sha256:{self._hash.hexdigest()}"


def _in_utc(row: Canonical) -> Canonical:
    if isinstance(row, Event | Decision) and row.timestamp.tzinfo is UTC:
        return row
    moments = {
        name: moment.astimezone(UTC)
        for name in ("timestamp", "started_at", "finished_at")
        if (moment := getattr(row, name, None)) is not None and moment.tzinfo is not UTC
    }
    return msgspec.structs.replace(row, **moments) if moments else row
