"""What can go wrong with the embedded server, each with its way out."""

from pathlib import Path


class PostgresError(Exception):
    """The embedded PostgreSQL can't do what was asked; the message is for a person."""


class NoBinaries(PostgresError):
    """No PostgreSQL was found anywhere."""

    def __init__(self, looked: list[str]) -> None:
        super().__init__(
            "No PostgreSQL binaries found. Looked in: " + "; ".join(looked) + ". "
            "Run `make setup`, or set PG_BIN to a folder that holds initdb, pg_ctl and postgres, "
            "or DATABASE_URL to a server that runs already."
        )


class NoAccount(PostgresError):
    """PostgreSQL refuses to run as root, and nobody else is there to run it."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"PostgreSQL does not run as root, and {problem}. Create the user 'postgres', "
            "run this command as another user, or set DATABASE_URL."
        )


class Unreachable(PostgresError):
    """The operating system user that runs the server can't get at its folder."""

    def __init__(self, folder: Path, user: str) -> None:
        super().__init__(
            f"The operating system user {user!r}, who runs the embedded PostgreSQL, can't enter "
            f"{str(folder)!r}. Set MONOPOLY_DATA_DIR to a folder that user can reach."
        )


class ForeignCluster(PostgresError):
    """The data belong to another operating system user."""

    def __init__(self, folder: Path, owner: int) -> None:
        super().__init__(
            f"{str(folder)!r} belongs to user id {owner}. Run this as that user, "
            "or set MONOPOLY_DATA_DIR to another folder."
        )


class LostCluster(PostgresError):
    """The data were placed elsewhere and are gone from there."""

    def __init__(self, link: Path, target: Path) -> None:
        super().__init__(
            f"{str(link)!r} leads to {str(target)!r}, which is gone. Put that folder back, "
            "or delete the link to begin with an empty database."
        )


class OtherVersion(PostgresError):
    """The data were written by another major version."""

    def __init__(self, folder: Path, wrote: int, have: int) -> None:
        super().__init__(
            f"The data in {str(folder)!r} were written by PostgreSQL {wrote}, but the binaries "
            f"found are PostgreSQL {have}. Set PG_BIN to the folder of PostgreSQL {wrote}'s "
            "binaries, or MONOPOLY_DATA_DIR to a new folder and import the games again."
        )


class InsecureSocket(PostgresError):
    """Somebody else holds the folder the socket should be in."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"The socket folder {str(folder)!r} exists, but is not a folder of mode 0700 owned by "
            "the user that runs the embedded PostgreSQL. Remove it, or set MONOPOLY_DATA_DIR to "
            "a shorter path."
        )


class CommandFailed(PostgresError):
    """One of PostgreSQL's own programs failed."""

    def __init__(self, command: str, output: str) -> None:
        super().__init__(f"{command} failed: {output.strip() or 'it said nothing'}")
        self.output = output


class NotStopped(PostgresError):
    """The server did not end in time."""

    def __init__(self, pid: int, seconds: float) -> None:
        super().__init__(f"PostgreSQL (process {pid}) has not ended within {seconds:g} seconds.")
