"""Under /api/ every error is JSON, also those that arise before or beside the API itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

from games.domain.errors import MethodNotAllowed, RouteNotFound
from monopoly_site import errors_http

Answering = Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]


@sync_and_async_middleware
def middleware(get_response: Any) -> Answering:
    """Give Django's own errors at API addresses the form of the API's."""
    if iscoroutinefunction(get_response):

        async def answering(request: HttpRequest) -> HttpResponseBase:
            return told(request, await get_response(request))

        return answering

    def answer(request: HttpRequest) -> HttpResponseBase:
        return told(request, get_response(request))

    return answer


def told(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """`response`, or the same error as JSON."""
    if response.status_code < 400 or not request.path.startswith("/api/"):
        return response
    if response.get("Content-Type", "").startswith("application/json"):
        return response
    match response.status_code:
        case HTTPStatus.NOT_FOUND:
            return errors_http.response(RouteNotFound(request.path))
        case HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = tuple(sorted(response.get("Allow", "").split(", ")))
            return errors_http.response(
                MethodNotAllowed(request.method or "", request.path, allowed)
            )
        case code:
            return errors_http.plain(code, getattr(response, "reason_phrase", ""))
