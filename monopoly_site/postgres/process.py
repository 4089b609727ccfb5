"""Which process is the server: never taken for granted from a number in a file.

After a crash or a reboot `postmaster.pid` may name a process that has nothing to do with us.
A process counts as the server only if it runs `postgres` in our data directory.
"""

import contextlib
import os
import signal
import subprocess
from pathlib import Path

_PROC = Path("/proc/self/cwd")


def running(data: Path) -> int | None:
    """Return the process id of the server of this data directory, None if it is not running."""
    pid = recorded(data)
    if pid is not None and is_server(pid, data):
        return pid
    return None


def recorded(data: Path) -> int | None:
    """Return the process id that `postmaster.pid` names, whoever that may be by now."""
    try:
        first = (data / "postmaster.pid").read_text(errors="replace").split("\n", 1)[0]
        pid = int(first)
    except (FileNotFoundError, ValueError):
        return None
    return pid if pid > 1 else None


def is_server(pid: int, data: Path) -> bool:
    """Whether this process is a `postgres` at work in `data`; a zombie is not."""
    if _PROC.exists():
        return _by_proc(pid, data)
    return _by_ps(pid, data)


def interrupt(pid: int, data: Path, number: signal.Signals) -> bool:
    """Send a signal to the server; False if that process isn't it, or is gone.

    The process is held by a descriptor while its identity is checked, so that the signal
    can't reach another one that got the same number in between.
    """
    try:
        if not hasattr(os, "pidfd_open"):
            if is_server(pid, data):
                os.kill(pid, number)
                return True
            return False
        descriptor = os.pidfd_open(pid)
        try:
            if not is_server(pid, data):
                return False
            signal.pidfd_send_signal(descriptor, number)
        finally:
            os.close(descriptor)
    except ProcessLookupError:
        return False
    return True


def remove_stale_locks(data: Path, socket_folder: Path) -> None:
    """Remove the lock files a crash has left. Call only while the server is not running.

    PostgreSQL itself sees through a dead process's lock, but takes any living one of the same
    user for a server, and an empty file for a mystery, and refuses to start. Should sessions of
    a killed server still live, its second lock, the shared memory, still keeps a new one out.
    """
    for lock in (data / "postmaster.pid", socket_folder / ".s.PGSQL.5432.lock"):
        with contextlib.suppress(FileNotFoundError):
            lock.unlink()


def _by_proc(pid: int, data: Path) -> bool:
    try:
        program = Path(f"/proc/{pid}/exe").readlink().name
        folder = Path(f"/proc/{pid}/cwd").readlink()
    except OSError:  # gone, a zombie, or another user's: not ours in any case
        return False
    # After an upgrade of the package the program reads "postgres (deleted)".
    return program.split(" ")[0] == "postgres" and folder == data


def _by_ps(pid: int, data: Path) -> bool:
    found = subprocess.run(
        ["ps", "-ww", "-o", "command=", "-p", str(pid)],
        check=False,
        capture_output=True,
        text=True,
    )
    return "postgres" in found.stdout and str(data) in found.stdout
