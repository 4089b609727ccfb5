"""The reading by JSON: the board at any event, what differs, what changed a value."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any

import msgspec
from asgiref.sync import sync_to_async
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Query, Router
from pydantic import Field

from games.domain.errors import InvalidField, RewindError
from replay import changes, reading
from replay.domain import snapshot
from replay.recording import Recording

router = Router(tags=["reading"])

NDJSON = "application/x-ndjson"
STATES_AT_ONCE = 100
"""Boards made between two writes to the socket."""

Number = Annotated[int, Field(ge=-1, le=2**63 - 1)]
Moment = Annotated[Number | None, Query(description="a sequence number; -1: before the first")]


@router.get("/games/{game_id}/state")
def state(request: HttpRequest, game_id: str, at: Moment = None) -> HttpResponse:
    """The board after the event `at` (default: the last one)."""
    recording = reading.open_game(game_id)
    return _json(_public(recording, _moment(recording, at)))


@router.get("/games/{game_id}/diff")
def diff(
    request: HttpRequest,
    game_id: str,
    to: Moment = None,
    from_: Annotated[Number | None, Query(alias="from")] = None,
) -> HttpResponse:
    """Every value that differs between two moments (default: what the last event changed)."""
    recording = reading.open_game(game_id)
    last = _moment(recording, to)
    first = max(last - 1, recording.first - 1) if from_ is None else _moment(recording, from_)
    before, after = (reading.state_at(recording, number) for number in (first, last))
    differences = snapshot.differences(before, after, recording.setup)
    return _json({"game_id": game_id, "from": first, "to": last, "changes": differences})


@router.get("/games/{game_id}/changes")
def changes_of(
    request: HttpRequest,
    game_id: str,
    path: Annotated[str, Query(max_length=100, examples=["players.1.cash"])],
    before: Moment = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> HttpResponse:
    """The events before the event `before` that changed one value, newest first.

    `next` is the `before` of the following page. Where the fold broke, `broken` says at which
    event: what changed the value from there on is not known.
    """
    recording = reading.open_game(game_id)
    end = recording.head + 1 if before is None else before
    history = changes.of(recording, path, end, limit)
    return _json({"game_id": game_id, "path": path} | msgspec.structs.asdict(history))


@router.get("/games/{game_id}/states")
def states(
    request: HttpRequest,
    game_id: str,
    from_: Annotated[Number | None, Query(alias="from")] = None,
    to: Moment = None,
    every: Annotated[int, Query(ge=1, le=2**31 - 1)] = 1,
) -> StreamingHttpResponse:
    """Boards from `from` to `to`, one JSON a line, after every `every`-th event.

    Where the fold breaks on the way, the last line is that error instead of a board.
    """
    recording = reading.open_game(game_id)
    first = recording.first - 1 if from_ is None else _moment(recording, from_)
    last = _moment(recording, to)
    if last < first:
        raise InvalidField("to", last, f"it must not be before from, which is {first}")
    numbers = iter(range(first, last + 1, every))
    return StreamingHttpResponse(_lines(recording, numbers), content_type=NDJSON)


def _moment(recording: Recording, at: int | None) -> int:
    """The number meant; -1 is the board before the first event wherever a stream starts."""
    wanted = recording.head if at is None else at
    if at == -1:
        wanted = recording.first - 1
    recording.check(wanted)
    return wanted


def _public(recording: Recording, wanted: int) -> dict[str, Any]:
    reached = reading.state_at(recording, wanted)
    shown = snapshot.public(reached, recording.setup, recording.game_id)
    if recording.reading.problem is not None:
        shown["warnings"] = [recording.reading.problem, *shown.get("warnings", ())]
    return shown


async def _lines(recording: Recording, numbers: Iterator[int]) -> AsyncIterator[bytes]:
    more = True
    while more:
        part, more = await sync_to_async(_some_lines)(recording, numbers)
        yield part


def _some_lines(recording: Recording, numbers: Iterator[int]) -> tuple[bytes, bool]:
    """The next lines, and whether others follow."""
    lines = []
    try:
        for _, number in zip(range(STATES_AT_ONCE), numbers, strict=False):
            lines.append(_public(recording, number))
    except RewindError as error:
        lines.append({"code": error.code, "detail": error.detail} | error.data)
        return _ndjson(lines), False
    finally:
        if not connection.in_atomic_block:
            connection.close()  # a slow reader must not keep it from the pool
    return _ndjson(lines), len(lines) == STATES_AT_ONCE


def _ndjson(lines: list[dict[str, Any]]) -> bytes:
    return b"".join(msgspec.json.encode(line) + b"\n" for line in lines)


def _json(body: Any) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(body), content_type="application/json")
