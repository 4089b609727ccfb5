"""What an open timeline page is told while its game goes on: how far it has come.

Not the API's stream: pages bring no key, and draw frames, so events would be sent for nothing. A
page at the head gets its next frame along; any other page asks for what it needs.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from games import parameters
from games.domain.errors import InvalidField, Unavailable
from games.domain.identity import game_uuid
from games.live import following, record, sse, threads
from games.live.record import Seen
from replay import live_frames


@require_safe
async def live(request: HttpRequest, game_id: str) -> HttpResponseBase:
    """The head at once and whenever it changes, as Server-Sent Events, until the game finishes.

    With ``?shown=N`` each head after the event N comes with its frame.
    """
    try:
        parameters.check(request.GET, ("shown",))
    except InvalidField as wrong:
        return HttpResponse(wrong.detail, status=400, content_type="text/plain")
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
        shown = request.GET.get("shown", "")
        if not shown.removeprefix("-").isdecimal():
            return _answer(following.heads(game, origin))
        drawn = live_frames.of(game, game_id)
        return _answer(following.heads(game, origin, _beside(drawn, int(shown))))
    return _answer(iter([following.head(origin)]))  # no event loop: the page comes back


def _beside(drawn: live_frames.Drawn, shown: int) -> following.Beside:
    async def beside(seen: Seen) -> bytes:
        return await drawn.at(seen) if seen.head > shown else b""

    return beside


def _answer(content: AsyncIterator[bytes] | Iterator[bytes]) -> StreamingHttpResponse:
    return StreamingHttpResponse(content, content_type=sse.MEDIA, headers=sse.HEADERS)
