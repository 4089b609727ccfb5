"""What an open timeline page is told while its game goes on: only the head; it asks for the rest.

Not the API's stream: pages bring no key, and draw frames, so events would be sent for nothing.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from games.domain.errors import Unavailable
from games.domain.identity import game_uuid
from games.live import following, record, sse, threads


@require_safe
async def live(request: HttpRequest, game_id: str) -> HttpResponseBase:
    """The head at once and whenever it changes, as Server-Sent Events, until the game finishes."""
    game = game_uuid(game_id)
    try:
        origin = (await threads.run(record.look, [game])).get(game)
    except Unavailable as away:
        headers = {"Retry-After": str(away.retry_after)}
        return HttpResponse(away.detail, status=503, content_type="text/plain", headers=headers)
    if origin is None:
        # No 404: a browser keeps from its page what an answer that is no stream was.
        return _answer(iter([following.gone()]))
    if isinstance(request, ASGIRequest):
        return _answer(following.heads(game, origin))
    return _answer(iter([following.head(origin)]))  # no event loop: the page comes back


def _answer(content: AsyncIterator[bytes] | Iterator[bytes]) -> StreamingHttpResponse:
    return StreamingHttpResponse(content, content_type=sse.MEDIA, headers=sse.HEADERS)
