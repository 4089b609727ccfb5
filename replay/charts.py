"""Charts as data: plain Plotly figures of a game's course, made by pure functions.

Colours are the browser's affair: a trace says in ``meta.seat`` whose it is, a band in ``name`` what
it stands for. The places on the x axis, the same for all traces, are told once, as ``about.x``;
``about.moments`` are the sequence numbers there. What is drawn at a moment is what the fold has
there, to the dollar; between two of them a value stays what it was, where ``about.is_complete``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct

from replay.domain import sampling
from replay.domain.course import Course
from replay.domain.landmarks import Phase
from replay.domain.ruler import LARGEST, Ruler
from replay.domain.series import Metric, Track
from replay.drawing import amounts, plain

type Figure = dict[str, Any]

NAME_CHARS = 28

EXACT = ",~f"
"""A number at a tick as it is: ticks between whole numbers must not be called by the next one."""

DASHES = ("solid", "dash", "dot", "dashdot", "10px,3px", "10px,3px,2px,3px", "3px,6px", "1px,4px")
"""By seat, so that no line is told by its colour alone."""

TITLES = {
    Metric.CASH: "Cash",
    Metric.NET_WORTH: "Net worth",
    Metric.PROPERTIES: "Properties’ value",
    Metric.RENT: "Rent potential",
}

MEANINGS = {
    Metric.CASH: "Dollars in hand.",
    Metric.NET_WORTH: "Cash and properties’ value together.",
    Metric.PROPERTIES: "Deeds at their price, half of it when mortgaged; buildings at cost.",
    Metric.RENT: "Rent due in all, if an opponent came to each of the player’s deeds once now: "
    "none on mortgaged ones, utilities at a throw of 7.",
}

PHASES = {Phase.OPENING: "Opening", Phase.BUILDING: "Building", Phase.ENDGAME: "Endgame"}


class Axis(StrEnum):
    """What a chart runs over."""

    EVENT = "event"
    TURN = "turn"


class Span(Struct, frozen=True):
    """Part of a game: the moments ``first`` to ``last``."""

    first: int
    last: int


def figure(
    course: Course, metric: Metric, axis: Axis, names: Sequence[str], span: Span, head: int
) -> Figure:
    """One value of all players over a span of the game.

    Args:
        course: up to ``head``, or to where the fold broke.
        metric: what is drawn.
        axis: over what.
        names: the players', in seating order.
        span: what part of it, within the course.
        head: the last event of the game as it is shown.
    """
    tracks = course.tracks[metric]
    drawn = [seat for seat, track in enumerate(tracks) if is_exact(track)]
    shown = [tracks[seat] for seat in drawn]
    kept = sampling.moments(shown, span.first, span.last)
    ruler = Ruler(course) if axis is Axis.TURN else None
    legend = _legend(names)
    data = [_trace(seat, legend[seat], tracks[seat], kept) for seat in drawn]
    about = {
        "first": course.first,
        "known": course.head,
        "head": head,
        "from": span.first,
        "to": span.last,
        "axis": axis.value,
        "moments": kept,
        "x": kept if ruler is None else [ruler.place(at) for at in kept],
        "is_complete": sampling.is_complete(shown, kept),
        "starts": ruler.starts if ruler else [],
        "numbers": ruler.numbers if ruler else [],
        "notes": notes(course, metric, names, head) + _counted(ruler),
    }
    return {"data": data, "layout": _layout(course, metric, axis, ruler, head), "about": about}


def is_exact(track: Track) -> bool:
    """Whether a browser can show all of a track to the dollar."""
    return all(-LARGEST <= value <= LARGEST for value in track.values)


def notes(course: Course, metric: Metric, names: Sequence[str], head: int) -> list[str]:
    """Every reason not to trust the chart, or not to expect more of it, as sentences."""
    told = []
    if course.broken is not None:
        at = course.broken
        told.append(
            f"The fold broke at event {at.sequence_number:,} ({plain.clip(at.event_type, 60)}: "
            f"{plain.clip(at.reason, 200)}). Nothing is known from there on, up to event {head:,}"
        )
    for doubt in course.landmarks.doubts[-1:]:
        for count, how in (
            (doubt.missing, "missing from the log"),
            (doubt.unread, "not understood"),
        ):
            if count:
                told.append(f"{_events(count)} {how}: values after the first of them may be wrong")
    for seat, track in enumerate(course.tracks[metric]):
        if not is_exact(track):
            told.append(f"{names[seat]} has amounts no browser can draw exactly, and no line")
    return told


def table(course: Course, metric: Metric, moments: Sequence[int]) -> list[tuple[int, list[int]]]:
    """The values after each of some moments: (sequence number, value by seat)."""
    tracks = course.tracks[metric]
    return [(at, [track.after(at) for track in tracks]) for at in moments]


def _events(count: int) -> str:
    return f"{amounts.count(count, 'event')} {'is' if count == 1 else 'are'}"


def _counted(ruler: Ruler | None) -> list[str]:
    if ruler is None or not ruler.is_counted:
        return []
    return ["The engine’s turn numbers do not ascend: turns are counted from 1 here"]


def _trace(seat: int, name: str, track: Track, kept: list[int]) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": _text(name),
        "y": _values(track, kept),
        "line": {"shape": "hv", "width": 2, "dash": DASHES[seat % len(DASHES)]},
        "meta": {"seat": seat},
        "hovertemplate": "%{y:$,d}",
    }


def _legend(names: Sequence[str]) -> list[str]:
    """Names that fit; of those with one beginning the end is shown as well."""
    clipped = [plain.clip(name, NAME_CHARS) for name in names]
    half = NAME_CHARS // 2
    return [
        f"{name[: half - 1]}…{name[-half:]}" if clipped.count(short) > 1 else short
        for name, short in zip(names, clipped, strict=True)
    ]


def _values(track: Track, kept: list[int]) -> list[int]:
    """The value at each of some ascending moments, in one walk."""
    found, place, at, last = [], bisect_right(track.at, kept[0]) - 1, track.at, len(track.at) - 1
    for moment in kept:
        while place < last and at[place + 1] <= moment:
            place += 1
        found.append(track.values[place])
    return found


def _layout(course: Course, metric: Metric, axis: Axis, ruler: Ruler | None, head: int) -> Figure:
    place = ruler.place if ruler else float
    low, high = place(course.first), place(max(head, course.first + 1))
    return {
        "xaxis": {
            "title": {"text": "Event" if ruler is None else "Turn"},
            "range": [low, high],
            "minallowed": low,
            "maxallowed": high,
            "uirevision": axis.value,
            "tickformat": EXACT if ruler is None else "",
            "unifiedhovertitle": {
                "text": "After event %{x:,d}" if ruler is None else "Turn %{x:.2f}"
            },
        },
        "yaxis": {
            "title": {"text": TITLES[metric]},
            "tickformatstops": [
                # Of cents the SI prefix is m: $800m is nobody's idea of 80 cents.
                {"dtickrange": [None, 0.99], "value": f"${EXACT}"},
                {"dtickrange": [0.99, None], "value": "$,~s"},
            ],
            "rangemode": "tozero",
            "uirevision": metric.value,
        },
        "hovermode": "x unified",
        "hoverdistance": -1,
        "uirevision": "kept",
        "shapes": _bands(course, place, head),
    }


def _bands(course: Course, place: Callable[[int], float], head: int) -> list[Figure]:
    """The phases of the game, and what of it cannot be read, as bands behind the lines."""
    begins = [(PHASES[phase], phase.value, at) for phase, at in course.landmarks.phases]
    if course.broken is not None:
        begins.append(("Not read", "unread", course.head))
    ends = [at for _, _, at in begins[1:]] + [head]
    return [
        {
            "type": "rect",
            "layer": "below",
            "xref": "x",
            "yref": "paper",
            "x0": place(start),
            "x1": place(end),
            "y0": 0,
            "y1": 1,
            "name": name,
            "line": {"width": 0},
            "label": {"text": title, "textposition": "top left", "yanchor": "bottom"},
        }
        for (title, name, start), end in zip(begins, ends, strict=True)
        if start < end
    ]


def _text(name: str) -> str:
    """A name as Plotly shows it unchanged: it reads some markup in texts."""
    return name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
