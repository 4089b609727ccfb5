"""A bound on what is read of a request at all: Django would first spool a body of any length."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from games import limits
from games.domain.errors import TooLarge
from monopoly_site import errors_http

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]


def bounded(application: Application) -> Application:
    """`application`, reading at most MAX_BODY_BYTES of a request: beyond it answers 413 itself."""

    async def answering(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        read = 0

        async def receiving() -> Message:
            nonlocal read
            message: Message = await receive()
            read += len(message.get("body", b""))
            # Told that the caller is gone, Django ends the request and closes what it spooled.
            return message if read <= limits.body_bytes() else {"type": "http.disconnect"}

        await application(scope, receiving, send)
        if read > limits.body_bytes():
            await _refuse(send)

    return answering


async def _refuse(send: Send) -> None:
    limit = limits.body_bytes()
    response = errors_http.response(TooLarge("bytes of the body", limit, None, "MAX_BODY_BYTES"))
    headers = [(name.lower().encode(), value.encode()) for name, value in response.items()]
    headers += [(b"content-length", str(len(response.content)).encode()), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": response.content})
