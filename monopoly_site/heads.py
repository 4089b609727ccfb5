"""HEAD is answered as GET is; what would be streamed then is not even begun.

The server drops the body of any answer to HEAD. But it would read a stream to its end for that, and
a stream of live events has none.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

Answering = Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]


@sync_and_async_middleware
def middleware(get_response: Any) -> Answering:
    """Leave the content of a stream away where only its head is asked for."""
    if iscoroutinefunction(get_response):

        async def answering(request: HttpRequest) -> HttpResponseBase:
            return _bare(request, await get_response(request), _nothing())

        return answering

    def answer(request: HttpRequest) -> HttpResponseBase:
        return _bare(request, get_response(request), ())

    return answer


def _bare(request: HttpRequest, response: HttpResponseBase, nothing: Any) -> HttpResponseBase:
    if request.method == "HEAD" and isinstance(response, StreamingHttpResponse):
        response.streaming_content = nothing
    return response


async def _nothing() -> AsyncIterator[bytes]:
    for block in tuple[bytes, ...]():
        yield block
