"""Which moments of a game a chart of bounded size shows: no extreme between them is lost."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from replay.domain.series import Track

MOST = 3_000
"""Moments a chart shows at once."""


def moments(tracks: Sequence[Track], first: int, last: int, most: int = MOST) -> list[int]:
    """The sequence numbers from ``first`` to ``last`` to draw values at, ascending.

    Every moment at which any value changes, where there are no more than ``most``. Else the span is
    cut into equal parts, and of each value's changes in each part the first, the last, the least
    and the greatest are kept: at every moment kept all values are exact, and every part shows the
    whole range that each value had in it.

    Args:
        tracks: what is to be drawn.
        first: a moment not before that of the tracks' first.
        last: not before ``first``.
        most: how many moments; never less than 2 and 4 per track.
    """
    spans = [_changes(track, first, last) for track in tracks]
    kept = {first, last}.union(
        *(track.at[a:b] for track, (a, b) in zip(tracks, spans, strict=True))
    )
    parts = most // 2
    while len(kept) > most:
        kept = {first, last}
        for track, (start, end) in zip(tracks, spans, strict=True):
            kept.update(_telling(track, start, end, first, (last - first) // parts + 1))
        parts = max(1, parts * 2 // 3)
    return sorted(kept)


def is_complete(tracks: Sequence[Track], kept: Sequence[int]) -> bool:
    """Whether no value changes between the moments kept (as `moments` gives them)."""
    shown = set(kept)
    return all(
        shown.issuperset(track.at[slice(*_changes(track, kept[0], kept[-1]))]) for track in tracks
    )


def _changes(track: Track, first: int, last: int) -> tuple[int, int]:
    """Where in a track the changes after ``first``, up to ``last``, begin and end."""
    return bisect_right(track.at, first), bisect_right(track.at, last)


def _telling(track: Track, start: int, end: int, first: int, width: int) -> set[int]:
    """The changes kept of one track: four at the most in each part of ``width`` events."""
    at, values = track.at, track.values
    kept: set[int] = set()
    while start < end:
        stop = bisect_left(at, first + ((at[start] - first) // width + 1) * width, start, end)
        part = values[start:stop]
        kept.update((at[start], at[stop - 1]))
        kept.update((at[start + part.index(min(part))], at[start + part.index(max(part))]))
        start = stop
    return kept
