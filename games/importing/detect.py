"""What lies at a path: which games, in which form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from games.importing import lines, rawjson
from games.importing.refusals import UnknownFormat

EXPORT_FILE = "game.json"
EVENTS_FILE = "events.jsonl"
LOOKED_FOR = (
    f"a folder written by export_game ({EXPORT_FILE})",
    f"a folder with {EVENTS_FILE} (or .xz, .gz) of monopoly-llm-benchmark: lines with seq, type",
    f"a folder with {EVENTS_FILE} of monopoly_game_arena: rows with sequence_number, event_type",
    "a GameLogger .jsonl of monopoly_game_arena: lines with event_id, event_type",
    "a folder of such folders or files",
)
_DEPTH = 3
_LINES_TRIED = 20


class Form(StrEnum):
    EXPORT = "export"
    BENCHMARK = "benchmark"
    ROWS = "rows"
    GAMELOGGER = "gamelogger"


@dataclass(frozen=True, slots=True)
class Found:
    """One game. `log` is its file of events; `path` what to call it: its folder, or the file."""

    path: Path
    form: Form
    log: Path


def find(path: Path) -> list[Found]:
    """Every game at the path, in order of names.

    Raises:
        UnknownFormat: there is none.
        OSError: it cannot be read.
    """
    found = [_of_file(path)] if path.is_file() else list(_in_folder(path, _DEPTH))
    games = [game for game in found if game is not None]
    if not games:
        raise UnknownFormat(str(path), LOOKED_FOR)
    return games


def _in_folder(folder: Path, depth: int) -> Iterator[Found]:
    game = _of_folder(folder)
    if game is not None:
        yield game
        return
    for child in sorted(folder.iterdir()):
        if child.is_dir() and depth > 0 and not child.name.startswith("."):
            yield from _in_folder(child, depth - 1)
        elif child.is_file() and lines.stem(child) != child.name:
            of_file = _of_file(child)
            if of_file is not None:
                yield of_file


def _of_folder(folder: Path) -> Found | None:
    log = lines.locate(folder, EVENTS_FILE)
    if log is None:
        return None
    if (folder / EXPORT_FILE).is_file():
        return Found(folder, Form.EXPORT, log)
    form = _form(log)
    return None if form is None else Found(folder, form, log)


def _of_file(path: Path) -> Found | None:
    """A log named like a game folder's stands for its folder; any other file for itself."""
    if path.name.startswith(EVENTS_FILE) or path.name == EXPORT_FILE:
        game = _of_folder(path.parent)
        if game is not None:
            return game
    form = _form(path)
    return None if form is None else Found(path, form, path)


def _form(log: Path) -> Form | None:
    """The form the first whole line shows."""
    members = _members(log)
    if {"seq", "type", "payload"} <= members:
        return Form.BENCHMARK
    if {"sequence_number", "event_type", "payload"} <= members:
        return Form.ROWS
    if {"event_id", "event_type"} <= members:
        return Form.GAMELOGGER
    return None


def _members(log: Path) -> set[str]:
    # A damaged first line must not hide what the log is: the survey reports the damage later.
    for line in lines.read(log):
        if line.number > _LINES_TRIED:
            break
        members = set(rawjson.members(line.text))
        if members:
            return members
    return set()
