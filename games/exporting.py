"""A recorded game as a folder: game.json, events.jsonl, decisions.jsonl.

The folder appears whole or not at all: it is written beside its place and renamed when it is
complete. `games.digest` says what the lines are and what the digest stands for.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import msgspec

from games import canonical
from games.digest import DECISIONS_FILE, EVENTS_FILE, GAME_FILE, SCHEMA, Digest, GameFile
from games.domain.errors import Conflict
from games.domain.identity import game_uuid


@dataclass(frozen=True, slots=True)
class Exported:
    folder: Path
    digest: str
    event_count: int
    decision_count: int


@dataclass(eq=False)
class FolderInUse(Conflict):
    folder: str
    code = "folder_in_use"
    sentence = "{folder} exists and is no empty folder; nothing was written. Name another by --to."


def folder_name(game_id: str) -> str:
    """A file name for any game_id: what a path cannot hold is written as %XX."""
    name = quote(game_id, safe=" ()[]+,=@")
    return f"%2E{name[1:]}" if name.startswith(".") else name


def export(
    game_id: str,
    folder: Path,
    progress: Callable[[int], None] = lambda _count: None,
    beside: Callable[[Path], None] = lambda _folder: None,
) -> Exported:
    """Write a game into `folder`, which is made. `progress` hears of every event and decision.

    `beside` may put more files into the folder before it appears.

    Raises:
        FolderInUse: there is something at `folder`.
        GameNotFound: there is no such game.
        OSError: it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderInUse(str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        exported = _write(game_id, unfinished, folder, progress)
        beside(unfinished)
        _settle(unfinished, folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return exported


def _write(game_id: str, into: Path, folder: Path, progress: Callable[[int], None]) -> Exported:
    key = game_uuid(game_id)
    with canonical.snapshot():
        game, players = canonical.game(key, game_id), canonical.players(key)
        digest = Digest(game, players)
        digest.begin("events")
        events = _write_lines(into / EVENTS_FILE, canonical.events(key), digest, progress)
        digest.begin("decisions")
        decisions = _write_lines(into / DECISIONS_FILE, canonical.decisions(key), digest, progress)
    file = GameFile(
        schema=SCHEMA,
        digest=digest.value,
        game=game,
        players=players,
        event_count=events,
        decision_count=decisions,
    )
    (into / GAME_FILE).write_bytes(msgspec.json.encode(file) + b"\n")
    return Exported(folder, digest.value, events, decisions)


def _write_lines(
    path: Path, texts: Iterator[bytes], digest: Digest, progress: Callable[[int], None]
) -> int:
    count = 0
    with path.open("wb") as file:
        for text in texts:
            file.write(text + b"\n")
            digest.add(text)
            count += 1
            if count % 500 == 0:
                progress(500)
    progress(count % 500)
    return count


def _settle(unfinished: Path, folder: Path) -> None:
    """Put the complete folder in its place; one that came to be there meanwhile stays."""
    for path in unfinished.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    umask = os.umask(0)
    os.umask(umask)
    unfinished.chmod(0o777 & ~umask)  # mkdtemp makes folders nobody else can read
    try:
        unfinished.rename(folder)
    except OSError as error:
        if folder.exists():
            raise FolderInUse(str(folder)) from error
        raise
