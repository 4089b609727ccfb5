"""Errors as HTTP answers: the one table from the tree to a status, the one form of a body."""

from __future__ import annotations

import logging
import secrets
from http import HTTPStatus
from typing import Any

import msgspec
from django.http import HttpResponse

from games import outages
from games.domain import errors
from monopoly_site.postgres.errors import PostgresError

log = logging.getLogger("monopoly_site.errors")

STATUS: dict[type[errors.RewindError], int] = {
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Invalid: 422,
    errors.Unavailable: 503,
    errors.MalformedBody: 400,
    errors.TooLarge: 413,
    errors.UnsupportedMedia: 415,
    errors.MethodNotAllowed: 405,
    errors.Unauthorized: 401,
    errors.Forbidden: 403,
    errors.InternalError: 500,
}
"""A class not listed has the status of the nearest one it descends from."""


def status(kind: type[errors.RewindError]) -> int:
    """The HTTP status of an error. Raises LookupError for a class the table does not cover."""
    for ancestor in kind.__mro__:
        if ancestor in STATUS:
            return STATUS[ancestor]
    raise LookupError(f"{kind.__name__} has no HTTP status")


def response(error: errors.RewindError) -> HttpResponse:
    """`error` as an answer, with the headers its status asks for."""
    body: dict[str, Any] = {"code": error.code, "detail": error.detail}
    # What an error calls its own fields never hides the two that all have.
    body |= {name: value for name, value in error.data.items() if name not in body}
    answer = HttpResponse(
        msgspec.json.encode(body), status=status(type(error)), content_type="application/json"
    )
    match error:
        case errors.Unauthorized():
            answer["WWW-Authenticate"] = 'Bearer realm="Monopoly Rewind"'
        case errors.MethodNotAllowed():
            answer["Allow"] = ", ".join(error.allowed)
        case errors.Unavailable():
            answer["Retry-After"] = str(error.retry_after)
        case _:
            pass
    return answer


def plain(code: int, detail: str) -> HttpResponse:
    """An error Django or Ninja only gave a status, in the form all errors have."""
    phrase = HTTPStatus(code).phrase
    body = {"code": phrase.lower().replace(" ", "_"), "detail": detail or f"{phrase}."}
    return HttpResponse(msgspec.json.encode(body), status=code, content_type="application/json")


def translated(problem: BaseException) -> errors.RewindError:
    """What to tell of an exception that is none of ours; what nobody foresaw is logged in full."""
    match problem:
        case errors.RewindError():
            return problem
        case PostgresError():
            log.error("The embedded PostgreSQL: %s", problem)
            return errors.DatabaseUnavailable()
        case _ if outage := outages.outage(problem):
            log.warning("%s: %s", outage.code, problem)
            return outage
        case _:
            reference = secrets.token_hex(6)
            log.error("Request failed, reference %s", reference, exc_info=problem)
            return errors.InternalError(reference)
