"""The folder this installation keeps its own things in, and the secret key kept there."""

import os
import secrets
from pathlib import Path

FOLDER = "monopoly-rewind"


class UnusableDataDir(Exception):
    """The data folder can't be made, read or written."""

    def __init__(self, path: Path, problem: OSError) -> None:
        super().__init__(
            f"MONOPOLY_DATA_DIR is {str(path)!r}: {problem.strerror or problem}. "
            "It must be a folder this user can write to, or one that can be made."
        )


def default() -> Path:
    """Where data goes when `MONOPOLY_DATA_DIR` is unset."""
    if os.geteuid() == 0:
        return Path("/var/lib") / FOLDER
    base = os.environ.get("XDG_DATA_HOME", "")
    # The XDG specification: a relative path is invalid and must be ignored.
    root = Path(base) if Path(base).is_absolute() else Path.home() / ".local" / "share"
    return root / FOLDER


def ensure(path: Path) -> Path:
    """Make the folder if it is missing; never change one that exists.

    As root it stays passable, since the database in it runs as another user; what is secret
    has its own mode. Raises `UnusableDataDir`.
    """
    mode = 0o711 if os.geteuid() == 0 else 0o700
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.mkdir(mode=mode)
        except FileExistsError:
            if not path.is_dir():
                raise
        else:
            path.chmod(mode)  # mkdir's mode is subject to the umask
    except OSError as problem:
        raise UnusableDataDir(path, problem) from problem
    return path


def secret_key(path: Path) -> str:
    """Return the installation's secret key, generated at first use and kept with mode 0600."""
    file = ensure(path) / "secret_key"
    try:
        if not file.exists():
            _create(file, secrets.token_urlsafe(50))
        return file.read_text(encoding="ascii").strip()
    except OSError as problem:
        raise UnusableDataDir(path, problem) from problem


def _create(file: Path, key: str) -> None:
    """Write the whole file and only then give it its name, so no reader sees half a key."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(key)
    try:
        os.link(draft, file)  # unlike rename, fails when another process was first
    except FileExistsError:
        pass
    finally:
        draft.unlink()
