"""A `postgresql://` URL as Django's connection settings, and back."""

from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

ALLOWED = "it must look like postgresql://user:password@host:5432/name"


def parse(url: str) -> dict[str, Any]:
    """Return ENGINE, NAME, USER, PASSWORD, HOST, PORT and OPTIONS.

    Query parameters become libpq options, except `host`: a socket folder can't stand where
    a host name does. Raises `ValueError` saying what is allowed.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError(ALLOWED) from None
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name or "/" in name:
        raise ValueError(ALLOWED)
    options = dict(parse_qsl(parts.query))
    socket_folder = options.pop("host", "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": socket_folder or unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": options,
    }


def for_socket(folder: str, user: str, name: str) -> str:
    """Return the URL of a server that listens on a Unix socket in `folder`."""
    return (
        f"postgresql://{quote(user)}@/{quote(name)}?{urlencode({'host': folder}, quote_via=quote)}"
    )
