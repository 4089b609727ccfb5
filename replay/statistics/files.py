"""Rows written as CSV or Parquet, piece by piece."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse

from games.streaming import off_the_loop
from replay.statistics import frame as frames
from replay.statistics.asked import Asked
from replay.statistics.frame import Frame, Row, Type

if TYPE_CHECKING:
    import pyarrow as pa


class Format(StrEnum):
    """What a download is written as; the names are endings of files."""

    CSV = "csv"
    PARQUET = "parquet"


CONTENT_TYPES = {
    Format.CSV: "text/csv; charset=utf-8; header=present",
    Format.PARQUET: "application/vnd.apache.parquet",
}


def response(
    request: HttpRequest, frame: Frame, asked: Asked, form: Format
) -> StreamingHttpResponse:
    """A download, sent as it is written."""
    pieces = write(frame, asked, form)
    content = off_the_loop(pieces) if isinstance(request, ASGIRequest) else pieces
    answer = StreamingHttpResponse(content, content_type=CONTENT_TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{frame.name}.{form}"'
    answer["Cache-Control"] = "no-store"
    return answer


def write(frame: Frame, asked: Asked, form: Format) -> Iterator[bytes]:
    """All rows of the chosen games, as they are read."""
    match form:
        case Format.CSV:
            return _csv(frame, asked)
        case Format.PARQUET:
            return _parquet(frame, asked)


def _csv(frame: Frame, asked: Asked) -> Iterator[bytes]:
    """With a line of names; nulls are empty, times ISO 8601 in UTC, booleans true and false."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([name for name, _ in frame.columns])
    for piece in frames.pieces(frame, asked):
        writer.writerows([_plain(value) for value in row] for row in piece)
        yield _taken(text)
    if text.tell():
        yield _taken(text)


def _taken(text: io.StringIO) -> bytes:
    told = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return told


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return "" if value is None else value


def _parquet(frame: Frame, asked: Asked) -> Iterator[bytes]:
    """One row group for each piece."""
    # Only who downloads Parquet pays for the library, 50 ms and 50 MB.
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, _arrow(kind)) for name, kind in frame.columns])
    sink = _Sink()
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        for piece in frames.pieces(frame, asked):
            writer.write_table(_table(piece, schema))
            yield sink.taken()
    yield sink.taken()


def _table(piece: list[Row], schema: pa.Schema) -> pa.Table:
    import pyarrow as pa

    columns = [
        pa.array(values, kind)
        for values, kind in zip(zip(*piece, strict=True), schema.types, strict=True)
    ]
    return pa.Table.from_arrays(columns, schema=schema)


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
