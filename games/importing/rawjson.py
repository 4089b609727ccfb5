"""JSON taken apart and put together without touching the text of what is kept.

A number read as a float and written again is another text (1.10, 1e400); so numbers with a point
are decimals here, and what only travels stays `msgspec.Raw`.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from games.importing.refusals import UnreadableFile

EMPTY_OBJECT = msgspec.Raw(b"{}")
EMPTY_LIST = msgspec.Raw(b"[]")

_value = msgspec.json.Decoder(float_hook=Decimal)
_members = msgspec.json.Decoder(dict[str, msgspec.Raw])
_encoder = msgspec.json.Encoder(decimal_format="number")


def value(text: bytes | msgspec.Raw) -> Any:
    """Parse; numbers with a point or an exponent become Decimal."""
    return _value.decode(text)


def members(text: bytes | msgspec.Raw | None) -> dict[str, msgspec.Raw]:
    """The members of an object, each still as its text; {} for None and whatever is no object."""
    if text is None:
        return {}
    try:
        return _members.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return {}


def raw(data: Any) -> msgspec.Raw:
    """`data` as JSON text; Raw inside it stays as it is."""
    return msgspec.Raw(_encoder.encode(data))


def file(path: Path) -> dict[str, Any]:
    """The one JSON object a small file holds.

    Raises:
        UnreadableFile: it holds something else.
    """
    try:
        data = value(path.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableFile(str(path), f"it is not JSON ({error})") from error
    if not isinstance(data, dict):
        raise UnreadableFile(str(path), "it holds no JSON object")
    return data


def file_in(folder: Path, name: str) -> dict[str, Any] | None:
    """The object in `folder`'s file called `name`; None if there is no such file."""
    path = folder / name
    return file(path) if path.is_file() else None
