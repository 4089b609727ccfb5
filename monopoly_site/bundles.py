"""Static files that belong together, collected as one; and the tags that name them.

Where nothing is collected (tests, debugging), a page names each file by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.templatetags.static import static
from markupsafe import Markup
from whitenoise.storage import CompressedManifestStaticFilesStorage

from replay import assets

BACKEND = "monopoly_site.bundles.Storage"


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise is untyped
    """Hashed names, compressed ahead, and the bundles among them."""

    def post_process(self, paths: dict[str, Any], **options: Any) -> Iterator[Any]:
        """Lay the bundles beside what they are made of, then treat them like any other file."""
        if not options.get("dry_run"):
            for name, parts in assets.bundles().items():
                if self.exists(name):
                    self.delete(name)
                self._save(name, ContentFile(self._joined(parts)))
                paths[name] = (self, name)
        yield from super().post_process(paths, **options)

    def _joined(self, parts: Iterable[str]) -> bytes:
        texts = []
        for part in parts:
            with self.open(part) as file:
                texts.append(file.read())
        return b"\n".join(texts)


def styles(page: str) -> Markup:
    """The tags of a page's style sheets."""
    return _tags("css", page, assets.STYLES[page], '<link rel="stylesheet" href="{}">'.format)


def scripts(page: str, *, before_painting: bool = False) -> Markup:
    """The tags of a page's scripts; of such as run before anything of the page is painted."""
    blocking = ' blocking="render"' if before_painting else ""
    tag = f'<script src="{{}}" defer{blocking}></script>'.format
    return _tags("js", page, assets.SCRIPTS[page], tag)


def addresses(page: str) -> str:
    """Where a page's scripts are, with blanks between, for those that it asks for by itself."""
    return " ".join(_addresses("js", page, assets.SCRIPTS[page]))


def _tags(kind: str, page: str, parts: tuple[str, ...], tag: Callable[[str], str]) -> Markup:
    tags = (Markup(tag(address)) for address in _addresses(kind, page, parts))  # noqa: S704 - ours
    return Markup("\n").join(tags)


def _addresses(kind: str, page: str, parts: tuple[str, ...]) -> list[str]:
    is_bundled = settings.STORAGES["staticfiles"]["BACKEND"] == BACKEND
    return [static(name) for name in ((f"bundles/{page}.{kind}",) if is_bundled else parts)]
