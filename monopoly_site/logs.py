"""What is logged, and how: one line each, to standard error."""

from typing import Any


def configuration(level: str, *, echo_sql: bool) -> dict[str, Any]:
    """Return Django's LOGGING for messages of `level` and worse, SQL included if asked for."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "format": "{asctime} {levelname} {name}: {message}",
                "style": "{",
            },
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own handlers would say everything twice, and mail administrators.
            "django": {"handlers": [], "level": "NOTSET", "propagate": True},
            "django.server": {"handlers": [], "level": "NOTSET", "propagate": True},
            # A 404 or 422 is an answer like any other, and told to whoever asked.
            "django.request": {"level": "ERROR"},
            "django.db.backends": {"level": "DEBUG" if echo_sql else "WARNING"},
            "uvicorn": {"level": "WARNING"},  # `serve` itself says where it listens
            "asyncio": {"level": "WARNING"},
            "httpx": {"level": "WARNING"},  # it tells of every request that went well
        },
    }
