"""Middleware kept to the requests that need it, and to the thread they come on.

Each of Django's costs an asynchronous request one or two changes of thread, together more than all
the rest of an answer. The admin alone has sessions, forms and messages; the other pages are only
read, and need two headers, for which no thread is changed; the API needs neither. Subclasses,
because the admin looks for them by their classes.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, cast

from django.contrib.auth import middleware as auth
from django.contrib.messages import middleware as messages
from django.contrib.sessions import middleware as sessions
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware import clickjacking, common, csp, csrf, security

if TYPE_CHECKING:
    from django.utils.deprecation import MiddlewareMixin as _Middleware
else:
    _Middleware = object

type _Answer = HttpResponseBase | Awaitable[HttpResponseBase]

# Not /api/docs: that is a page.
WITHOUT = ("/api/v1/", "/healthz", "/readyz", "/metrics")
ADMIN = "/admin/"


class _AdminOnly(_Middleware):
    def __call__(self, request: HttpRequest) -> _Answer:
        if not request.path_info.startswith(ADMIN):
            # In asynchronous mode this is the coroutine that the caller awaits.
            return self.get_response(request)
        return super().__call__(request)


class _HeadersOnly(_Middleware):
    """For what only looks at headers: done where it is, and not in another thread."""

    async def __acall__(self, request: HttpRequest) -> HttpResponseBase:
        before = getattr(self, "process_request", None)
        early: HttpResponseBase | None = None if before is None else before(request)
        response = early or await cast("Awaitable[HttpResponseBase]", self.get_response(request))
        after: Callable[[HttpRequest, HttpResponseBase], HttpResponseBase]
        after = getattr(self, "process_response")  # noqa: B009 - the class that is mixed in has it
        return after(request, response)


class _PagesOnly(_HeadersOnly):
    def __call__(self, request: HttpRequest) -> _Answer:
        if request.path_info.startswith(WITHOUT):
            return self.get_response(request)
        return super().__call__(request)


class Security(_HeadersOnly, security.SecurityMiddleware):
    """HTTPS and what browsers must not do, for every answer."""


class Common(_HeadersOnly, common.CommonMiddleware):
    """Final slashes and lengths, for every answer."""


class Csp(_PagesOnly, csp.ContentSecurityPolicyMiddleware):
    """The content security policy."""


class Session(_AdminOnly, sessions.SessionMiddleware):
    """Sessions."""


class Csrf(_AdminOnly, csrf.CsrfViewMiddleware):
    """Forms that change anything are the admin's; the API's calls bring keys, not cookies."""


class Authentication(_AdminOnly, auth.AuthenticationMiddleware):
    """Who is logged in."""


class Messages(_AdminOnly, messages.MessageMiddleware):
    """The admin's notes."""


class Frames(_PagesOnly, clickjacking.XFrameOptionsMiddleware):
    """No page is shown in another's frame."""
