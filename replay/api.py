"""The reading by JSON: the board at any event, what differs, what changed a value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from msgspec import Struct
from ninja import Query, Router
from pydantic import Field

from games.api import access
from games.api.answers import answer, encoder, lines
from games.api.contract import described
from games.domain.errors import InvalidField, RewindError
from replay import changes, reading
from replay.domain import snapshot
from replay.domain.snapshot import Difference, PublicState
from replay.domain.state import State
from replay.domain.timeline import Break, Change
from replay.recording import Recording

router = Router(tags=["reading"], auth=access.reading)

STATES_AT_ONCE = 100
"""Boards made between two writes to the socket."""

type Number = Annotated[int, Field(ge=-1, le=2**63 - 1)]


class Differences(Struct, frozen=True, rename={"first": "from", "last": "to"}):
    """What is not the same after the event ``to`` as it was after the event ``from``."""

    game_id: str
    first: int
    last: int
    changes: list[Difference]


class Changes(Struct, frozen=True):
    """The events that changed a value, newest first.

    ``next`` is the ``before`` of the following page, null when nothing follows. Where the fold
    broke, ``broken`` says at which event: what changed the value from there on is not known.
    """

    game_id: str
    path: str
    changes: tuple[Change, ...]
    next: int | None
    broken: Break | None


@router.get(
    "games/{game_id}/state",
    openapi_extra=described(answers={200: PublicState}, errors=(401, 404, 409)),
)
def state(request: HttpRequest, game_id: str, at: Number | None = None) -> HttpResponse:
    """The board after the event `at` (default: the last one; -1: before the first)."""
    recording = reading.open_game(game_id)
    return answer(200, _public(recording, reading.state_at(recording, _moment(recording, at))))


@router.get(
    "games/{game_id}/states",
    openapi_extra=described(answers={200: PublicState}, lines=PublicState, errors=(401, 404, 409)),
)
def states(
    request: HttpRequest,
    game_id: str,
    from_: Annotated[Number | None, Query(alias="from")] = None,
    to: Number | None = None,
    every: Annotated[int, Query(ge=1, le=2**31 - 1)] = 1,
) -> HttpResponseBase:
    """Boards from `from` to `to`, one JSON a line, after every `every`-th event.

    Where the fold breaks on the way, the last line is that error instead of a board.
    """
    recording = reading.open_game(game_id)
    first = _moment(recording, -1 if from_ is None else from_)
    last = _moment(recording, to)
    if last < first:
        raise InvalidField("to", last, f"it must not be before from, which is {first}")
    reading.state_at(recording, first)  # broken before the first board, it is no answer at all
    return lines(request, _blocks(recording, reading.walk(recording, first, last, every)))


@router.get(
    "games/{game_id}/diff",
    openapi_extra=described(answers={200: Differences}, errors=(401, 404, 409)),
)
def diff(
    request: HttpRequest,
    game_id: str,
    from_: Annotated[Number | None, Query(alias="from")] = None,
    to: Number | None = None,
) -> HttpResponse:
    """Every value that differs between two moments (default: what the last event changed)."""
    recording = reading.open_game(game_id)
    last = _moment(recording, to)
    first = max(last - 1, recording.first - 1) if from_ is None else _moment(recording, from_)
    before, after = (reading.state_at(recording, number) for number in (first, last))
    found = snapshot.differences(before, after, recording.setup)
    return answer(200, Differences(game_id, first, last, found))


@router.get(
    "games/{game_id}/changes",
    openapi_extra=described(answers={200: Changes}, errors=(401, 404)),
)
def changes_of(
    request: HttpRequest,
    game_id: str,
    path: Annotated[str, Query(max_length=100, examples=["players.1.cash"])],
    before: Number | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> HttpResponse:
    """The events before the event `before` (default: all) that changed one value, newest first."""
    recording = reading.open_game(game_id)
    end = recording.head + 1 if before is None else before
    history = changes.of(recording, path, end, limit)
    return answer(200, Changes(game_id, path, history.changes, history.next, history.broken))


def _moment(recording: Recording, at: int | None) -> int:
    """The number meant; -1 is the board before the first event wherever a stream starts."""
    wanted = recording.head if at is None else at
    if at == -1:
        wanted = recording.first - 1
    recording.check(wanted)
    return wanted


def _public(recording: Recording, reached: State) -> PublicState:
    problem = recording.reading.problem
    return snapshot.public(reached, recording.setup, recording.game_id, problem)


def _blocks(recording: Recording, boards: Iterator[State]) -> Iterator[bytes]:
    told: list[Any] = []
    try:
        for reached in boards:
            told.append(_public(recording, reached))
            if len(told) == STATES_AT_ONCE:
                yield encoder.encode_lines(told)
                told.clear()
    except RewindError as error:
        told.append({"code": error.code, "detail": error.detail} | error.data)
    yield encoder.encode_lines(told)
