"""Keys of rows: UUIDv7 (RFC 9562, section 5.7), so a batch lands on neighbouring index pages."""

import os
import time
from uuid import UUID

_VERSION = 7 << 76
_VARIANT = 0b10 << 62
_TAIL = (1 << 62) - 1


def uuid7() -> UUID:
    return uuid7s(1)[0]


def uuid7s(count: int) -> list[UUID]:
    """`count` ascending keys of one moment: one draw of randomness, then a counter in its tail."""
    moment = time.time_ns() // 1_000_000
    noise = int.from_bytes(os.urandom(10))
    head = moment << 80 | _VERSION | (noise >> 64 & 0xFFF) << 64 | _VARIANT
    # The top bit of the tail stays clear, so counting up never runs over into the variant.
    start = noise & _TAIL >> 1
    return [UUID(int=head | start + step) for step in range(count)]
