"""A game's name decides its key, so the four tables spread by game without a lookup."""

from hashlib import sha256
from uuid import UUID

from games.domain.errors import InvalidField

# Characters. It stands in URLs, and in an index whose rows hold at most 2,704 bytes.
LONGEST_GAME_ID = 200

_NAMESPACE = UUID("6f0c1a3e-0000-5000-8000-000000000001").bytes


def game_uuid(name: str) -> UUID:
    """The primary key of the game called `name`: a UUIDv8 over SHA-256 (RFC 9562, section 5.8).

    The SQL function `game_uuid(text)` computes the same; a CHECK on `games` holds them together.
    Raises UnicodeEncodeError for a lone surrogate, which PostgreSQL could not store either.
    """
    digest = bytearray(sha256(_NAMESPACE + name.encode()).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x80
    digest[8] = digest[8] & 0x3F | 0x80
    return UUID(bytes=bytes(digest))


def check_address(name: str) -> None:
    """Refuse, by InvalidField, what no address of a page or a call can hold as one of its parts."""
    if "/" in name or name in {".", ".."} or not name.isprintable():
        problem = "it becomes part of an address: no slash, no control character, more than dots"
        raise InvalidField("game_id", name, problem)
