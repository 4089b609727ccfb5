"""The audit of a recorded game: findings, digest, and what was noted of it; kept while asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Lock

import msgspec
from cachetools import LRUCache
from msgspec import UNSET, Struct

from games import canonical, chain, queries
from games.chain import Link
from games.digest import PlayerLine
from games.domain.envelope import Decision
from games.domain.seat import Result
from replay import stream
from replay.domain.dialects import testimony
from replay.domain.invariants import Audit, Report
from replay.recording import Recording

CACHED_AUDITS = 32

type Progress = Callable[[int], None]

_decision = msgspec.json.Decoder(Decision)


class Audited(Struct, frozen=True):
    """A game's report, the digest of its last event, and the seal noted when it finished.

    ``is_changed``: the events up to the seal do not give the digest it holds.
    """

    report: Report
    link: Link
    seal: Link | None
    is_changed: bool

    @property
    def is_severe(self) -> bool:
        """Whether a defect is proven, or that the record was changed."""
        return self.is_changed or self.report.is_severe


def of(recording: Recording, progress: Progress = lambda _count: None) -> Audited:
    """Audit a game as it is now; at once where it was asked for before and nothing has come since.

    Raises:
        GameNotFound: the game is gone since the recording was opened.
    """
    game = canonical.game(recording.uuid, recording.game_id)
    decisions = queries.decisions(recording.uuid).count()
    players = canonical.players(recording.uuid)
    key = (recording.tag, recording.head, decisions, msgspec.json.encode((game, players)))
    with _lock:
        held = _cache.get(key)
    if held is None:
        audit = Audit(recording.setup, recording.dialect, testimony.of(recording.setup))
        audit.take(_decisions(recording))
        for events in stream.chunks(recording, recording.first, recording.head):
            audit.extend(events)
            progress(len(events))
        results = [_result(player) for player in players]
        report = audit.close(game.status, game.winner_id, results)
        held = _held(recording, report, chain.seal(msgspec.json.decode(game.metadata)))
        with _lock:
            _cache[key] = held
    return held


def link(recording: Recording, at: int) -> Link:
    """The digest at the event ``at``, which exists or is the one before the first."""
    return chain.at(recording.game_id, None if at < recording.first else at)


def forget_all() -> None:
    """Empty the memory, as after a restart."""
    with _lock:
        _cache.clear()


_lock = Lock()
_cache: LRUCache[tuple[str, int, int, bytes], Audited] = LRUCache(CACHED_AUDITS)


def _held(recording: Recording, report: Report, seal: Link | None) -> Audited:
    now = link(recording, recording.head)
    if seal is None:
        return Audited(report, now, seal, is_changed=False)
    is_at_head = seal.sequence_number == now.sequence_number
    then = now if is_at_head else chain.at(recording.game_id, seal.sequence_number)
    return Audited(report, now, seal, is_changed=seal != then)


def _result(player: PlayerLine) -> Result:
    """A column's default is no result: a player who is said not to win may just not be told of."""
    return Result(
        player_id=player.player_id,
        final_cash=player.final_cash,
        final_net_worth=player.final_net_worth,
        is_winner=player.is_winner or UNSET,
        is_bankrupt=player.is_bankrupt or UNSET,
        placement=player.placement,
    )


def _decisions(recording: Recording) -> Iterator[Decision]:
    with canonical.snapshot():
        for line in canonical.decisions(recording.uuid):
            yield _decision.decode(line)
