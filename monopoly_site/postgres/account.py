"""The operating system user the server runs as.

PostgreSQL refuses to run as root, so root hands it to another user: the owner of the data if
there are any, else `postgres`, else `nobody`.
"""

import os
import pwd
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monopoly_site.postgres import errors

CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """An operating system user; `switches` where it isn't the one running this process."""

    name: str
    uid: int
    gid: int
    switches: bool

    def run(
        self, command: Sequence[str | Path], environment: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end as this user, with nothing of PG* from the caller's shell."""
        # Whatever PGHOST, PGOPTIONS or LC_ALL a person has set is meant for other servers.
        clean = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
        identity: dict[str, Any] = {}
        if self.switches:
            identity = {"user": self.uid, "group": self.gid, "extra_groups": []}
        try:
            return subprocess.run(
                [os.fspath(part) for part in command],
                check=False,
                cwd="/",
                env={**clean, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                **identity,
            )
        except OSError as problem:
            raise errors.CommandFailed(os.fspath(command[0]), str(problem)) from problem

    def can_execute(self, path: Path) -> bool:
        """Whether this user may enter the folder, or run the file, at `path`."""
        if not self.switches:
            return os.access(path, os.X_OK)
        return self.run(["test", "-x", path]).returncode == 0

    def give(self, path: Path) -> None:
        """Make this user the owner of a file or folder of ours."""
        if self.switches:
            os.chown(path, self.uid, self.gid)


def choose(data: Path) -> Account:
    """Return the user to run the server whose data are, or will be, in `data`.

    Raises `ForeignCluster` where the data are another's, `NoAccount` where root finds nobody.
    """
    owner = data.stat().st_uid if data.exists() else None
    me = os.geteuid()
    if me != 0:
        if owner not in (None, me):
            raise errors.ForeignCluster(data, owner)
        return Account(name=_name(me), uid=me, gid=os.getegid(), switches=False)
    if owner == 0:
        raise errors.ForeignCluster(data, 0)
    return _for_root(owner)


def _for_root(owner: int | None) -> Account:
    for candidate in CANDIDATES:
        try:
            entry = pwd.getpwuid(owner) if owner is not None else pwd.getpwnam(candidate)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, switches=True)
    if owner is not None:
        raise errors.NoAccount(f"user id {owner}, who owns the data, no longer exists")
    raise errors.NoAccount("there is no user 'postgres' or 'nobody'")


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:  # a container may run under a number without a name
        return str(uid)
