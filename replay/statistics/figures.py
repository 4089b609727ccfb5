"""Charts of the statistics as Plotly figures: plain dicts made by pure functions.

Colours are the browser's affair: a trace says in ``meta.role`` what it stands for. ``customdata``
of a point is the address of what is behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from replay.charts import EXACT
from replay.domain.statistics.estimates import Estimate
from replay.drawing import plain

type Figure = dict[str, Any]

NAME_CHARS = 32

LEAST_DRAWN = 5
"""Of fewer games nothing is drawn: a chart would make them look like a law."""


def dots(
    names: Sequence[str],
    estimates: Sequence[Estimate],
    links: Sequence[str],
    *,
    title: str,
    form: str,
    chance: Sequence[float | None] = (),
) -> Figure:
    """A row for each name: a dot with its interval, and a mark for what chance would bring.

    Of fewer than `LEAST_DRAWN` games no dot is drawn: its interval would rule the chart.
    """
    kept = [at for at, one in enumerate(estimates) if one.games >= LEAST_DRAWN]
    names = [names[at] for at in kept]
    estimates = [estimates[at] for at in kept]
    links = [links[at] for at in kept]
    chance = [chance[at] for at in kept] if chance else ()
    at = list(range(len(names)))
    data = [_with_interval("dots", [one.value for one in estimates], at, estimates, links)]
    if chance:
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": "by chance",
                "x": list(chance),
                "y": at,
                "marker": {"symbol": "line-ns-open", "size": 14},
                "meta": {"role": "chance"},
                "hovertemplate": f"by chance %{{x:{form}}}<extra></extra>",
            }
        )
    layout = {
        "xaxis": {"title": {"text": title}, "tickformat": form},
        "yaxis": {
            "tickvals": at,
            "ticktext": [label(name) for name in names],
            "autorange": "reversed",
            "automargin": True,
        },
        "height": 120 + 26 * len(names),
        "showlegend": bool(chance),
    }
    return {"data": data, "layout": layout}


def columns(
    names: Sequence[str],
    estimates: Sequence[Estimate],
    links: Sequence[str],
    *,
    title: str,
    form: str,
    lines: Sequence[tuple[str, Sequence[float]]] = (),
    roles: Sequence[str] = (),
) -> Figure:
    """A column for each name, with its interval, and lines over them."""
    at = list(range(len(names)))
    bars = {
        "type": "bar",
        "name": "counted",
        "x": at,
        "y": [one.value for one in estimates],
        "error_y": _error(estimates),
        "customdata": list(links),
        "meta": {"role": "bars", "roles": list(roles)},
        "text": [label(name) for name in names],
        "textposition": "none",
        "hovertemplate": f"%{{text}}: %{{y:{form}}}<extra></extra>",
    }
    drawn: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": name,
            "x": at,
            "y": list(values),
            "line": {"shape": "hvh", "dash": ("solid", "dot")[number % 2], "width": 1.5},
            "marker": {"size": 4},
            "meta": {"role": "line"},
            "hovertemplate": f"{name}: %{{y:{form}}}<extra></extra>",
        }
        for number, (name, values) in enumerate(lines)
    ]
    layout = {
        "xaxis": {"tickvals": at, "ticktext": [label(name) for name in names], "automargin": True},
        "yaxis": _upright(title, form) | {"rangemode": "tozero"},
        "showlegend": bool(lines),
    }
    return {"data": [bars, *drawn], "layout": layout}


def spread(
    bars: Sequence[tuple[float, float, int]], *, title: str, counted: str = "Games"
) -> Figure:
    """How many there are between bounds, in bars of one width: the last may hold all beyond."""
    width = bars[0][1] - bars[0][0] if bars else 1.0
    widths = [min(width, high - low) or 1.0 for low, high, _ in bars]
    data = {
        "type": "bar",
        "x": [low + wide / 2 for (low, _, _), wide in zip(bars, widths, strict=True)],
        "width": widths,
        "y": [count for _, _, count in bars],
        "text": [f"{low:,.0f} to {high:,.0f}" for low, high, _ in bars],
        "textposition": "none",
        "meta": {"role": "bars", "roles": []},
        "hovertemplate": "%{text}: %{y:,d}<extra></extra>",
    }
    layout = {
        "xaxis": {"title": {"text": title}, "tickformat": EXACT},
        "yaxis": _upright(counted, EXACT),
        "bargap": 0.02,
        "showlegend": False,
    }
    return {"data": [data], "layout": layout}


def curves(
    x: Sequence[float],
    named: Sequence[tuple[str, Sequence[Estimate]]],
    *,
    across: str,
    title: str,
    form: str,
) -> Figure:
    """A line for each name, and a band for its interval."""
    data: list[dict[str, Any]] = []
    for number, (name, estimates) in enumerate(named):
        role = f"curve-{number}"
        low = [one.value if one.low is None else one.low for one in estimates]
        high = [one.value if one.high is None else one.high for one in estimates]
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [*x, *reversed(x)],
                "y": [*high, *reversed(low)],
                "fill": "toself",
                "line": {"width": 0},
                "meta": {"role": f"{role}-band"},
                "hoverinfo": "skip",
                "showlegend": False,
            }
        )
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": name,
                "x": list(x),
                "y": [one.value for one in estimates],
                "line": {"width": 2, "dash": ("solid", "dash")[number % 2]},
                "meta": {"role": role},
                "hovertemplate": f"%{{y:{form}}}",
            }
        )
    layout = {
        "xaxis": {"title": {"text": across}, "tickformat": EXACT},
        "yaxis": _upright(title, form) | {"rangemode": "tozero"},
        "hovermode": "x unified",
        "showlegend": True,
    }
    return {"data": data, "layout": layout}


def stacked(
    rows: Sequence[str],
    parts: Sequence[tuple[str, Sequence[float]]],
    *,
    title: str,
    is_ordered: bool = False,
) -> Figure:
    """A row for each name, cut into its parts: each looks unlike all others, those of an order
    from pale to deep."""
    at = list(range(len(rows)))
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "name": label(name),
            "x": list(values),
            "y": at,
            "meta": {"role": "step", "share": number / max(len(parts) - 1, 1)}
            if is_ordered
            else {"role": f"part-{number}"},
            "marker": {} if is_ordered else {"pattern": _pattern(number)},
            "hovertemplate": f"{label(name)}: %{{x:.1%}}<extra></extra>",
        }
        for number, (name, values) in enumerate(parts)
    ]
    layout = {
        "barmode": "stack",
        "xaxis": {"title": {"text": title}, "tickformat": ".0%", "range": [0, 1]},
        "yaxis": {
            "tickvals": at,
            "ticktext": [label(name) for name in rows],
            "autorange": "reversed",
            "automargin": True,
        },
        "height": 160 + 30 * len(rows),
        "showlegend": True,
    }
    return {"data": data, "layout": layout}


def _pattern(number: int) -> dict[str, Any]:
    """There are as many colours as shapes: the second time around they do not go together again."""
    shapes = ("", "/", ".", "\\", "x", "-", "+", "|")
    shape = shapes[(number + number // len(shapes)) % len(shapes)]
    return {"shape": shape, "fillmode": "overlay", "size": 6}


def omitted(estimates: Sequence[Estimate]) -> int:
    """How many of these are of too few games to be drawn."""
    return sum(one.value is not None and one.games < LEAST_DRAWN for one in estimates)


def _upright(title: str, form: str) -> dict[str, Any]:
    """An axis with room for its title beside its numbers, however long they are."""
    return {"title": {"text": title, "standoff": 8}, "tickformat": form, "automargin": True}


def label(name: str) -> str:
    """A name as Plotly shows it unchanged: it reads some markup in texts."""
    seen = plain.clip(name, NAME_CHARS)
    return seen.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _with_interval(
    role: str,
    values: Sequence[float | None],
    at: Sequence[int],
    estimates: Sequence[Estimate],
    links: Sequence[str],
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "counted",
        "x": list(values),
        "y": list(at),
        "error_x": _error(estimates),
        "customdata": list(links),
        "marker": {"size": 9},
        "meta": {"role": role},
        "text": [f"{one.n:,} in {one.games:,} games" for one in estimates],
        "hovertemplate": "%{x}, %{text}<extra></extra>",
    }


def _error(estimates: Sequence[Estimate]) -> dict[str, Any]:
    """From the value to both bounds; nothing where there are none."""
    above = [_reach(one.high, one.value) for one in estimates]
    below = [_reach(one.value, one.low) for one in estimates]
    return {
        "type": "data",
        "symmetric": False,
        "array": above,
        "arrayminus": below,
        "thickness": 1.2,
        "width": 3,
    }


def _reach(high: float | None, low: float | None) -> float:
    return 0.0 if high is None or low is None else high - low
