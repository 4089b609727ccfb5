"""The append: a batch goes in whole or not at all, in order, and sending it again changes nothing.

COPY has no ON CONFLICT, so the stream is held by a lock on its game's row; under it the head is
known, what is stored already is compared and cut off, and the rest is copied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import DataError, connection, transaction

from games import copying, limits, stored
from games.domain import order, storable
from games.domain.envelope import LONGEST_EVENT_TYPE, Decision, Event
from games.domain.errors import GameNotFound, InvalidField, SequenceConflict, SequenceGap
from games.domain.numbering import first_sequence
from games.live import announcing

Place = Callable[[int], str]
"""Names the n-th row of a batch for a person: "events[3]", "line 4"."""

_JSON_FIELDS = stored.DECISION_JSON
_TEXT_FIELDS = ("prompt", "reasoning", "strategy_description", "model_version")


@dataclass(frozen=True, slots=True)
class Appended:
    """What an append did. `head` is the stream's last number, -1 while it is empty."""

    appended: int
    duplicates: int
    head: int


@dataclass(frozen=True, slots=True)
class DecisionsAppended:
    """What an append did. `heads` holds the last number of every player in the batch."""

    appended: int
    duplicates: int
    heads: dict[int, int]


def append_events(
    game_uuid: UUID,
    batch: Sequence[Event],
    *,
    called: str | None = None,
    place: Place = "events[{}]".format,
) -> Appended:
    """Append a batch to a game's stream.

    `called` is the game_id for errors. Raises GameNotFound, SequenceGap, SequenceConflict, and
    for what cannot be stored InvalidField, TooLarge, BatchRepeats or BatchOutOfOrder; then
    nothing is written.
    """
    name = called or str(game_uuid)
    numbers = [event.sequence_number for event in batch]
    order.check(numbers, lambda index: f"{place(index)}.sequence_number", name)
    payloads = _checked_payloads(batch, place)
    with transaction.atomic():
        first = _lock(game_uuid, name)
        head = stored.head(game_uuid)
        if not batch:
            return Appended(0, 0, head)
        last = head if head >= 0 else first - 1
        known = _known(numbers, first, last, name)
        if known:
            changed = stored.first_different_event(game_uuid, batch[:known], payloads[:known])
            if changed is not None:
                raise SequenceConflict(name, changed)
        if known < len(batch):
            with _refusals_named("events"):
                copying.copy_events(game_uuid, batch[known:], payloads[known:])
            announcing.events_appended(game_uuid, numbers[-1])
    return Appended(len(batch) - known, known, max(last, numbers[-1]))


def append_decisions(
    game_uuid: UUID,
    batch: Sequence[Decision],
    *,
    called: str | None = None,
    place: Place = "decisions[{}]".format,
) -> DecisionsAppended:
    """Append decisions, each player's in that player's own order, players mixed as they come.

    A player's stream begins at 0 or 1. Raises as `append_events` does.
    """
    name = called or str(game_uuid)
    rows = _rows_by_player(batch)
    for player, indexes in rows.items():
        numbers = [batch[index].sequence_number for index in indexes]
        order.check(numbers, _numbers_of(place, indexes), name, player)
    bodies = _checked_bodies(batch, place)
    with transaction.atomic():
        _lock(game_uuid, name)
        spans = stored.decision_spans(game_uuid, list(rows))
        heads: dict[int, int] = {}
        known: list[int] = []
        for player, indexes in rows.items():
            numbers = [batch[index].sequence_number for index in indexes]
            begin = min(numbers[0], 1)
            first, last = spans.get(player, (begin, begin - 1))
            known += indexes[: _known(numbers, first, last, name, player)]
            heads[player] = max(last, numbers[-1])
        _compare_decisions(game_uuid, name, batch, bodies, known)
        fresh = sorted(set(range(len(batch))).difference(known))
        if fresh:
            with _refusals_named("decisions"):
                copying.copy_decisions(
                    game_uuid, [batch[i] for i in fresh], [bodies[i] for i in fresh]
                )
    return DecisionsAppended(len(fresh), len(known), heads)


def _lock(game_uuid: UUID, name: str) -> int:
    """Hold the game's streams until the transaction ends; give the number its events begin with."""
    # By primary key: the one form of FOR UPDATE that also works when games are spread over nodes.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT config -> 'first_sequence' FROM games WHERE id = %s FOR UPDATE", [game_uuid]
        )
        row = cursor.fetchone()
    if row is None:
        raise GameNotFound(name)
    first = first_sequence({"first_sequence": stored.json_value(row[0])})
    if first is None:
        problem = "it must be a whole number from 0, so this game can hold no events"
        raise InvalidField("config.first_sequence", row[0], problem)
    return first


def _known(
    numbers: Sequence[int], first: int, last: int, name: str, player: int | None = None
) -> int:
    """How many rows at the batch's beginning are stored already; SequenceGap if it can't go on."""
    if not first <= numbers[0] <= last + 1:
        raise SequenceGap(name, last + 1, numbers[0], player)
    return min(len(numbers), last + 1 - numbers[0])


def _checked_payloads(batch: Sequence[Event], place: Place) -> list[str]:
    bounds = limits.bounds()
    _check_moments([event.timestamp for event in batch], place)
    for kind in {event.event_type for event in batch}:
        if not (0 < len(kind) <= LONGEST_EVENT_TYPE and kind.isprintable()):
            index = next(i for i, event in enumerate(batch) if event.event_type == kind)
            _check_kind(kind, f"{place(index)}.event_type", bounds)
    payloads = storable.check_json(
        [event.payload for event in batch], lambda index: f"{place(index)}.payload", bounds
    )
    for index, payload in enumerate(payloads):
        if payload[:1] != "{":
            raise InvalidField(f"{place(index)}.payload", payload, "it must be a JSON object")
    return payloads


def _check_kind(kind: str, field: str, bounds: storable.Bounds) -> None:
    if not 0 < len(kind) <= LONGEST_EVENT_TYPE:
        problem = f"a type has 1 to {LONGEST_EVENT_TYPE} characters"
        raise InvalidField(field, kind, problem)
    storable.check_text(kind, field, bounds)


def _checked_bodies(batch: Sequence[Decision], place: Place) -> list[list[str]]:
    bounds = limits.bounds()
    _check_moments([decision.timestamp for decision in batch], place)
    for index, decision in enumerate(batch):
        for field in _TEXT_FIELDS:
            text = getattr(decision, field)
            if text is not None:
                storable.check_text(text, f"{place(index)}.{field}", bounds)
    width = len(_JSON_FIELDS)

    def place_of(index: int) -> str:
        return f"{place(index // width)}.{_JSON_FIELDS[index % width]}"

    texts = storable.check_json(
        [getattr(decision, field) for decision in batch for field in _JSON_FIELDS], place_of, bounds
    )
    for index, text in enumerate(texts):
        # Engines differ: one posts its choices as a list, another as an object that holds one.
        listable = _JSON_FIELDS[index % width] == "available_actions"
        if text[:1] != "{" and not (listable and text[:1] == "["):
            wanted = "a JSON array or object" if listable else "a JSON object"
            raise InvalidField(place_of(index), text, f"it must be {wanted}")
    return [texts[start : start + width] for start in range(0, len(texts), width)]


def _check_moments(moments: Sequence[datetime], place: Place) -> None:
    """Every moment has a zone, and in UTC a year that dates can be read back with."""
    if {moment.tzinfo is None for moment in moments} <= {False} and {
        moment.year for moment in moments
    }.isdisjoint({1, 9999}):
        return
    for index, moment in enumerate(moments):
        field = f"{place(index)}.timestamp"
        if moment.tzinfo is None:
            problem = "it needs a time zone, as 2026-01-31T12:00:00Z has"
            raise InvalidField(field, moment.isoformat(), problem)
        try:
            moment.astimezone(UTC)
        except OverflowError:
            problem = "in UTC it must lie within the years 1 to 9999"
            raise InvalidField(field, moment.isoformat(), problem) from None


def _rows_by_player(batch: Sequence[Decision]) -> dict[int, list[int]]:
    rows: dict[int, list[int]] = {}
    for index, decision in enumerate(batch):
        rows.setdefault(decision.player_id, []).append(index)
    return rows


def _numbers_of(place: Place, indexes: Sequence[int]) -> Place:
    return lambda index: f"{place(indexes[index])}.sequence_number"


def _compare_decisions(
    game_uuid: UUID,
    name: str,
    batch: Sequence[Decision],
    bodies: Sequence[Sequence[str]],
    known: Sequence[int],
) -> None:
    if not known:
        return
    changed = stored.first_different_decision(
        game_uuid, [batch[index] for index in known], [bodies[index] for index in known]
    )
    if changed is not None:
        player, number = changed
        raise SequenceConflict(name, number, player)


@contextmanager
def _refusals_named(what: str) -> Iterator[None]:
    """Tell what PostgreSQL refuses to store as the caller's error it is, not as ours."""
    try:
        yield
    except DataError as refusal:
        reason = str(refusal).partition("\n")[0]
        raise InvalidField(what, "a value that cannot be stored", reason) from refusal
