"""Charts: what every player has over the whole game."""

from __future__ import annotations

from replay import charts_view
from replay.panels.panel import Context, Panel, Query
from replay.recording import Recording


def build(recording: Recording, wanted: int, query: Query) -> Context:
    """The chart the query names, with its values at the last turns up to the moment."""
    return charts_view.context_of(recording, wanted, query)


PANEL = Panel(name="charts", title="Charts", build=build, asked=charts_view.ASKED, follows=False)
