"""The stream of a game's events: those there are, then each new one at its commit."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Annotated, Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse
from ninja import Query, Router
from ninja.security.http import HttpAuthBase

from games.api import access
from games.api.contract import described
from games.domain.errors import GameNotFound, InvalidField, SequenceNotFound
from games.domain.identity import game_uuid
from games.live import following, record, sse, threads
from games.models import ApiKey

router = Router(tags=["events"])

LARGEST = 2**63 - 1
_NUMBER = re.compile(r"-1|[0-9]{1,19}")


class _Reading(HttpAuthBase):
    """`access.reading`, asked without keeping the request's thread and connection."""

    openapi_scheme = "bearer"

    async def __call__(self, request: HttpRequest) -> ApiKey | str:
        return await _ask(request, access.reading, request)


def _described() -> dict[str, Any]:
    told = described(answers={}, errors=(401, 404))
    schema = {"type": "string", "description": "Events as `id: N` and `data: {…}`, one by one"}
    told["responses"][200] = {"description": "OK", "content": {sse.MEDIA: {"schema": schema}}}
    return told


@router.get(
    "games/{game_id}/events/stream", auth=_Reading(), openapi_extra=_described(), response=None
)
async def stream_events(
    request: HttpRequest,
    game_id: str,
    *,
    after: Annotated[int, Query(ge=-1, le=LARGEST)] = -1,
) -> StreamingHttpResponse:
    """Server-Sent Events: every event after number `after` (or the header Last-Event-ID, which
    wins), then each new one as it is stored. Ends when the game has finished.
    """
    game = game_uuid(game_id)
    seen = _last_event_id(request)
    origin = (await _ask(request, record.look, [game])).get(game)
    if origin is None:
        raise GameNotFound(game_id)
    if seen is not None and seen > origin.head:
        # Another game was recorded under this id since: its events would continue a wrong one.
        raise SequenceNotFound(game_id, seen, origin.head)
    after = after if seen is None else seen
    if isinstance(request, ASGIRequest):
        return _answer(following.events(game, origin, after, sent=-1 if seen is None else seen))
    return _answer(_so_far(game, origin, after))


async def _ask[**P, R](
    request: HttpRequest, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs
) -> R:
    if isinstance(request, ASGIRequest):
        return await threads.run(call, *args, **kwargs)
    return await sync_to_async(call)(*args, **kwargs)


def _last_event_id(request: HttpRequest) -> int | None:
    text = request.headers.get("Last-Event-ID", "").strip()
    if not text:
        return None
    if not _NUMBER.fullmatch(text) or int(text) > LARGEST:
        problem = "it must be the id of the last event that was received"
        raise InvalidField("Last-Event-ID", text, problem)
    return int(text)


def _so_far(game: UUID, origin: record.Seen, after: int) -> Iterator[bytes]:
    """For a server without an event loop: what there is; clients come back for the rest."""
    yield sse.begin()
    while (block := record.block(game, origin.created_at, after)).last > after:
        yield block.text
        after = block.last


def _answer(content: AsyncIterator[bytes] | Iterator[bytes]) -> StreamingHttpResponse:
    return StreamingHttpResponse(content, content_type=sse.MEDIA, headers=sse.HEADERS)
