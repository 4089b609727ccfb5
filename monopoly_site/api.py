"""The one API: every room's routers, one form for every error, a description that is complete."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError

import games.api
import replay.api
import replay.ask_api
import replay.audit_api
import replay.forks_api
import replay.search_api
import replay.statistics.api
from games.api import contract
from games.domain.errors import InvalidField, RewindError, RouteNotFound
from monopoly_site import errors_http, strict

_DESCRIPTION = """Engines post what happens in their games; anybody reads it back, at any event.

Writing needs the header `Authorization: Bearer <key>`, a key made by
`manage.py create_api_key NAME`. Every error is `{"code": …, "detail": …}` with further fields by
code. Events and decisions may be sent again at will: what is stored already counts as duplicates.
"""


class RewindAPI(NinjaAPI):
    """Ninja, with the schemas of the structs that requests are really decoded with.

    Every call that reads is answered to HEAD as well, of which the description says nothing; and
    refuses parameters that are not described.
    """

    def add_router(self, prefix: str, router: Router | str, *args: Any, **kwargs: Any) -> None:
        if isinstance(router, str):
            raise TypeError("a router by name: its calls are not known yet")
        for view in router.path_operations.values():
            for operation in view.operations:
                if "GET" in operation.methods:
                    operation.methods.append("HEAD")
                    strict.hold(operation)
        super().add_router(prefix, router, *args, **kwargs)

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        schema = super().get_openapi_schema(**kwargs)
        schema["components"].setdefault("schemas", {}).update(contract.components())
        for calls in schema["paths"].values():
            calls.pop("head", None)
            for call in calls.values():
                _drop_undescribed(call["responses"])
        return schema


def _drop_undescribed(responses: dict[Any, Any]) -> None:
    """Ninja adds a bare 200 to every call."""
    for status in [status for status, told in responses.items() if "content" not in told]:
        if len(responses) > 1:
            del responses[status]


def _version() -> str:
    try:
        return version("monopoly-rewind")
    except PackageNotFoundError:
        return "0"


api = RewindAPI(
    title="Monopoly Rewind",
    version=_version(),
    description=_DESCRIPTION,
    docs_url="docs",
    openapi_url="openapi.json",
    urls_namespace="api",
)
for router in (
    *games.api.routers,
    replay.api.router,
    replay.audit_api.router,
    replay.ask_api.router,
    replay.forks_api.router,
    replay.search_api.router,
    replay.statistics.api.router,
):
    api.add_router("v1/", router)


@api.exception_handler(RewindError)
def _told(request: HttpRequest, error: RewindError) -> HttpResponse:
    return errors_http.response(error)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Ninja checks the parameters of an address: tell of the first that is wrong."""
    first = error.errors[0]
    problem = str(first["msg"])
    field = str(first["loc"][-1])
    value = request.GET.get(field)
    return errors_http.response(InvalidField(field, value, problem[:1].lower() + problem[1:]))


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return errors_http.response(RouteNotFound(request.path))


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return errors_http.plain(error.status_code, str(error))


@api.exception_handler(Exception)
def _unforeseen(request: HttpRequest, error: Exception) -> HttpResponse:
    return errors_http.response(errors_http.translated(error))
