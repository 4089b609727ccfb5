"""The spool: a file with everything the engine told, one JSON object a line, only ever appended.

It is the queue and the truth: the background thread reads it from where the server's last
acknowledgement was, and after a crash the game goes on behind its last whole line.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from io import FileIO
from pathlib import Path
from typing import Self

import msgspec

from games.client import lines
from games.client.delivery import Fsync
from games.client.errors import SpoolDamaged, SpoolInUse
from games.client.lines import Line, NewGame
from games.domain.numbering import first_sequence


class Spool:
    """One game's file, open for writing. Raises SpoolInUse, SpoolDamaged and OSError.

    ``next_event``, ``next_decisions``: what followed the last whole line when it was opened.
    Ctrl-C may come between any two steps of `append`: a line is written as soon as `is_last` says
    so, and what else was written of one is taken back before the next.
    """

    def __init__(self, path: Path, game: NewGame, *, fsync: Fsync = "send") -> None:
        self.path = path
        self.next_event = 0
        self.next_decisions: dict[int, int] = {}
        self._written: tuple[int, Line] = (0, Line())
        self._status: str | None = None
        self._torn = False
        self._sync_each = fsync == "always"
        self._lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        # Closing the object is one step; closing a bare number, and forgetting it, are two.
        self._open = FileIO(path, "a+b")
        self._file = self._open.fileno()
        try:
            self._claim()
            self.game = self._recovered() or game
            if self.size == 0:
                self.next_event = first_sequence(game.config) or 0
                self.append(Line(game=game))
                if fsync != "never":
                    _sync_folder(path.parent)
        except BaseException:
            self._open.close()
            raise

    @property
    def size(self) -> int:
        """Bytes written."""
        return self._written[0]

    @property
    def last_status(self) -> str | None:
        """The last one told, None where there is none."""
        change = self._written[1].change
        return self._status if change is None else change.status

    def is_last(self, line: Line) -> bool:
        """Whether it is this line that was written last."""
        return self._written[1] is line

    def append(self, line: Line) -> None:
        """Write a line, whole or not at all. Raises InvalidField, OSError; ValueError if closed."""
        text = lines.encoded(line)
        with self._lock:
            if self._open.closed:
                raise ValueError(f"The logger is closed: nothing more goes into {self.path}")
            self._mend()
            self._status = self.last_status
            self._torn = True
            try:
                _write_all(self._file, text)
                if self._sync_each:
                    os.fsync(self._file)
            except OSError:
                self._mend()
                raise
            self._written = (self._written[0] + len(text), line)
            self._torn = False

    def close(self) -> None:
        """Release the file; it stays where it is."""
        with self._lock:
            if not self._open.closed:
                self._mend()
                self._open.close()

    def _mend(self) -> None:
        """Take back what is there of a line that was never written whole."""
        if self._torn:
            os.ftruncate(self._file, self.size)
            self._torn = False

    def _claim(self) -> None:
        try:
            import fcntl
        except ImportError:  # pragma: no cover - Windows keeps no two writers apart
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SpoolInUse(str(self.path)) from None

    def _recovered(self) -> NewGame | None:
        """Read all lines, cut off a last one that is not whole, and give the first one's game."""
        game = None
        broken: SpoolDamaged | None = None
        with Reader(self.path) as reader:
            for count, (text, end) in enumerate(reader.texts(), start=1):
                if broken is not None:
                    raise broken
                try:
                    line = lines.decoded(text)
                except (msgspec.DecodeError, UnicodeDecodeError) as problem:
                    # The last line may be a crash's doing; one that others follow is not.
                    broken = SpoolDamaged(str(self.path), count, str(problem))
                    continue
                game = game or line.game
                if game is None:
                    raise SpoolDamaged(str(self.path), count, "no game stands before it")
                if count == 1:
                    self.next_event = first_sequence(game.config) or 0
                self._follow(line, count)
                self._written = (end, line)
        os.ftruncate(self._file, self.size)
        return game

    def _follow(self, line: Line, count: int) -> None:
        if line.event is not None:
            self._expect(line.event.sequence_number, self.next_event, count)
            self.next_event += 1
        if line.decision is not None:
            player, number = line.decision.player_id, line.decision.sequence_number
            # A player's numbers begin at 0 or 1.
            self._expect(number, self.next_decisions.get(player, min(number, 1)), count)
            self.next_decisions[player] = number + 1
        if line.change is not None:
            self._status = line.change.status

    def _expect(self, number: int, expected: int, count: int) -> None:
        if number != expected:
            problem = f"it is number {number} where {expected} follows"
            raise SpoolDamaged(str(self.path), count, problem)


class Reader:
    """The spool read from anywhere, while it is written. `size` bounds what may be read."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDONLY)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        os.close(self._file)

    def sync(self) -> None:
        """Force to disk what was written so far, by whomever."""
        os.fsync(self._file)

    def texts(self, offset: int = 0) -> Iterator[tuple[bytes, int]]:
        """Whole lines from `offset` on, each with the offset behind it."""
        # A buffer of its own each time: an old one may hold what was taken back since.
        with open(os.dup(self._file), "rb") as file:  # noqa: PTH123 - a descriptor, not a path
            file.seek(offset)
            while (text := file.readline()).endswith(b"\n"):
                offset += len(text)
                yield text, offset

    def batch(self, offset: int, size: int, most: int, most_bytes: int) -> tuple[list[Line], int]:
        """Lines from `offset` on and the offset behind them, none beyond `size`.

        At least one; a change of the game, or the game itself, stands alone.
        """
        batch: list[Line] = []
        start = end = offset
        for text, after in self.texts(offset):
            if after > size:
                break
            line = lines.decoded(text)
            alone = line.change is not None or line.game is not None
            full = len(batch) >= most or after - start > most_bytes
            if batch and (alone or full):
                break
            batch.append(line)
            end = after
            if alone:
                break
        return batch, end

    def find(self, number: int, player: int | None) -> int | None:
        """The offset of an event, or of a player's decision; None if it is not here."""
        start = 0
        for text, end in self.texts():
            line = lines.decoded(text)
            one = line.event if player is None else line.decision
            if (
                one is not None
                and one.sequence_number == number
                and (player is None or getattr(one, "player_id", None) == player)
            ):
                return start
            start = end
        return None


def _write_all(file: int, text: bytes) -> None:
    """A disk that is full takes a part, and says why at the next try."""
    while text:
        text = text[os.write(file, text) :]


def _sync_folder(folder: Path) -> None:
    """Make a new file's name last, where folders can be synced."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
