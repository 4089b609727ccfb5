"""What each page's one script and one style sheet are made of, in order.

Browsers ask for few files faster than for many; people read many small ones more easily than few.
So the files lie apart under ``static/`` and are served as one.
"""

from __future__ import annotations

from collections.abc import Mapping

_SITE = ("colours.css", "site.css")
_DRAWING = ("charts/library.js", "charts/look.js")
_CHARTS = (*_DRAWING, "charts/ruler.js", "charts/chart.js")

STYLES: Mapping[str, tuple[str, ...]] = {
    "site": _SITE,
    "games": ("games.css",),
    "audit": ("audit.css",),
    "search": ("search.css",),
    "compare": ("board.css", "board-small.css", "pips.css", "compare.css"),
    "charts": ("charts/charts.css",),
    "statistics": ("statistics/statistics.css",),
    "timeline": (
        *_SITE,
        "board.css",
        "board-small.css",
        "timeline/layout.css",
        "timeline/middle.css",
        "pips.css",
        "timeline/players.css",
        "timeline/events.css",
        "timeline/dock.css",
        "timeline/notices.css",
        "timeline/keys.css",
        "timeline/inspector.css",
        "timeline/live.css",
        "lanes/lanes.css",
        "changes/changes.css",
        "ask/ask.css",
        "charts/charts.css",
        "panels/decision.css",
        "panels/known.css",
        "panels/forks.css",
        "panels/notes.css",
        "panels/export.css",
    ),
}

SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "compare": ("shared.js", "compare.js"),
    "charts": ("shared.js", *_CHARTS, "charts/charts.js"),
    "statistics": (
        "shared.js",
        *_DRAWING,
        "statistics/drawings.js",
        "statistics/copying.js",
    ),
    "timeline": (
        "shared.js",
        "timeline/first.js",
        "timeline/htmx.js",
        "timeline/frames.js",
        "timeline/turns.js",
        "timeline/address.js",
        "timeline/cursor.js",
    ),
    # What the game's page asks for once board and slider have been painted.
    "tools": (
        "timeline/log.js",
        "timeline/play.js",
        "timeline/keys.js",
        "timeline/inspector.js",
        "timeline/live.js",
        "lanes/scale.js",
        "lanes/painting.js",
        "lanes/words.js",
        "lanes/menu.js",
        "lanes/record.js",
        "lanes/lanes.js",
        "changes/values.js",
        "changes/pin.js",
        "changes/spaces.js",
        "ask/progress.js",
        "ask/marks.js",
        "ask/completion.js",
        "ask/ask.js",
        *_CHARTS,
        "charts/charts.js",
        "panels/decision.js",
        "panels/forks.js",
        "panels/notes.js",
        "panels/export.js",
    ),
}


def bundles() -> dict[str, tuple[str, ...]]:
    """The files that are served as one, by the name of that one."""
    styles = {f"bundles/{name}.css": parts for name, parts in STYLES.items()}
    return styles | {f"bundles/{name}.js": parts for name, parts in SCRIPTS.items()}
