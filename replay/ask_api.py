"""Questions to a game's history by JSON, with progress where a caller wants it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from msgspec import UNSET, Struct, UnsetType
from ninja import Query, Router

from games.api import access
from games.api.answers import answer, encoder, lines
from games.api.bodies import NDJSON
from games.api.contract import described
from games.domain.errors import RewindError
from replay import asking, reading
from replay.api import Number
from replay.asking import Answer, Progress, Question
from replay.domain.asking import bounds
from replay.domain.asking.answer import Found, Mode, Watched
from replay.domain.asking.search import FirstFailure
from replay.domain.timeline import Break
from replay.recording import Recording

router = Router(tags=["ask"], auth=access.reading)

MOST_HITS = 10_000


class HitsOut(Struct, frozen=True):
    """The events that count as hits, ascending from ``after``; ``next`` goes into it.

    ``mode`` ``edges``: where the condition became true; ``every``: wherever it holds. ``total``
    counts the hits of the whole answer, ``events`` all after which the condition holds, ``runs``
    how often that begins. ``absent``: events without a value that the condition reads; ``failed``:
    where it could not be computed; neither is a match.
    """

    mode: Mode
    total: int
    events: int
    runs: int
    hits: list[int]
    next: int | None
    absent: int
    failed: int
    first_failure: FirstFailure | None


class AskOut(Struct, frozen=True, rename={"first": "from", "last": "to"}):
    """The answer about the events ``from`` … ``to``; ``condition`` and ``watch`` as asked for.

    ``evaluated``: how often an expression was computed. ``broken``: the fold broke there; what came
    after is not known. ``warnings``: why the board may not be the engine's own.
    """

    game_id: str
    first: int
    last: int
    condition: HitsOut | None
    watch: Watched | None
    evaluated: int
    took_ms: int
    broken: Break | None
    warnings: tuple[str, ...]


class AskLine(Struct, frozen=True):
    """One line of a streamed answer: how far it is, at last the answer itself or an error."""

    progress: Progress | UnsetType = UNSET
    answer: AskOut | UnsetType = UNSET
    error: dict[str, Any] | UnsetType = UNSET


@router.get(
    "games/{game_id}/ask",
    openapi_extra=described(answers={200: AskOut}, lines=AskLine, errors=(401, 404)),
)
def ask(
    request: HttpRequest,
    game_id: str,
    q: Annotated[str, Query(max_length=bounds.LONGEST)] = "",
    watch: Annotated[str, Query(max_length=bounds.LONGEST)] = "",
    from_: Annotated[Number | None, Query(alias="from")] = None,
    to: Number | None = None,
    hits: Literal["auto", "edges", "every"] = "auto",
    after: Annotated[int, Query(ge=-1, le=2**63 - 1)] = -1,
    limit: Annotated[int, Query(ge=1, le=MOST_HITS)] = 1000,
) -> HttpResponseBase:
    """Where the condition `q` holds, and how the value `watch` goes: expressions in CEL.

    `hits` `auto` means `edges` for a condition on the board alone, else `every`. As NDJSON (Accept:
    application/x-ndjson) lines tell of the progress, and the last one is the answer or an error.
    """
    began = time.monotonic()
    recording = reading.open_game(game_id)
    question = Question(q, watch, from_, to)
    page = _Page(None if hits == "auto" else Mode(hits), after, limit)
    if NDJSON in request.headers.get("Accept", ""):
        asking.check(recording, question)
        return lines(request, _lines(recording, question, page, began))
    return answer(200, _told(recording, asking.ask(recording, question), page, began))


class _Page(Struct, frozen=True):
    """Which of the hits are listed."""

    mode: Mode | None
    after: int
    limit: int

    def of(self, found: Found | None) -> HitsOut | None:
        """That page of them."""
        if found is None:
            return None
        mode = self.mode or found.usual
        listed = found.hits(mode, self.after, self.limit)
        more = len(listed) == self.limit and bool(found.hits(mode, listed[-1], 1))
        return HitsOut(
            mode=mode,
            total=found.size(mode),
            events=found.count,
            runs=len(found.runs),
            hits=listed,
            next=listed[-1] if more else None,
            absent=found.in_vain.absent,
            failed=found.in_vain.failed,
            first_failure=found.in_vain.first,
        )


def _told(recording: Recording, found: Answer, page: _Page, began: float) -> AskOut:
    return AskOut(
        game_id=recording.game_id,
        first=found.first,
        last=found.last,
        condition=page.of(found.found),
        watch=found.watched,
        evaluated=found.evaluated,
        took_ms=round((time.monotonic() - began) * 1000),
        broken=found.broken,
        warnings=found.warnings,
    )


def _lines(recording: Recording, question: Question, page: _Page, began: float) -> Iterator[bytes]:
    try:
        for step in asking.steps(recording, question):
            if isinstance(step, Progress):
                yield encoder.encode(AskLine(progress=step)) + b"\n"
            else:
                told = _told(recording, step, page, began)
                yield encoder.encode(AskLine(answer=told)) + b"\n"
    except RewindError as error:
        told_of = {"code": error.code, "detail": error.detail} | error.data
        yield encoder.encode(AskLine(error=told_of)) + b"\n"
