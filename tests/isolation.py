"""Where the tests keep their database, so that a developer's own data is never touched."""

import hashlib
import os
from pathlib import Path

from monopoly_site import environment

REPOSITORY = Path(__file__).resolve().parent.parent


def data_dir() -> Path:
    """The tests' data folder: one for each clone, kept between runs for a quick start."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if os.geteuid() == 0:
        root = Path("/var/cache")
    else:
        root = Path(base) if os.path.isabs(base) else Path.home() / ".cache"
    clone = hashlib.sha256(os.fsencode(REPOSITORY)).hexdigest()[:12]
    return root / "monopoly-rewind" / f"tests-{clone}"


def environment_overrides() -> dict[str, str]:
    """What the tests set; everything else a developer's shell sets is blanked."""
    blank = {setting.name: "" for setting in environment.TABLE}
    kept = {"DATABASE_URL": os.environ.get("TEST_DATABASE_URL", "")}
    return {**blank, **kept, "MONOPOLY_DATA_DIR": str(data_dir())}
