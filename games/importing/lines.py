"""Lines of a log, plain or compressed, one at a time and with their numbers."""

from __future__ import annotations

import gzip
import lzma
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple, cast

SUFFIXES = ("", ".xz", ".gz")
"""How a log may end after its own name: as written, or compressed."""

MAX_LINE_BYTES = 64 * 1024 * 1024
"""A longer line is no event of a game; reading it whole would only exhaust the memory."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Line(NamedTuple):
    """`number` counts from 1; `text` is without its line break.

    `ended` is false for a last line without a line break. `broken` says why nothing after this
    line can be read; its text is then empty.
    """

    number: int
    text: bytes
    ended: bool = True
    broken: str | None = None


def locate(folder: Path, name: str) -> Path | None:
    """The file called `name` in `folder`, as it is or compressed."""
    for suffix in SUFFIXES:
        path = folder / f"{name}{suffix}"
        if path.is_file():
            return path
    return None


def stem(path: Path) -> str:
    """The file's name without the endings a log has."""
    name = path.name
    for ending in (".xz", ".gz", ".jsonl", ".ndjson"):
        name = name.removesuffix(ending)
    return name


def read(path: Path) -> Iterator[Line]:
    """Every line of the file that is not blank.

    A compressed file that was cut off gives what could be unpacked, then one `broken` line.

    Raises:
        OSError: the file cannot be opened or read.
    """
    number = 0
    with _opened(path) as file:
        while True:
            try:
                raw = file.readline(MAX_LINE_BYTES + 1)
            except (EOFError, lzma.LZMAError, zlib.error, gzip.BadGzipFile) as error:
                yield Line(
                    number + 1,
                    b"",
                    ended=False,
                    broken=f"the file cannot be unpacked further ({error})",
                )
                return
            if not raw:
                return
            number += 1
            if len(raw) > MAX_LINE_BYTES:
                yield Line(
                    number,
                    b"",
                    ended=False,
                    broken=f"the line is longer than {MAX_LINE_BYTES} bytes",
                )
                return
            text = raw.removeprefix(_BYTE_ORDER_MARK).strip() if number == 1 else raw.strip()
            if text:
                yield Line(number, text, ended=raw.endswith(b"\n"))


def _opened(path: Path) -> IO[bytes]:
    if path.suffix == ".xz":
        return cast("IO[bytes]", lzma.open(path, "rb"))
    if path.suffix == ".gz":
        return cast("IO[bytes]", gzip.open(path, "rb"))
    return path.open("rb")
