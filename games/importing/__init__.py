"""Recordings of other engines, read from their files: pure readers, one module per form of folder.

``importing.find(path)`` says what lies there, ``importing.read(found, choices)`` gives it as one
neutral `Recording`. Nothing here knows Django; what is read is stored by ``games.intake``.
"""

from games.importing.detect import find
from games.importing.reading import read
from games.importing.recording import Choices, RecordedPlayer, Recording

__all__ = ["Choices", "RecordedPlayer", "Recording", "find", "read"]
