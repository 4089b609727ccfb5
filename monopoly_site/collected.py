"""The static files as they are served: hashed names, compressed ahead, in `STATIC_ROOT`.

Collecting them takes seconds, asking whether they have changed since takes milliseconds.
"""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from monopoly_site import locks
from replay import assets


def refresh() -> None:
    """Collect the static files if any has come, gone or changed since they last were.

    Older ones stay, since another process may still serve pages that name them.
    """
    # Beside the collected files, not among them: what is among them is served.
    root = Path(settings.STATIC_ROOT)
    mark = root.with_name(f"{root.name}.collected")
    with locks.exclusive(root.with_name(f"{root.name}.lock")):
        current = _fingerprint()
        if mark.exists() and mark.read_text(encoding="ascii") == current:
            return
        call_command("collectstatic", interactive=False, verbosity=0)
        mark.write_text(current, encoding="ascii")


def _fingerprint() -> str:
    digest = hashlib.sha256(f"{assets.bundles()}".encode())
    for finder in get_finders():
        for name, storage in finder.list(None):
            path = Path(storage.path(name))
            found = path.stat()
            digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
