"""What Prometheus asks for: requests by route, appended rows, the state of the connection pool."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware
from prometheus_client import REGISTRY, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

Measured = Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]

REQUESTS = Counter("rewind_requests", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram(
    "rewind_request_seconds",
    "Time until an answer began",
    ["method", "route"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
)

_METHODS = frozenset({"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"})
_POOL = {
    "pool_size": "Connections the pool holds",
    "pool_available": "Connections that are free",
    "requests_waiting": "Requests waiting for a connection",
}


@sync_and_async_middleware
def middleware(get_response: Any) -> Measured:
    """Count and time every request, by route and not by address: routes are few."""
    if iscoroutinefunction(get_response):

        async def measured(request: HttpRequest) -> HttpResponseBase:
            started = time.perf_counter()
            response: HttpResponseBase = await get_response(request)
            _note(request, response, started)
            return response

        return measured

    def measure(request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        response: HttpResponseBase = get_response(request)
        _note(request, response, started)
        return response

    return measure


def text() -> bytes:
    """All metrics in Prometheus' text format."""
    return generate_latest(REGISTRY)


def _note(request: HttpRequest, response: HttpResponseBase, started: float) -> None:
    route = request.resolver_match.route if request.resolver_match else "(none)"
    # A made-up method must not make a time series of its own.
    method = request.method if request.method in _METHODS else "(other)"
    REQUESTS.labels(method, route, response.status_code).inc()
    SECONDS.labels(method, route).observe(time.perf_counter() - started)


class _Pool(Collector):
    """The pool's own numbers, asked for when somebody looks; none before the first connection."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        pools: dict[str, Any] = getattr(connection, "_connection_pools", {})
        pool = pools.get(connection.alias)
        if pool is None:
            return
        numbers = pool.get_stats()
        for name, meaning in _POOL.items():
            yield GaugeMetricFamily(f"rewind_db_{name}", meaning, value=numbers.get(name, 0))


REGISTRY.register(_Pool())
