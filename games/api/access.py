"""Who may call: engines write with a key, everybody reads unless the site says otherwise."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from ninja.security.http import HttpAuthBase

from games import keys
from games.domain.errors import Forbidden, Unauthorized
from games.models import ApiKey

ANYBODY = "anybody"


class _Bearer(HttpAuthBase):
    openapi_scheme = "bearer"

    def key(self, request: HttpRequest) -> ApiKey | None:
        """The valid key the request brings, None if it brings none. Raises Unauthorized."""
        header = request.headers.get("Authorization", "")
        if not header:
            return None
        scheme, _, secret = header.partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            raise Unauthorized("The Authorization header is not of the form 'Bearer <key>'")
        return keys.authenticate(secret.strip())


class Writing(_Bearer):
    """A key that may write is needed."""

    def __call__(self, request: HttpRequest) -> ApiKey:
        key = self.key(request)
        if key is None:
            raise Unauthorized("This call needs a key")
        if key.scope != ApiKey.Scope.WRITE:
            raise Forbidden(key.name, key.scope, ApiKey.Scope.WRITE)
        return key


class Reading(_Bearer):
    """Open to all, unless API_READ_NEEDS_KEY; yet a wrong key is never taken for none."""

    def __call__(self, request: HttpRequest) -> ApiKey | str:
        key = self.key(request)
        if key is None and settings.API_READ_NEEDS_KEY:
            raise Unauthorized("This site lets only those read who have a key")
        return key or ANYBODY


writing = Writing()
reading = Reading()
