"""Server-Sent Events as bytes: https://html.spec.whatwg.org/multipage/server-sent-events.html."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from games.domain.envelope import Event

MEDIA: Final = "text/event-stream"
HEADERS: Final = {
    "Cache-Control": "no-cache, no-transform",
    "X-Accel-Buffering": "no",  # nginx would keep events until it has a page of them
}

BEAT: Final = b": beat\n\n"
"""A comment: clients skip it, and proxies see that the connection is used."""

RETRY_MS: Final = 1_000
RETRY_FINISHED_MS: Final = 3_600_000

_LIKE_BREAKS = "\u0085\u2028\u2029"

_encoder = msgspec.json.Encoder()


def begin(retry_ms: int = RETRY_MS) -> bytes:
    """The first bytes of a stream, and how long a client waits before it reconnects."""
    return f"retry: {retry_ms}\n\n".encode()


def event(one: Event) -> bytes:
    """A stored event: its number is the id a client resumes by."""
    return b"id: %d\ndata: %b\n\n" % (one.sequence_number, _line(one))


def message(kind: str, data: dict[str, Any], retry_ms: int | None = None) -> bytes:
    """Anything else that is told; without an id, so that a resumption is not touched by it."""
    retry = b"" if retry_ms is None else b"retry: %d\n" % retry_ms
    return b"event: %b\n%bdata: %b\n\n" % (kind.encode(), retry, _line(data))


def _line(value: object) -> bytes:
    # JSON writes line breaks in strings as \n and has none elsewhere; these three end no line here,
    # but many a client splits lines as its language does. They can only stand in strings.
    text = _encoder.encode(value)
    for char in _LIKE_BREAKS:
        text = text.replace(char.encode(), b"\\u%04x" % ord(char))
    return text
