"""Decisions of models: appended in batches, read back by player."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router

from games import counters, ingest, limits, stored
from games.api import access, cursors, decoding
from games.api.answers import DecisionPage, DecisionsAppended, answer, encoder, lines
from games.api.bodies import NDJSON, DecisionBatch, DecisionIn
from games.api.contract import described
from games.domain.envelope import Decision
from games.domain.errors import GameNotFound, InvalidField
from games.domain.identity import game_uuid

router = Router(tags=["decisions"])

_batch_in = msgspec.json.Decoder(DecisionBatch)
_decision_in = msgspec.json.Decoder(DecisionIn)

# What is read at once for a streamed answer: prompts make decisions heavy.
BLOCK = 50


@router.post(
    "games/{game_id}/decisions",
    auth=access.writing,
    openapi_extra=described(
        body=DecisionBatch,
        line=DecisionIn,
        answers={201: DecisionsAppended},
        errors=(400, 401, 403, 404, 409, 413, 415),
    ),
)
def append_decisions(request: HttpRequest, game_id: str) -> HttpResponse:
    """Append decisions, whole or not at all; each player's are numbered from 0 or 1."""
    if decoding.is_ndjson(request):
        batch, place = decoding.lines(request, _decision_in)
    else:
        batch, place = decoding.body(request, _batch_in).decisions, "decisions[{}]".format
    limits.check_batch("decisions", len(batch))
    done = ingest.append_decisions(game_uuid(game_id), batch, called=game_id, place=place)
    counters.DECISIONS_APPENDED.inc(done.appended)
    return answer(201, DecisionsAppended(done.appended, done.duplicates, done.heads))


@router.get(
    "games/{game_id}/decisions",
    auth=access.reading,
    openapi_extra=described(answers={200: DecisionPage}, lines=Decision, errors=(401, 404)),
)
def list_decisions(
    request: HttpRequest,
    game_id: str,
    *,
    player: Annotated[int | None, Query(ge=-(2**31), le=2**31 - 1)] = None,
    after: Annotated[int, Query(ge=-1, le=2**63 - 1)] = -1,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    cursor: str | None = None,
) -> HttpResponseBase:
    """Read decisions by player and number. `after` is one player's number and needs `player`.

    `next` is a cursor for the following page, null when nothing follows. As NDJSON (Accept:
    application/x-ndjson) all of them are streamed.
    """
    if player is None and after != -1:
        problem = "numbers are each player's own, so it needs the parameter player"
        raise InvalidField("after", after, problem)
    uuid = game_uuid(game_id)
    recorded = stored.recorded(uuid)
    if recorded is None:
        raise GameNotFound(game_id)
    place = (player if player is not None else -(2**31), after)
    if cursor is not None:
        place = cursors.read(cursor, tuple[int, int])
        if not (-(2**31) <= place[0] < 2**31 and -1 <= place[1] < 2**63):
            raise InvalidField("cursor", cursor, "it is not one that was given out here")
    wanted = _Wanted(game_id, recorded.created_at, player)
    if NDJSON in request.headers.get("Accept", ""):
        blocks = (encoder.encode_lines(block) for block in wanted.blocks(place))
        return lines(request, blocks)
    found = wanted.read(place, limit + 1)
    following = cursors.write(_place(found[limit - 1])) if len(found) > limit else None
    return answer(200, DecisionPage(found[:limit], following))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Decisions of one game, of one player or all. GameNotFound where it is deleted meanwhile."""

    game_id: str
    created_at: datetime
    player: int | None

    def blocks(self, place: tuple[int, int]) -> Iterator[list[Decision]]:
        while block := self.read(place, BLOCK):
            yield block
            if len(block) < BLOCK:
                return
            place = _place(block[-1])

    def read(self, place: tuple[int, int], limit: int) -> list[Decision]:
        game = game_uuid(self.game_id)
        rows = stored.decisions_after(game, self.created_at, self.player, place, limit)
        if len(rows) < limit and not stored.is_recorded(game, self.created_at):
            raise GameNotFound(self.game_id)
        return [_decision(row) for row in rows]


def _place(decision: Decision) -> tuple[int, int]:
    return decision.player_id, decision.sequence_number


def _decision(row: tuple[Any, ...]) -> Decision:
    count = len(stored.DECISION_PLAIN)
    fields = dict(zip(stored.DECISION_PLAIN, row[:count], strict=True))
    for name, text in zip(stored.DECISION_JSON, row[count:], strict=True):
        fields[name] = msgspec.Raw(text.encode())
    return Decision(**fields)
