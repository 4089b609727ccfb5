"""One reader per form."""

from __future__ import annotations

from games.importing import arena, benchmark, exported, gamelogger
from games.importing.detect import Form, Found
from games.importing.recording import Choices, Recording

_READERS = {
    Form.EXPORT: exported.read,
    Form.BENCHMARK: benchmark.read,
    Form.ROWS: arena.read,
    Form.GAMELOGGER: gamelogger.read,
}


def read(found: Found, choices: Choices) -> Recording:
    """The game found, by the reader of its form. Nothing is read of its events but their survey.

    Raises:
        DamagedRecording: problems are left that no choice answers.
        IncompleteRecording, UnreadableFile, DigestMismatch: see there.
    """
    return _READERS[found.form](found, choices)
