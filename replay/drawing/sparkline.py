"""A watched value as one small line: it stays until it changes, and breaks where there is none."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

WIDTH, HEIGHT, EDGE = 600, 72, 4
"""Units of the drawing; ``EDGE`` is left free above and below."""


class Sparkline(Struct, frozen=True):
    """The path of a line in a drawing of `WIDTH` by `HEIGHT`, about the events ``first..last``."""

    path: str
    first: int
    last: int

    def x(self, sequence_number: int) -> float:
        """Where an event stands, 0 to `WIDTH`."""
        span = max(self.last - self.first, 1)
        share = (sequence_number - self.first) / span
        return round(min(max(share, 0.0), 1.0) * WIDTH, 1)


def draw(
    points: Sequence[tuple[int, float | int | None]],
    first: int,
    last: int,
    scale: tuple[float, float] | None = None,
) -> Sparkline:
    """The line through points that each hold until the next one.

    ``scale``: the least and the greatest value of the drawing, by default the line's own.
    """
    bare = Sparkline("", first, last)
    values = [value for _, value in points if value is not None]
    least, greatest = scale or (min(values, default=0), max(values, default=0))
    parts: list[str] = []
    was: float | int | None = None
    for number, value in points:
        x = bare.x(number)
        if was is not None:
            parts.append(f"H{x:g}")
        if value is not None:
            y = _y(value, least, greatest)
            parts.append(f"M{x:g} {y:g}" if was is None else f"V{y:g}")
        was = value
    if was is not None:
        parts.append(f"H{bare.x(last):g}")
    return Sparkline("".join(parts), first, last)


def _y(value: float, least: float, greatest: float) -> float:
    if least == greatest:
        return HEIGHT / 2
    # Each part by itself: their difference may be larger than any number.
    share = (value / 2 - least / 2) / (greatest / 2 - least / 2)
    return round(HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE), 1)
