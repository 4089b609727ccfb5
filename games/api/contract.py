"""What the API's description says of a call, from the structs that really decode and encode it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import msgspec

from games.api.answers import Failure
from games.api.bodies import JSON, NDJSON

_REFERENCE = "#/components/schemas/{name}"
_described: set[type] = {Failure}


def described(
    *,
    answers: Mapping[int, type],
    errors: Sequence[int] = (),
    body: type | None = None,
    line: type | None = None,
    lines: type | None = None,
) -> dict[str, Any]:
    """A call's `openapi_extra`: `line` is one line of an NDJSON body, `lines` of an NDJSON answer.

    404 for unknown addresses is true of every call; 422 and 503 are, and always there.
    """
    _described.update(answers.values(), (kind for kind in (body, line, lines) if kind))
    responses: dict[Any, Any] = {
        status: _response(status, kind, lines) for status, kind in answers.items()
    }
    responses |= {status: _response(status, Failure) for status in sorted({*errors, 422, 503})}
    told: dict[str, Any] = {"responses": responses}
    if body is not None:
        content: dict[str, Any] = {JSON: {"schema": _reference(body)}}
        if line is not None:
            content[NDJSON] = {"schema": _one_a_line(line)}
        told["requestBody"] = {"required": True, "content": content}
    return told


def components() -> dict[str, Any]:
    """The schemas of all structs that calls were described with."""
    kinds = sorted(_described, key=lambda kind: kind.__name__)
    _, schemas = msgspec.json.schema_components(kinds, ref_template=_REFERENCE)
    return schemas


def _response(status: int, kind: type, lines: type | None = None) -> dict[str, Any]:
    content: dict[str, Any] = {JSON: {"schema": _reference(kind)}}
    if lines is not None:
        content[NDJSON] = {"schema": _one_a_line(lines)}
    return {"description": HTTPStatus(status).phrase, "content": content}


def _reference(kind: type) -> dict[str, Any]:
    return {"$ref": _REFERENCE.format(name=kind.__name__)}


def _one_a_line(kind: type) -> dict[str, Any]:
    return {"type": "string", "description": f"One {kind.__name__} (JSON) a line"}
