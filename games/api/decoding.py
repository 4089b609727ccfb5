"""From a request's bytes to checked structs, or to an error that names place and value."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError

from games import limits
from games.api import faults
from games.api.bodies import JSON, NDJSON
from games.domain.errors import MalformedBody, TooLarge, UnsupportedMedia


def body[T](request: HttpRequest, decoder: msgspec.json.Decoder[T]) -> T:
    """The request's JSON body. Raises what `faults` makes of a broken one."""
    check_media(request, JSON)
    return _decoded(raw(request), decoder)


def lines[T](
    request: HttpRequest, decoder: msgspec.json.Decoder[T]
) -> tuple[list[T], Callable[[int], str]]:
    """The request's NDJSON body, one value a line, and what the n-th value is called in errors."""
    text = raw(request)
    numbers = [number for number, line in enumerate(text.split(b"\n"), start=1) if line.strip()]
    try:
        values = decoder.decode_lines(text)
        if len(values) == len(numbers):
            return values, lambda index: f"line {numbers[index]}"
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    # Something is wrong, and only line by line is it sure to be known where.
    for number, line in enumerate(text.split(b"\n"), start=1):
        if line.strip():
            _decoded(line, decoder, number)
    raise MalformedBody("each line must hold one JSON object")


def is_ndjson(request: HttpRequest) -> bool:
    """Whether the body comes as NDJSON; UnsupportedMedia if it is neither that nor JSON."""
    return check_media(request, JSON, NDJSON) == NDJSON


def check_media(request: HttpRequest, *supported: str) -> str:
    """The body's media type, which must be among `supported`, plain and in UTF-8."""
    encoding = request.headers.get("Content-Encoding", "")
    if encoding.lower() not in {"", "identity"}:
        raise UnsupportedMedia("Content-Encoding", encoding, ("identity",))
    media = request.content_type or ""
    charset = (request.content_params or {}).get("charset", "utf-8")
    if media.lower() not in supported or charset.lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise UnsupportedMedia("Content-Type", request.headers.get("Content-Type", ""), supported)
    return media.lower()


def raw(request: HttpRequest) -> bytes:
    """The body's bytes, bounded by MAX_BODY_BYTES whether or not their length was announced."""
    announced = request.headers.get("Content-Length", "")
    if announced.isdecimal():
        limits.check_body(int(announced[:20]))
    try:
        text = request.body
    except RequestDataTooBig:
        raise TooLarge("bytes of the body", limits.body_bytes(), None, "MAX_BODY_BYTES") from None
    except UnreadablePostError:
        raise MalformedBody("the connection ended before the body did") from None
    limits.check_body(len(text))
    return text


def _decoded[T](text: bytes, decoder: msgspec.json.Decoder[T], line: int | None = None) -> T:
    try:
        return decoder.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise faults.explained(problem, text, line, decoder.type) from None
