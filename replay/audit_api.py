"""The audit and the digests by JSON."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from msgspec import Struct
from ninja import Router

from games.api import access
from games.api.answers import answer
from games.api.contract import described
from games.chain import Link
from replay import auditing, reading
from replay.api import Number
from replay.domain.invariants import Finding
from replay.domain.timeline import Break

router = Router(tags=["audit"], auth=access.reading)


class AuditOut(Struct, frozen=True):
    """What the audit of a whole game found.

    ``counts`` is exact; ``findings`` holds the first 100 of each rule. ``unread``: how many events
    of each type nobody here understands; ``uncompared``: how many decisions' prompts were too many
    to be held to the board. ``digest`` is that of the event ``head``, ``noted`` what was kept when
    the game finished; ``is_changed``: the two do not agree any more. ``is_severe``: a defect is
    proven.
    """

    game_id: str
    head: int
    events: int
    decisions: int
    is_severe: bool
    counts: dict[str, int]
    findings: tuple[Finding, ...]
    unread: dict[str, int]
    broken: Break | None
    uncompared: int
    digest: str
    noted: Link | None
    is_changed: bool


class DigestOut(Struct, frozen=True):
    """The digest of all events up to ``sequence_number``; null before the first."""

    game_id: str
    sequence_number: int | None
    digest: str


@router.get(
    "games/{game_id}/audit",
    openapi_extra=described(answers={200: AuditOut}, errors=(401, 404)),
)
def audit(request: HttpRequest, game_id: str) -> HttpResponse:
    """What does not hold in this game: findings by rule, unread events, digest."""
    recording = reading.open_game(game_id)
    audited = auditing.of(recording)
    report = audited.report
    told = AuditOut(
        game_id=game_id,
        head=recording.head,
        events=report.events,
        decisions=report.decisions,
        is_severe=audited.is_severe,
        counts=report.counts,
        findings=report.findings,
        unread=report.unread,
        broken=report.broken,
        uncompared=report.uncompared,
        digest=audited.link.digest,
        noted=audited.seal,
        is_changed=audited.is_changed,
    )
    return answer(200, told)


@router.get(
    "games/{game_id}/digest",
    openapi_extra=described(answers={200: DigestOut}, errors=(401, 404)),
)
def digest(request: HttpRequest, game_id: str, at: Number | None = None) -> HttpResponse:
    """The digest of all events up to `at` (default: the last; -1: before the first)."""
    recording = reading.open_game(game_id)
    wanted = recording.head if at is None else at
    if at == -1:  # before the first event, wherever a stream starts
        wanted = recording.first - 1
    recording.check(wanted)
    found = auditing.link(recording, wanted)
    return answer(200, DigestOut(game_id, found.sequence_number, found.digest))
