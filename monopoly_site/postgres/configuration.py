"""How the embedded server is set up."""

import os
from collections.abc import Mapping
from pathlib import Path

from monopoly_site.postgres import address

_BUILTIN_LOCALE_SINCE = 17


def initdb(major: int, *, durable: bool) -> list[str]:
    """Options for initdb: UTF-8, and an order of text that no system update can change.

    Not `durable`: don't wait for the disk; for databases that may be lost with the machine.
    """
    locale = ["--locale=C.UTF-8"]
    if major >= _BUILTIN_LOCALE_SINCE:
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return [
        "--encoding=UTF8",
        *locale,
        f"--username={address.USER}",
        "--auth-local=trust",  # whoever gets into the socket's folder is let in
        "--auth-host=reject",
        "--data-checksums",
        *([] if durable else ["--no-sync"]),
    ]


def server(socket_folder: Path, extra: Mapping[str, str]) -> dict[str, str]:
    """The settings this launcher keeps in postgresql.auto.conf."""
    return {
        "listen_addresses": "",
        "port": "5432",  # names the socket file; nothing listens on TCP
        "unix_socket_directories": f'"{socket_folder}"',
        "unix_socket_permissions": "0700",
        "max_connections": "200",
        "logging_collector": "off",
        "log_destination": "stderr",
        "log_timezone": "UTC",
        "timezone": "UTC",
        **extra,
    }


def write(file: Path, settings: Mapping[str, str]) -> None:
    """Put settings into postgresql.auto.conf, keeping what `ALTER SYSTEM` has put there."""
    kept = [
        line
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.split("=")[0].strip() not in settings
    ]
    ours = [f"{name} = '{_quoted(value)}'" for name, value in settings.items()]
    draft = file.with_name(f"{file.name}.new")
    draft.write_text("\n".join([*kept, *ours, ""]), encoding="utf-8")
    owner = file.stat()
    draft.chmod(owner.st_mode & 0o777)
    os.chown(draft, owner.st_uid, owner.st_gid)
    draft.replace(file)


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")
