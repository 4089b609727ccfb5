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
            limits.check_body(read)
            return message

        try:
            await application(scope, receiving, send)
        except TooLarge as refusal:
            await _refuse(refusal, send)

    return answering


async def _refuse(refusal: TooLarge, send: Send) -> None:
    response = errors_http.response(refusal)
    headers = [(name.lower().encode(), value.encode()) for name, value in response.items()]
    headers += [(b"content-length", str(len(response.content)).encode()), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": response.content})
