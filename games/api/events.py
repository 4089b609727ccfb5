"""Events: appended in batches, read back in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router

from games import counters, ingest, limits, queries, stored
from games.api import access, decoding
from games.api.answers import Appended, EventPage, answer, encoder, lines
from games.api.bodies import NDJSON, EventBatch, EventIn
from games.api.contract import described
from games.domain import storable
from games.domain.envelope import Event
from games.domain.errors import GameNotFound
from games.domain.identity import game_uuid
from games.stored import Recorded

router = Router(tags=["events"])

_batch_in = msgspec.json.Decoder(EventBatch)
_event_in = msgspec.json.Decoder(EventIn)

# What is read at once for a streamed answer: 500 events are about 200 kB.
BLOCK = 500


@router.post(
    "games/{game_id}/events",
    auth=access.writing,
    openapi_extra=described(
        body=EventBatch,
        line=EventIn,
        answers={201: Appended},
        errors=(400, 401, 403, 404, 409, 413, 415),
    ),
)
def append_events(request: HttpRequest, game_id: str) -> HttpResponse:
    """Append a batch, whole or not at all; events sent before count as duplicates."""
    if decoding.is_ndjson(request):
        batch, place = decoding.lines(request, _event_in)
    else:
        batch, place = decoding.body(request, _batch_in).events, "events[{}]".format
    limits.check_batch("events", len(batch))
    done = ingest.append_events(game_uuid(game_id), batch, called=game_id, place=place)
    counters.EVENTS_APPENDED.inc(done.appended)
    return answer(201, Appended(done.appended, done.duplicates, done.head))


@router.get(
    "games/{game_id}/events",
    auth=access.reading,
    openapi_extra=described(answers={200: EventPage}, lines=Event, errors=(401, 404)),
)
def list_events(
    request: HttpRequest,
    game_id: str,
    *,
    after: Annotated[int, Query(ge=-1, le=2**63 - 1)] = -1,
    limit: Annotated[int | None, Query(ge=1, le=10_000)] = None,
    type: Annotated[str | None, Query()] = None,  # noqa: A002 - the parameter's name in the contract
    turn: Annotated[int | None, Query(ge=-(2**31), le=2**31 - 1)] = None,
) -> HttpResponseBase:
    """Catch up: events after number `after`, ascending; `next` is null at the head.

    As NDJSON (Accept: application/x-ndjson) all of them are streamed unless `limit` is given, and
    the header Rewind-Head holds the head.
    """
    if type is not None:
        storable.check_text(type, "type", limits.bounds())
    recorded = stored.recorded(game_uuid(game_id))
    if recorded is None:
        raise GameNotFound(game_id)
    wanted = _Wanted(game_id, recorded, after, type, turn)
    if NDJSON in request.headers.get("Accept", ""):
        blocks = (encoder.encode_lines(block) for block in wanted.blocks(limit))
        return lines(request, blocks, **{"Rewind-Head": str(recorded.head)})
    return answer(200, wanted.page(limit or min(1000, settings.MAX_BATCH_EVENTS)))


class _Wanted:
    """Events of one game up to the head as it was when the request came.

    Where the game is deleted meanwhile, GameNotFound: what there was of it is no end.
    """

    def __init__(
        self, game_id: str, recorded: Recorded, after: int, event_type: str | None, turn: int | None
    ) -> None:
        self.game_id = game_id
        self.game = game_uuid(game_id)
        self.created_at, self.head = recorded
        self.after = after
        self.event_type = event_type
        self.turn = turn

    def page(self, limit: int) -> EventPage:
        events = self._read(self.after, limit + 1)
        last = events[limit - 1].sequence_number if len(events) > limit else None
        return EventPage(events[:limit], last, self.head)

    def blocks(self, limit: int | None) -> Iterator[list[Event]]:
        after, left = self.after, limit
        while left is None or left > 0:
            size = BLOCK if left is None else min(BLOCK, left)
            events = self._read(after, size)
            if events:
                yield events
            if len(events) < size:
                return
            after = events[-1].sequence_number
            left = None if left is None else left - size

    def _read(self, after: int, limit: int) -> list[Event]:
        rows = queries.catch_up(
            self.game,
            self.created_at,
            after=after,
            limit=limit,
            event_type=self.event_type,
            turn_number=self.turn,
        )
        self._check(rows[-1][0] if rows else after, is_full=len(rows) == limit)
        return [
            Event(
                sequence_number=number,
                turn_number=turn,
                event_type=kind,
                timestamp=moment,
                payload=msgspec.Raw(payload.encode()),
                actor_player_id=actor,
            )
            for number, turn, kind, moment, payload, actor in rows
            # What was appended since is for the next request: `next` and `head` must agree.
            if number <= self.head
        ]

    def _check(self, last: int, *, is_full: bool) -> None:
        """Make sure that nothing follows in what was read, and not just in what is left."""
        if is_full or last >= self.head:
            return
        if not stored.is_recorded(self.game, self.created_at):
            raise GameNotFound(self.game_id)
