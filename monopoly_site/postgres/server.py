"""Start, stop and ask after the embedded server.

Safe to call from several processes at once: one lock file orders them all.
"""

import os
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from monopoly_site import locks
from monopoly_site.postgres import address, binaries, cluster, configuration, errors, process
from monopoly_site.postgres.account import Account, choose
from monopoly_site.postgres.cluster import Cluster

# Recovery after a crash replays the log; patience is cheap, a start cut short is not.
START_SECONDS = 120
STOP_SECONDS = 60
_ORPHANS_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Server:
    """One embedded server: where its data are and whose programs run it."""

    data_dir: Path
    pg_bin: Path | None = None
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def cluster(self) -> Cluster:
        """The server's paths."""
        return Cluster(self.data_dir)

    @property
    def url(self) -> str:
        """Its address, whether it runs or not."""
        return address.url(self.data_dir)


def pid(server: Server) -> int | None:
    """Return the running server's process id, None when it is down."""
    return process.running(server.cluster.data)


def has_crashed(server: Server) -> bool:
    """Whether it went without being told to: what is stopped in order takes its lock file along."""
    data = server.cluster.data
    return process.recorded(data) is not None and process.running(data) is None


def start(server: Server) -> None:
    """Have the server running and ready, its database made. Does nothing if it is so already.

    Raises a `PostgresError`.
    """
    account = choose(server.cluster.data)
    cluster.make_folder(server.cluster, account)
    with locks.exclusive(server.cluster.lock):
        programs = binaries.find(server.pg_bin, account)
        cluster.initialise(server.cluster, programs, account, durable=_durable(server))
        if pid(server) is None:
            _launch(server, programs, account)
        _wait_until_ready(server, programs, account)
        _make_database(server)


def stop(server: Server) -> bool:
    """End the server, connections included; False if it wasn't running.

    Raises `NotStopped`. What is committed is kept, as after any fast shutdown.
    """
    if not server.cluster.folder.exists():
        return False
    with locks.exclusive(server.cluster.lock):
        data = server.cluster.data
        running = process.running(data)
        if running is None or not process.interrupt(running, data, signal.SIGINT):
            return False
        deadline = time.monotonic() + STOP_SECONDS
        while process.is_server(running, data):
            if time.monotonic() > deadline:
                raise errors.NotStopped(running, STOP_SECONDS)
            time.sleep(0.02)
    return True


def _durable(server: Server) -> bool:
    return server.settings.get("fsync") != "off"


def _launch(server: Server, programs: binaries.Binaries, account: Account) -> None:
    paths = server.cluster
    cluster.prepare_socket(paths, account)
    cluster.prepare_log(paths, account)
    configuration.write(
        paths.data / "postgresql.auto.conf",
        configuration.server(paths.socket.resolve(), server.settings),
    )
    command: list[str | Path] = [programs["pg_ctl"], "start", "-w", "-s"]
    command += ["-t", str(START_SECONDS), "-D", paths.data, "-l", paths.log]
    deadline = time.monotonic() + _ORPHANS_SECONDS
    while True:
        process.remove_stale_locks(paths.data, paths.socket)
        begin = paths.log.stat().st_size
        done = account.run(command)
        if done.returncode == 0:
            return
        said = _log_since(paths.log, begin)
        # Sessions of a killed server take a moment to notice; until then its memory is in use.
        if "shared memory block" not in said or time.monotonic() > deadline:
            raise errors.CommandFailed("pg_ctl start", f"{done.stdout}\n{said}")
        time.sleep(0.2)


def _wait_until_ready(server: Server, programs: binaries.Binaries, account: Account) -> None:
    question: list[str | Path] = [programs["pg_isready"], "-q", "-U", address.USER]
    question += ["-d", "postgres", "-h", server.cluster.socket.resolve()]
    deadline = time.monotonic() + START_SECONDS
    while account.run(question).returncode != 0:
        if pid(server) is None or time.monotonic() > deadline:
            raise errors.CommandFailed("postgres", _log_since(server.cluster.log, -4000))
        time.sleep(0.05)


def _make_database(server: Server) -> None:
    import psycopg
    from psycopg import sql

    url = address.url(server.data_dir, "postgres")
    with psycopg.connect(url, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [address.NAME])
        if known.fetchone() is None:
            name = sql.Identifier(address.NAME)
            connection.execute(sql.SQL("CREATE DATABASE {}").format(name))


def _log_since(log: Path, offset: int) -> str:
    with log.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(offset if offset >= 0 else max(0, size + offset))
        return stream.read().decode("utf-8", "replace")
