"""Calls of the API that refuse what their addresses ask for and nobody reads."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from functools import wraps
from typing import Any, cast

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja.operation import Operation

from games import parameters

type _View = Callable[..., HttpResponseBase]
type _AsyncView = Callable[..., Awaitable[HttpResponseBase]]


def hold(operation: Operation) -> None:
    """Let a call be answered only where all parameters of its address are described."""
    taken = dict(_taken(operation))
    many = {name for name, schema in taken.items() if schema.get("type") == "array"}
    operation.view_func = _checked(operation.view_func, tuple(taken), many)


def _taken(operation: Operation) -> Iterator[tuple[str, dict[str, Any]]]:
    """Names and schemas: those Ninja reads, and those a view describes and reads by itself."""
    for model in operation.models:
        if model.__ninja_param_source__ == "query":
            yield from model.model_json_schema()["properties"].items()
    for told in (operation.openapi_extra or {}).get("parameters", ()):
        if told["in"] == "query":
            yield told["name"], told["schema"]


def _checked(view: _View | _AsyncView, known: tuple[str, ...], many: set[str]) -> Any:
    if iscoroutinefunction(view):

        @wraps(view)
        async def answering(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            parameters.check(request.GET, known, many)
            return await cast("_AsyncView", view)(request, **kwargs)

        return answering

    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        parameters.check(request.GET, known, many)
        return cast("_View", view)(request, **kwargs)

    return answer
