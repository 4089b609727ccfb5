"""Why a path could not be imported; members of the one tree of errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from games.domain.errors import Conflict, Invalid
from games.importing.problems import Problem


@dataclass(eq=False)
class UnknownFormat(Invalid):
    path: str
    looked_for: tuple[str, ...]
    code: ClassVar[str] = "unknown_format"

    @property
    def detail(self) -> str:
        wanted = "; ".join(self.looked_for)
        return f"{self.path}: no game is recognised there. Looked for: {wanted}."


@dataclass(eq=False)
class UnreadableFile(Invalid):
    path: str
    problem: str
    code: ClassVar[str] = "unreadable_file"

    @property
    def detail(self) -> str:
        return f"{self.path}: {self.problem}."


@dataclass(eq=False)
class IncompleteRecording(Invalid):
    """The files are sound, but something the record needs is not in them."""

    path: str
    problem: str
    code: ClassVar[str] = "incomplete_recording"

    @property
    def detail(self) -> str:
        return f"{self.path}: {self.problem}."


@dataclass(eq=False)
class DamagedRecording(Invalid):
    """Nothing is imported until each problem is answered by an option, or mended in the file."""

    path: str
    problems: tuple[Problem, ...]
    code: ClassVar[str] = "damaged_recording"

    @property
    def detail(self) -> str:
        found = "\n".join(f"  {problem.sentence}" for problem in self.problems)
        return f"{self.path}: nothing was imported, because of:\n{found}"

    @property
    def data(self) -> dict[str, object]:
        return {"path": self.path, "problems": [problem.sentence for problem in self.problems]}


@dataclass(eq=False)
class DigestMismatch(Invalid):
    path: str
    stated: str
    computed: str
    code: ClassVar[str] = "digest_mismatch"

    @property
    def detail(self) -> str:
        return (
            f"{self.path}: game.json states the digest {self.stated}, and the files give "
            f"{self.computed}. They were changed or damaged after the export; nothing was imported."
        )


@dataclass(eq=False)
class OtherContent(Conflict):
    """The game_id is taken by a game that is not this one."""

    game_id: str
    differs: str
    code: ClassVar[str] = "other_content"
    sentence = (
        "Game {game_id!r} is recorded already, and differs: {differs}. "
        "Import under another name (--game-id), or delete the recorded game first."
    )
