"""The server's own files: where they are, how they are first made.

postgres/              a folder, or a link to one the server's user can reach
  data/                PostgreSQL's data directory
  socket/              where it listens, mode 0700
  log                  what it says
  launcher.lock, users.lock, pinned
"""

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from monopoly_site import data_dir as installation
from monopoly_site import locks
from monopoly_site.postgres import address, configuration, errors
from monopoly_site.postgres.account import Account
from monopoly_site.postgres.binaries import Binaries

ELSEWHERE = Path("/var/lib/monopoly-rewind/clusters")


@dataclass(frozen=True, slots=True)
class Cluster:
    """The paths of one embedded server."""

    data_dir: Path

    @property
    def folder(self) -> Path:
        """All of the server's files."""
        return address.cluster_folder(self.data_dir)

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory, with links resolved as PostgreSQL itself does."""
        return self.folder.resolve() / "data"

    @property
    def socket(self) -> Path:
        """The folder of the Unix socket."""
        return address.socket_folder(self.data_dir)

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.folder.resolve() / "log"

    @property
    def lock(self) -> Path:
        """Held while the server is being started or stopped."""
        return self.folder / "launcher.lock"

    @property
    def users(self) -> Path:
        """Held, shared, by every process that uses the server."""
        return self.folder / "users.lock"

    @property
    def pinned(self) -> Path:
        """There when a person asked for the server to stay up."""
        return self.folder / "pinned"

    @property
    def exists(self) -> bool:
        """Whether a data directory was ever made here."""
        return (self.data / "PG_VERSION").exists()


def make_folder(cluster: Cluster, account: Account) -> None:
    """Make the folder of the server's files where it is missing.

    Root may keep its data where the server's user can't go. No mode is changed for that: the
    files then go below /var/lib, and a link in the data folder leads to them.
    """
    folder = cluster.folder
    if folder.is_symlink() and not folder.exists():
        raise errors.LostCluster(folder, folder.resolve())
    if folder.exists():
        # Past the link: the server itself is only ever told the resolved path.
        if not account.can_execute(folder.resolve()):
            raise errors.Unreachable(folder, account.name)
        return
    installation.ensure(cluster.data_dir)
    with locks.exclusive(cluster.data_dir):
        if not folder.exists():
            _make_new(cluster, account)


def initialise(cluster: Cluster, binaries: Binaries, account: Account, *, durable: bool) -> None:
    """Make the data directory if there is none; whole, or not at all.

    Raises `OtherVersion` where another major version made it.
    """
    if cluster.exists:
        wrote = int((cluster.data / "PG_VERSION").read_text().split(".")[0])
        if wrote != binaries.major:
            raise errors.OtherVersion(cluster.data, wrote, binaries.major)
        return
    draft = cluster.data.with_name("data.new")
    if draft.exists():  # an earlier attempt was cut off
        shutil.rmtree(draft)
    draft.mkdir(mode=0o700)
    options = configuration.initdb(binaries.major, durable=durable)
    account.give(draft)
    done = account.run([binaries["initdb"], "-D", draft, *options])
    if done.returncode != 0:
        raise errors.CommandFailed("initdb", done.stdout)
    draft.rename(cluster.data)


def prepare_socket(cluster: Cluster, account: Account) -> None:
    """Make the socket's folder, private to the server's user: access to it is the password."""
    folder = cluster.socket
    try:
        folder.mkdir(mode=0o700)
        account.give(folder)
    except FileExistsError:
        pass
    found = folder.lstat()
    private = folder.is_dir() and not folder.is_symlink() and found.st_mode & 0o777 == 0o700
    if not private or found.st_uid != account.uid:
        raise errors.InsecureSocket(folder)


def prepare_log(cluster: Cluster, account: Account, most_bytes: int = 10_000_000) -> None:
    """Begin a log, keeping one earlier one when it has grown large."""
    if cluster.log.exists() and cluster.log.stat().st_size > most_bytes:
        cluster.log.replace(cluster.log.with_name("log.1"))
    descriptor = os.open(cluster.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.close(descriptor)
    account.give(cluster.log)


def _make_new(cluster: Cluster, account: Account) -> None:
    if account.can_execute(cluster.data_dir):
        _make(cluster.folder)
        return
    target = ELSEWHERE / secrets.token_hex(8)
    target.parent.mkdir(parents=True, exist_ok=True)
    _make(target)
    cluster.folder.symlink_to(target)


def _make(folder: Path) -> None:
    mode = 0o711 if os.geteuid() == 0 else 0o700
    folder.mkdir(mode=mode)
    folder.chmod(mode)  # mkdir's mode is subject to the umask
