"""The inspector: every panel, in the order of its tabs."""

from __future__ import annotations

from games.domain.errors import InvalidField
from replay.panels import ask, changes, charts, decision, export, forks, known, notes
from replay.panels.panel import Context, Panel, Query

__all__ = ["IN_FRAME", "PANELS", "Context", "Panel", "Query", "find"]

IN_FRAME = "events"
"""The tab whose content comes with each frame: it costs no request of its own."""

PANELS: tuple[Panel, ...] = (
    decision.PANEL,
    changes.PANEL,
    ask.PANEL,
    charts.PANEL,
    known.PANEL,
    forks.PANEL,
    notes.PANEL,
    export.PANEL,
)


def find(name: str) -> Panel:
    """The panel of that name.

    Raises:
        InvalidField: there is none.
    """
    for panel in PANELS:
        if panel.name == name:
            return panel
    known = ", ".join([IN_FRAME, *(panel.name for panel in PANELS)])
    raise InvalidField("panel", name, f"not a panel; the panels are {known}")
