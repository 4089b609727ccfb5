"""All kinds of rows that can be taken along, by name."""

from __future__ import annotations

from replay.statistics import frames_of_games, frames_of_sums
from replay.statistics.frame import Frame

FRAMES: dict[str, Frame] = {
    frame.name: frame for frame in (*frames_of_sums.FRAMES, *frames_of_games.FRAMES)
}
