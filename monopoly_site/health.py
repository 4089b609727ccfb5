"""Alive, ready, measured: what load balancers, `serve` and Prometheus ask."""

from __future__ import annotations

from functools import cache

import psycopg
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from monopoly_site import metrics as measured

# A probe must not wait as long as a request may.
PATIENCE_SECONDS = 3


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is looked at."""
    return JsonResponse({"status": "alive"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 if the database is reachable and has every migration, else 503 saying what is missing."""
    try:
        missing = sorted(_known() - _applied())
    except psycopg.OperationalError:
        detail = "The database cannot be reached."
        return _not_ready("database_unavailable", detail)
    if missing:
        names = ", ".join(f"{app}.{name}" for app, name in missing)
        return _not_ready("not_migrated", f"Missing migrations: {names}. Run manage.py migrate.")
    return JsonResponse({"status": "ready"})


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Everything measured, in Prometheus' text format."""
    return HttpResponse(measured.text(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _not_ready(code: str, detail: str) -> HttpResponse:
    body = {"status": "not ready", "code": code, "detail": detail}
    return JsonResponse(body, status=503, headers={"Retry-After": "1"})


@cache
def _known() -> frozenset[tuple[str, str]]:
    """The migrations of this code; they cannot change while the process lives."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.nodes)


def _applied() -> set[tuple[str, str]]:
    """The migrations the database has; none if it has no tables yet.

    Asked over a connection of its own: an exhausted pool is busy, not unready.
    """
    params = connection.get_connection_params() | {"connect_timeout": PATIENCE_SECONDS}
    for of_django in ("cursor_factory", "context", "prepare_threshold"):
        params.pop(of_django, None)
    with psycopg.connect(**params, autocommit=True) as direct:
        found = direct.execute("SELECT to_regclass('django_migrations')").fetchone()
        if found is None or found[0] is None:
            return set()
        return set(direct.execute("SELECT app, name FROM django_migrations").fetchall())
