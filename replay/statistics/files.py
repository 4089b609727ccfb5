"""Rows written as CSV or Parquet, piece by piece."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, StreamingHttpResponse
from msgspec import Struct

from games.streaming import streamed
from replay.statistics import asked as asking
from replay.statistics import frame as frames
from replay.statistics.asked import Asked
from replay.statistics.frame import Frame, Row, Type

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq


class Format(StrEnum):
    """What a download is written as; the names are endings of files."""

    CSV = "csv"
    PARQUET = "parquet"


CSV_CHARS = 200_000
GROUP_CHARS = 1_000_000
"""Characters of text in one piece of a file: what is in memory of it, a few times over."""

CONTENT_TYPES = {
    Format.CSV: "text/csv; charset=utf-8; header=present",
    Format.PARQUET: "application/vnd.apache.parquet",
}


def response(
    request: HttpRequest, frame: Frame, asked: Asked, form: Format
) -> StreamingHttpResponse:
    """A download, sent as it is written.

    The first piece is read before the answer begins: what fails at once is an error, and no file.
    """
    pieces = write(frame, asked, form)
    told = iter(()) if request.method == "HEAD" else chain([next(pieces)], pieces)
    answer = StreamingHttpResponse(streamed(request, told), content_type=CONTENT_TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{frame.name}.{form}"'
    answer["Cache-Control"] = "no-store"
    answer["Rewind-Games"] = str(len(asked.chosen))
    answer["Rewind-Left-Out"] = ", ".join(f"{why}={count}" for why, count in _left_out(asked))
    return answer


def _left_out(asked: Asked) -> Iterator[tuple[str, int]]:
    """Of the chosen games those that have no rows, by reason: no file can tell."""
    yield from ((why.value, count) for why, count in asking.left_out(asked).items())
    if asked.look.unsummed:
        yield "unsummed", asked.look.unsummed


def write(frame: Frame, asked: Asked, form: Format) -> Iterator[bytes]:
    """All rows of the chosen games, as they are read."""
    rows = frame.rows(asked)
    match form:
        case Format.CSV:
            return _csv(frame, rows)
        case Format.PARQUET:
            return _parquet(frame, rows)


def _csv(frame: Frame, rows: Iterator[Row]) -> Iterator[bytes]:
    """With a line of names; texts quoted, nulls empty, times ISO 8601 in UTC, true and false.

    Every text is quoted: an empty one is not null, and a lone carriage return, which not all
    versions of the library take for a reason to quote, ends no line.
    """
    writer = csv.writer(lines := _Lines(), lineterminator="\n", quoting=csv.QUOTE_STRINGS)
    writer.writerow([_Bare(name) for name, _ in frame.columns])
    for piece in frames.pieces(frame, rows, CSV_CHARS):
        writer.writerows([_plain(value) for value in row] for row in piece)
        yield lines.taken()
    if lines:
        yield lines.taken()


class _Lines(list[str]):
    """Keeps lines until they are taken."""

    write = list[str].append

    def taken(self) -> bytes:
        told = "".join(self).encode()
        self.clear()
        return told


class _Bare(Struct, frozen=True):
    """Is written without quotes."""

    text: str

    def __str__(self) -> str:
        return self.text


_BOOLS = _Bare("false"), _Bare("true")


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return _BOOLS[value]
    if isinstance(value, datetime):
        return _Bare(value.astimezone(UTC).isoformat())
    return value


def _parquet(frame: Frame, rows: Iterator[Row]) -> Iterator[bytes]:
    """One row group for each piece."""
    # Only who downloads Parquet pays for the library, 50 ms and 50 MB.
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, _arrow(kind)) for name, kind in frame.columns])
    sink = _Sink()
    writer = _alone(pq.ParquetWriter, sink, schema, compression="zstd")
    for piece in frames.pieces(frame, rows, GROUP_CHARS):
        _alone(_add, writer, piece, schema)
        yield sink.taken()
    _alone(writer.close)
    yield sink.taken()


def _add(writer: pq.ParquetWriter, piece: list[Row], schema: pa.Schema) -> None:
    import pyarrow as pa

    columns = [
        pa.array(values, kind)
        for values, kind in zip(zip(*piece, strict=True), schema.types, strict=True)
    ]
    writer.write_table(pa.Table.from_arrays(columns, schema=schema))


_writing = ThreadPoolExecutor(1, thread_name_prefix="parquet")


def _alone[**P, T](call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call on the one thread that writes Parquet.

    Each thread that ever wrote some keeps 10 MB and more for the next time, and every request has a
    thread of its own.
    """
    return _writing.submit(call, *args, **kwargs).result()


def _arrow(kind: Type) -> pa.DataType:
    import pyarrow as pa

    match kind:
        case Type.INT:
            return pa.int64()
        case Type.FLOAT:
            return pa.float64()
        case Type.BOOL:
            return pa.bool_()
        case Type.TEXT:
            return pa.string()
        case Type.TIME:
            return pa.timestamp("us", tz="UTC")


class _Sink(io.RawIOBase):
    """Keeps what is written until it is taken; knows how much it was in all."""

    def __init__(self) -> None:
        super().__init__()
        self._written = 0
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._written

    def write(self, data: Any) -> int:
        part = bytes(data)
        self._parts.append(part)
        self._written += len(part)
        return len(part)

    def taken(self) -> bytes:
        told = b"".join(self._parts)
        self._parts.clear()
        return told
