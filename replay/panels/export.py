"""Export: what can be taken along from this moment, and the game as a whole."""

from __future__ import annotations

import msgspec

from replay import reading
from replay.drawing import plain
from replay.panels.panel import Context, Panel, Query
from replay.recording import Recording

EVENT_CHARS = 20_000


def build(recording: Recording, wanted: int, _query: Query) -> Context:
    """What the panel shows: the event's JSON to copy, and the addresses of the rest."""
    line = reading.moment(recording, wanted).line
    if line is None:
        return {"event": "", "cut": 0}
    whole = msgspec.json.format(msgspec.json.encode(line.event), indent=2).decode()
    return {
        "event": plain.visible(whole[:EVENT_CHARS]),
        "cut": max(0, len(whole) - EVENT_CHARS),
    }


PANEL = Panel("export", "Export", build, lasts=True)
