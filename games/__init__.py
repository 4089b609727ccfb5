"""The record: what was said to have happened."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from games.repository import GameRepository
    from games.session import session_scope

__all__ = ["GameRepository", "session_scope"]


def __getattr__(name: str) -> Any:
    # Both need Django's apps to be ready, and this package is imported to make them so.
    match name:
        case "session_scope":
            from games.session import session_scope

            return session_scope
        case "GameRepository":
            from games.repository import GameRepository

            return GameRepository
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
