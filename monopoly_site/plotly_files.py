"""Plotly's script as a static file, straight from the installed package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

NAME = "plotly.min.js"
PREFIX = "plotly"


class Finder(BaseFinder):
    """Finds ``plotly/plotly.min.js``; what else the package brings, no page needs."""

    def __init__(self, *_args: Any, **_kwargs: Any) -> None:
        folder = Path(str(files("plotly"))) / "package_data"
        self.storage = FileSystemStorage(location=folder)
        # The finders' protocol: collected files go under this.
        self.storage.prefix = PREFIX  # type: ignore[attr-defined]

    def check(self, **_kwargs: Any) -> list[Any]:
        """Nothing is configured, so nothing can be configured wrong."""
        return []

    def find(self, path: str, find_all: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's
        """The file's place on disk; nothing for any other path."""
        found = self.storage.path(NAME) if path == f"{PREFIX}/{NAME}" else None
        if find_all:
            return [] if found is None else [found]
        return found

    def list(self, _ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """The one file."""
        yield NAME, self.storage
