"""Whether the static files collected last time are still the ones there are.

Collecting hashes and compresses everything, which takes seconds; asking takes milliseconds.
"""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders


def is_needed() -> bool:
    """Whether static files have come, gone or changed since `remember`."""
    try:
        return _mark().read_text(encoding="ascii") != _fingerprint()
    except FileNotFoundError:
        return True


def remember() -> None:
    """Note the static files as collected."""
    _mark().write_text(_fingerprint(), encoding="ascii")


def _mark() -> Path:
    # Beside the collected files, not among them: what is among them is served.
    root = Path(settings.STATIC_ROOT)
    return root.with_name(f"{root.name}.collected")


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(None):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
