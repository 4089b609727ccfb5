"""Batches of forks: how many games were asked for, how far they are, how each of them ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from msgspec import Struct

from replay.domain.forks import odds
from replay.domain.forks.fork import Outcome
from replay.domain.forks.odds import Odds
from replay.domain.setup import Setup
from replay.forking.asked import ForkIn, Order
from replay.forking.errors import BatchNotFound
from replay.models import ForkBatch
from replay.recording import Recording

SILENCE = timedelta(seconds=15)
"""A batch whose process has not been heard of for so long is not being played any more."""

INTERRUPTED = "interrupted"

MOST_LISTED = 50


class Batch(Struct, frozen=True):
    """One batch as it is now.

    ``status``: queued, running, done, failed, or interrupted: then the same order takes it up
    where it stopped. ``outcomes`` are those played so far, by ascending seed.
    """

    id: UUID
    game_id: str
    at: int
    asked: ForkIn
    seats: tuple[str, ...]
    notes: tuple[str, ...]
    status: str
    outcomes: tuple[Outcome, ...]
    problem: str
    created_at: datetime
    finished_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether somebody is at it."""
        return self.status in {ForkBatch.Status.QUEUED, ForkBatch.Status.RUNNING}

    def odds(self, setup: Setup) -> Odds:
        """What the games played so far say."""
        return odds.of(self.outcomes, len(setup.seats))


def open_batch(order: Order) -> tuple[Batch, bool]:
    """The batch of an order, and whether whoever asks has to have it played.

    The same order finds the same batch. One that was interrupted or has failed is taken up again
    by the first who asks.
    """
    with transaction.atomic():
        row = _row(order)
        held = ForkBatch.objects.select_for_update().get(pk=row.pk)
        status = _status(held)
        is_ours = held.touched_at is None or status in {INTERRUPTED, ForkBatch.Status.FAILED}
        if is_ours:
            _enqueue(held)
    return _batch(held, order.recording.game_id), is_ours


def restart(batch_id: UUID) -> None:
    """Forget how a batch ended: it is to be played again."""
    row = ForkBatch.objects.get(pk=batch_id)
    row.outcomes = b"[]"
    _enqueue(row)


def find(recording: Recording, batch_id: UUID) -> Batch:
    """A game's batch by its id.

    Raises:
        BatchNotFound: the game has no such batch.
    """
    row = ForkBatch.objects.filter(pk=batch_id, game=recording.uuid).first()
    if row is None:
        raise BatchNotFound(recording.game_id, str(batch_id))
    return _batch(row, recording.game_id)


def of_game(recording: Recording) -> list[Batch]:
    """A game's batches, the newest first, up to `MOST_LISTED`. One game that is done is a fork."""
    rows = _rows(recording).order_by("-created_at")[:MOST_LISTED]
    return [_batch(row, recording.game_id) for row in rows]


def count(recording: Recording) -> int:
    """How many there are of them, listed or not."""
    return _rows(recording).count()


def note_played(batch_id: UUID, outcomes: Sequence[Outcome]) -> None:
    """All outcomes so far; the batch is running."""
    ForkBatch.objects.filter(pk=batch_id).update(
        status=ForkBatch.Status.RUNNING,
        outcomes=msgspec.json.encode(outcomes),
        touched_at=timezone.now(),
    )


def note_alive(batch_ids: Sequence[UUID]) -> None:
    """These are still waiting or running, and somebody is there who does it."""
    alive = Q(status=ForkBatch.Status.QUEUED) | Q(status=ForkBatch.Status.RUNNING)
    ForkBatch.objects.filter(alive, pk__in=batch_ids).update(touched_at=timezone.now())


def note_end(batch_id: UUID, outcomes: Sequence[Outcome], problem: str = "") -> None:
    """The batch is done, or has failed for a reason."""
    status = ForkBatch.Status.FAILED if problem else ForkBatch.Status.DONE
    ForkBatch.objects.filter(pk=batch_id).update(
        status=status,
        outcomes=msgspec.json.encode(outcomes),
        problem=problem,
        finished_at=timezone.now(),
    )


def give_up(batch_id: UUID) -> None:
    """Nobody took the batch on: the next who asks for it begins anew."""
    ForkBatch.objects.filter(pk=batch_id).update(touched_at=None)


def _rows(recording: Recording) -> QuerySet[ForkBatch]:
    rows: QuerySet[ForkBatch] = ForkBatch.objects.filter(game=recording.uuid)
    return rows.exclude(games=1, status=ForkBatch.Status.DONE)


def _row(order: Order) -> ForkBatch:
    told: dict[str, Any] = {
        "at": order.plan.moment.state.sequence_number,
        "games": order.asked.n,
        "asked": msgspec.to_builtins(order.asked),
        "seats": list(order.plan.seats),
        "notes": list(order.notes),
    }
    digest, game = order.digest, order.recording.uuid
    found = ForkBatch.objects.filter(game=game, digest=digest).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return ForkBatch.objects.create(game_uuid=game, digest=digest, **told)
    except IntegrityError:  # somebody else asked for the same meanwhile
        return ForkBatch.objects.get(game=game, digest=digest)


def _enqueue(row: ForkBatch) -> None:
    row.status, row.problem, row.finished_at = ForkBatch.Status.QUEUED, "", None
    row.touched_at = timezone.now()
    row.save()


def _status(row: ForkBatch) -> str:
    is_open = row.status in {ForkBatch.Status.QUEUED, ForkBatch.Status.RUNNING}
    heard = row.touched_at
    if is_open and (heard is None or timezone.now() - heard > SILENCE):
        return INTERRUPTED
    return row.status


def _batch(row: ForkBatch, game_id: str) -> Batch:
    return Batch(
        id=row.pk,
        game_id=game_id,
        at=row.at,
        asked=msgspec.convert(row.asked, ForkIn),
        seats=tuple(row.seats),
        notes=tuple(row.notes),
        status=_status(row),
        outcomes=msgspec.json.decode(bytes(row.outcomes), type=tuple[Outcome, ...]),
        problem=row.problem,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )
