"""From the text of an environment variable to a checked value.

Each parser returns the value or raises `ValueError` saying what is allowed.
"""

import math
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from monopoly_site import database_url as urls


def whole(low: int, high: int) -> Callable[[str], int]:
    """A whole number within bounds."""

    def parse(text: str) -> int:
        allowed = f"it must be a whole number from {low} to {high}"
        try:
            value = int(text)
        except ValueError:
            raise ValueError(allowed) from None
        if not low <= value <= high:
            raise ValueError(allowed)
        return value

    return parse


def number(low: float, high: float) -> Callable[[str], float]:
    """A finite number within bounds."""

    def parse(text: str) -> float:
        allowed = f"it must be a number from {low:g} to {high:g}"
        try:
            value = float(text)
        except ValueError:
            raise ValueError(allowed) from None
        if not (math.isfinite(value) and low <= value <= high):
            raise ValueError(allowed)
        return value

    return parse


def flag(text: str) -> bool:
    """true/false, also written 1/0, yes/no, on/off."""
    lowered = text.strip().lower()
    if lowered in {"true", "1", "yes", "on"}:
        return True
    if lowered in {"false", "0", "no", "off"}:
        return False
    raise ValueError("it must be true or false")


def one_of(*choices: str) -> Callable[[str], str]:
    """One of a few words, in any case."""

    def parse(text: str) -> str:
        value = text.strip().upper()
        if value not in choices:
            raise ValueError(f"it must be one of {', '.join(choices)}")
        return value

    return parse


def absolute_path(text: str) -> Path:
    """An absolute path; `~` is the home folder."""
    path = Path(text).expanduser()
    if not path.is_absolute() or "\0" in text:
        raise ValueError("it must be an absolute path")
    return path


def database_url(text: str) -> dict[str, object]:
    """A `postgresql://` URL, as Django's connection settings."""
    return urls.parse(text)


def secret_key(text: str) -> str:
    """A key long enough to sign with."""
    if len(text) < 32:
        raise ValueError("it must have 32 characters or more")
    return text


def host_names(text: str) -> list[str]:
    """Host names without scheme, port or path."""
    names = _items(text)
    for name in names:
        if "/" in name or " " in name or (":" in name and not name.startswith("[")):
            raise ValueError(f"{name!r} must be a host name alone, without scheme, port or path")
    if not names:
        raise ValueError("it must name at least one host")
    return names


def origins(text: str) -> list[str]:
    """Origins: scheme, host and maybe a port, nothing more."""
    names = _items(text)
    for name in names:
        parts = urlsplit(name)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path:
            raise ValueError(f"{name!r} must look like https://rewind.example.org")
    return names


def http_url(text: str) -> str:
    """An address without user, password or query: none of its parts is secret."""
    problem = "it must look like http://127.0.0.1:8080/v1, without user, password or query"
    try:
        parts = urlsplit(text)
        fits = parts.port != 0 and bool(parts.hostname)
    except ValueError:
        raise ValueError(problem) from None
    if not fits or parts.scheme not in {"http", "https"} or "@" in parts.netloc or parts.query:
        raise ValueError(problem)
    return text.rstrip("/")


def secret(text: str) -> str:
    """A key that fits into a header."""
    if not text.isascii() or not text.isprintable() or " " in text.strip():
        raise ValueError("it must be printable ASCII without spaces")
    return text.strip()


def _items(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]
