"""Middleware for pages that the API does without: no cookies, forms or frames are involved there.

Each of these costs an asynchronous request one or two changes of thread, together as much as all
the rest of Django does for it. Subclasses, because the admin looks for them by their classes.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING

from django.contrib.auth import middleware as auth
from django.contrib.messages import middleware as messages
from django.contrib.sessions import middleware as sessions
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware import clickjacking, csp, csrf

if TYPE_CHECKING:
    from django.utils.deprecation import MiddlewareMixin as _Middleware
else:
    _Middleware = object

# Not /api/docs: that is a page.
WITHOUT = ("/api/v1/", "/healthz", "/readyz", "/metrics")


class _PagesOnly(_Middleware):
    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if request.path_info.startswith(WITHOUT):
            # In asynchronous mode this is the coroutine that the caller awaits.
            return self.get_response(request)
        return super().__call__(request)


class Csp(_PagesOnly, csp.ContentSecurityPolicyMiddleware):
    """The content security policy."""


class Session(_PagesOnly, sessions.SessionMiddleware):
    """Sessions."""


class Csrf(_PagesOnly, csrf.CsrfViewMiddleware):
    """Forms come from our own pages; the API's calls are exempt, as keys are no cookies."""


class Authentication(_PagesOnly, auth.AuthenticationMiddleware):
    """Who is logged in."""


class Messages(_PagesOnly, messages.MessageMiddleware):
    """The admin's notes."""


class Frames(_PagesOnly, clickjacking.XFrameOptionsMiddleware):
    """No page is shown in another's frame."""
