"""What an engine calls to have its game recorded."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx
import msgspec
from msgspec import UNSET

from games.client import lines
from games.client.delivery import Delivery
from games.client.errors import GaveUp, NotDelivered
from games.client.eventlog import EventLog
from games.client.lines import Change, Line, NewGame, PlayerResult
from games.client.sender import Sender
from games.client.server import Server
from games.client.spool import Spool
from games.domain import identity
from games.domain.errors import InvalidField
from games.domain.seat import Seat
from games.domain.status import Status

logger = logging.getLogger("games.client")


class GameLogger:
    """One game's way into the record, from any thread.

    `event` and `decision` write to the spool file and return; a background thread sends. Trouble
    with the network is logged (logger ``games.client``), never raised there: only `flush` and
    `close` tell of it. A game_id opened again with its spool goes on behind the last whole line.

    `players` are objects as the API takes them. `spool` is a path, by default
    ``spool/<game_id>.jsonl`` in the current folder. `transport` replaces the network, for tests.
    Raises InvalidField, SpoolInUse, SpoolDamaged and OSError.
    """

    def __init__(
        self,
        url: str,
        key: str,
        game_id: str,
        players: Sequence[Mapping[str, Any] | Seat] = (),
        config: Mapping[str, Any] | None = None,
        *,
        metadata: Mapping[str, Any] | None = None,
        spool: str | Path | None = None,
        delivery: Delivery | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._delivery = delivery = delivery or Delivery()
        game = _new_game(game_id, players, config or {}, metadata or {})
        path = Path(spool) if spool is not None else _default_path(game_id)
        self._spool = Spool(path, game, fsync=delivery.fsync)
        self._closed = False
        try:
            self._check_same(game)
            self._log = EventLog(
                self._spool.next_event,
                next_decisions=self._spool.next_decisions,
                write=self._write,
                written=self._spool.is_last,
            )
            timeout = delivery.request_timeout
            server = Server(url, key, game_id, timeout=timeout, transport=transport)
            self._sender = Sender(self._spool, server, delivery, self._resync)
        except BaseException:
            self._spool.close()
            raise
        if not self._sender.start(delivery.open_timeout) and delivery.open_timeout:
            logger.warning("Game %r goes on without the server for now", game_id)
        # From here on the engine has seen the numbers: nothing may be put before its events.
        self._log.settle()

    @property
    def head(self) -> int:
        """The number of the last event, -1 while there is none from 0 on."""
        return self._log.next_event - 1

    @property
    def spool(self) -> Path:
        """The file that holds all of it."""
        return self._spool.path

    @property
    def undelivered(self) -> int:
        """Bytes of the spool that the server has not acknowledged yet."""
        return self._sender.undelivered

    def event(self, event_type: str, **told: Any) -> int:
        """Record an event; return its number. See `EventLog.event` for actor, turn, payload."""
        self._begin()
        return self._log.event(event_type, **told).sequence_number

    def decision(self, *, player: int, **told: Any) -> int:
        """Record a player's decision; return its number. See `EventLog.decision`."""
        self._begin()
        return self._log.decision(player=player, **told).sequence_number

    def finish(
        self,
        winner: int | None = None,
        *,
        total_turns: int | None = None,
        players: Sequence[Mapping[str, Any]] | None = None,
    ) -> None:
        """The game is over; told to the server when it has every event. `players` are results."""
        results = UNSET if players is None else _results(players)
        turns = UNSET if total_turns is None else total_turns
        self._log.change(
            Change(
                status=Status.FINISHED,
                finished_at=datetime.now(UTC),
                winner_id=winner,
                total_turns=turns,
                players=results,
            )
        )

    def flush(self, timeout: float | None = None) -> None:
        """Wait until the server has all. Raises GaveUp, or NotDelivered after `timeout` seconds."""
        self._sender.flush(self._delivery.close_timeout if timeout is None else timeout)

    def close(self, timeout: float | None = None) -> None:
        """Flush and end; the spool stays. Raises what `flush` raises, ended all the same."""
        if self._closed:
            return
        try:
            self.flush(timeout)
        finally:
            self._sender.stop()
            self._spool.close()
            # Not before: Ctrl-C may come at any step, and this be called again.
            self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close. What ended the block is told as status error, an interruption as abandoned."""
        if kind is None or self._closed:
            self.close()
            return
        failed = issubclass(kind, Exception)
        try:
            if self._spool.last_status != Status.FINISHED:
                self._log.change(
                    Change(
                        status=Status.ERROR if failed else Status.ABANDONED,
                        finished_at=datetime.now(UTC),
                    )
                )
            self.close()
        except (GaveUp, NotDelivered, OSError) as trouble:
            # The engine's own exception is the one to be seen.
            logger.warning("%s", trouble)

    def _begin(self) -> None:
        status = self._spool.last_status
        if status not in {Status.RUNNING, Status.FINISHED}:
            began = datetime.now(UTC) if status is None else UNSET
            self._log.change(Change(status=Status.RUNNING, started_at=began))

    def _write(self, line: Line) -> None:
        self._spool.append(line)
        self._sender.wrote()

    def _check_same(self, game: NewGame) -> None:
        first = self._spool.game
        if first.game_id != game.game_id:
            problem = f"the spool {self._spool.path} is that of game {first.game_id!r}"
            raise InvalidField("game_id", game.game_id, problem)
        if msgspec.json.encode(first) != msgspec.json.encode(game):
            logger.warning("Game %r goes on as its spool began it", game.game_id)

    def _resync(self, server: Server, head: int) -> None:
        """Take from the server what the spool lost, as long as the engine has not gone on."""
        lost = list(self._lost(server, head))
        if lost and self._log.adopt(lost):
            logger.warning(
                "Game %r: the server knew more than the spool; %d lines were taken from it",
                self._spool.game.game_id,
                len(lost),
            )

    def _lost(self, server: Server, head: int) -> Iterator[Line]:
        log = self._log
        if head >= log.next_event:
            yield from server.events_after(log.next_event - 1)
        for player in self._spool.game.players:
            known = log.next_decision(player.player_id) - 1
            yield from server.decisions_after(player.player_id, known)


def _new_game(
    game_id: str,
    players: Sequence[Mapping[str, Any] | Seat],
    config: Mapping[str, Any],
    metadata: Mapping[str, Any],
) -> NewGame:
    told = {
        "game_id": game_id,
        "config": lines.json_object(config, "config"),
        "metadata": lines.json_object(metadata, "metadata"),
        "players": players,
    }
    try:
        game = msgspec.json.decode(msgspec.json.encode(told), type=NewGame)
    except (msgspec.DecodeError, TypeError, ValueError) as problem:
        raise InvalidField("game", str(told), str(problem)) from None
    identity.check_address(game.game_id)
    return game


def _results(players: Sequence[Mapping[str, Any]]) -> list[PlayerResult]:
    try:
        return msgspec.convert([dict(one) for one in players], list[PlayerResult])
    except msgspec.ValidationError as problem:
        raise InvalidField("players", str(players), str(problem)) from None


def _default_path(game_id: str) -> Path:
    name = quote(game_id, safe=" ")
    if len(name) > 100 or name.startswith("."):
        name = f"game-{sha256(game_id.encode()).hexdigest()[:32]}"
    return Path("spool") / f"{name}.jsonl"
