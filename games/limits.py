"""The bounds a request meets, as the settings give them now."""

from django.conf import settings

from games.domain.errors import TooLarge
from games.domain.storable import Bounds


def bounds() -> Bounds:
    """How large one value may be."""
    return Bounds(
        max_payload_bytes=settings.MAX_PAYLOAD_BYTES,
        max_string_chars=settings.MAX_STRING_CHARS,
        max_json_depth=settings.MAX_JSON_DEPTH,
    )


def check_batch(what: str, length: int) -> None:
    """Raise TooLarge if one request brings more events or decisions than MAX_BATCH_EVENTS."""
    if length > settings.MAX_BATCH_EVENTS:
        raise TooLarge(
            f"{what} in one batch", settings.MAX_BATCH_EVENTS, length, "MAX_BATCH_EVENTS"
        )


def body_bytes() -> int:
    """How large a request's body may be."""
    limit: int = settings.MAX_BODY_BYTES
    return limit


def check_body(length: int) -> None:
    """Raise TooLarge if a request's body passes MAX_BODY_BYTES."""
    if length > body_bytes():
        raise TooLarge("bytes of the body", body_bytes(), length, "MAX_BODY_BYTES")
