"""What the server holds after every game was scrubbed from end to end."""

from __future__ import annotations

from replay.domain.timeline import INTERVAL
from replay.recording import open_game
from tests.bench import games
from tests.bench.frames import address, timed
from tests.bench.rig import Site
from tests.bench.table import Table

STEP = INTERVAL // 8


def measure(site: Site, table: Table) -> None:
    """Pages and frames of all games, every eighth of a segment."""
    site.restart()
    before = site.peak_memory()
    for name in games.loaded():
        recording = open_game(name)
        timed(site, [f"/games/{name}/", f"/games/{name}/turns.json"])
        numbers = range(recording.first, recording.head + 1, STEP)
        timed(site, [address(recording, number) for number in numbers])
        timed(site, [f"/api/v1/games/{name}/changes?path=players.0.cash"])
    table.note("server memory, fresh", f"{before:,.0f} MB")
    what = f"server memory, peak, {len(games.loaded())} games scrubbed"
    table.amount(what, site.peak_memory(), "MB", "≤ 300")
